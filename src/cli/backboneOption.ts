import * as z from 'zod';
import { type Architecture, findArchitecture } from '../backbones/architecture';
import { describeIssues } from '../experiments/issues';
import { findSyntaxProblem } from '../experiments/jsonSyntax';
import { backboneOf, experimentSchema } from '../protocol/experiment';
import { InputError } from '../protocol/inputError';
import { requiredText } from './options';

/** `--backbone ID`, for what depends on the architecture alone. */
export const backboneId = requiredText({
  placeholder: 'ID',
  help: 'Name of an architecture, for example vit-tiny-patch16-224.',
});

/** `--backbone` of a command that computes with its weights. */
export const backboneWithCheckpoint = requiredText({
  placeholder: 'ID|JSON',
  help: 'Name of an architecture, or {"architecture": …, "checkpoint": "file.safetensors" or "hf:organization/name"}.',
});

const schema = z.strictObject({ backbone: experimentSchema.shape.backbone });

/**
 * A backbone as an experiment may name it: a name, or JSON with the architecture and its checkpoint.
 * @throws {InputError} naming the field
 */
export function readBackbone(text: string): { architecture: Architecture; checkpoint: string | null } {
  const data = { backbone: text.trimStart().startsWith('{') ? parseJson(text) : text };
  const checked = schema.safeParse(data);
  if (!checked.success) throw new InputError(`--backbone: ${describeIssues(checked.error.issues, schema, data)}`);
  const { architecture, checkpoint } = backboneOf(checked.data);
  return { architecture: findArchitecture(architecture, '--backbone'), checkpoint };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = findSyntaxProblem(text)?.message ?? String(error);
    throw new InputError(
      `--backbone is not valid JSON: ${problem}; in a shell, write it between single quotes: '{"architecture": …}'.`,
    );
  }
}
