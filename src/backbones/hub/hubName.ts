import { InputError } from '../../protocol/inputError';

/** A model on the Hugging Face Hub. */
export interface HubName {
  /** `organization/name`. */
  readonly repository: string;
  /** A branch, a tag or a commit. */
  readonly revision: string;
}

const prefix = 'hf:';
const defaultRevision = 'main';

/** What a checkpoint's name begins with if it is on the hub and not on this machine. */
export function isHubName(text: string): boolean {
  return text.startsWith(prefix);
}

/** The name as it is written in an experiment. */
export function hubNameText({ repository, revision }: HubName): string {
  return prefix + repository + (revision === defaultRevision ? '' : `@${revision}`);
}

/**
 * Reads `hf:organization/name`, or `hf:organization/name@revision`; the revision is `main` where none is given.
 * @throws {InputError} if it is anything else, or if a part could not be a name on the hub (and might lead out of its cache).
 */
export function parseHubName(text: string): HubName {
  const [repository, revision = defaultRevision, ...rest] = text.slice(prefix.length).split('@');
  if (!isHubName(text) || rest.length > 0 || !isRepository(repository)) {
    throw new InputError(
      `Checkpoint ${JSON.stringify(text)} is not a name on the hub: write hf:organization/name or ` +
        'hf:organization/name@revision.',
    );
  }
  if (!isRevision(revision)) {
    throw new InputError(
      `Checkpoint ${JSON.stringify(text)}: ${JSON.stringify(revision)} can't be a revision: ` +
        'name a branch, a tag or a commit after the @.',
    );
  }
  return { repository, revision };
}

/** The hub's own rule: letters, digits, `_`, `-` and `.`, no `--` or `..`, neither `-` nor `.` at either end. */
function isRepository(text: string): boolean {
  const parts = text.split('/');
  return (
    parts.length === 2 &&
    parts.every(part => /^\w([\w.-]{0,94}\w)?$/.test(part) && !part.includes('--') && !part.includes('..'))
  );
}

/** What Git allows of a reference's name and every file system takes as one. */
function isRevision(text: string): boolean {
  return text.length <= 200 && text.split('/').every(part => /^[\w.+-]+$/.test(part) && !/^\.|\.\.|\.$/.test(part));
}
