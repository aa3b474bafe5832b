import { type FormattingOptions, type JSONPath, applyEdits, modify, parse } from 'jsonc-parser';
import * as z from 'zod';
import type { SetupChange } from '../../protocol/setupChange';

/** What the changes look at of a file, which need not be a whole experiment. */
const looseSchema = z.object({
  method: z.unknown().optional(),
  training: z
    .object({ optimizer: z.record(z.string(), z.unknown()).catch({}), schedule: z.unknown().optional() })
    .catch({ optimizer: {} }),
});
type Loose = z.infer<typeof looseSchema>;

interface Step {
  readonly path: JSONPath;
  /** Undefined takes the field away. */
  readonly value: unknown;
  /** Whether the value comes before the element of a list that is there. */
  readonly insert?: boolean;
}

/**
 * The text of an experiment file after a change; whatever the change is not about stays as the person wrote it.
 * @param text valid JSON
 */
export function changeText(text: string, change: SetupChange): string {
  const data = looseSchema.parse(parse(text) ?? {});
  return stepsOf(change, data).reduce(
    (changed, { path, value, insert }) =>
      applyEdits(
        changed,
        modify(changed, path, value, { formattingOptions: formattingOf(text), isArrayInsertion: insert === true }),
      ),
    text,
  );
}

function stepsOf(change: SetupChange, data: Loose): Step[] {
  switch (change.kind) {
    case 'field':
      return fieldSteps(change.path.split('.'), change.value, data);
    case 'hyperparameter':
      return [{ path: [...entryPath(data, change.index), change.name], value: change.value }];
    case 'method':
      return [{ path: entryPath(data, change.index), value: { id: change.id, ...change.values } }];
    case 'onlyMethod':
      return [{ path: ['method'], value: { id: change.id, ...change.values } }];
    case 'addMethod': {
      const added = { id: change.id };
      return Array.isArray(data.method)
        ? [{ path: ['method', data.method.length], value: added, insert: true }]
        : [{ path: ['method'], value: [data.method, added] }];
    }
    case 'removeMethod':
      return removal(data, change.index);
    case 'backbone': {
      const { architecture, checkpoint } = change;
      return [{ path: ['backbone'], value: checkpoint === null ? architecture : { architecture, checkpoint } }];
    }
    case 'optimizer': {
      // Learning rates of one optimiser mean nothing to another: the new one starts from its default.
      const { weightDecay, decayAll } = data.training.optimizer;
      return [{ path: ['training', 'optimizer'], value: { name: change.name, weightDecay, decayAll } }];
    }
    case 'schedule':
      return [{ path: schedulePath, value: change.name === 'step' ? { name: 'step' } : change.name }];
  }
}

const schedulePath = ['training', 'schedule'];

/** A detail of the schedule makes an object of one that is a name alone. */
function fieldSteps(path: string[], value: unknown, { training }: Loose): Step[] {
  const [parent, schedule, detail] = path;
  const isDetail = parent === 'training' && schedule === 'schedule' && detail !== undefined;
  return isDetail && typeof training.schedule !== 'object'
    ? [{ path: schedulePath, value: { name: 'step', [detail]: value } }]
    : [{ path, value }];
}

const entryPath = ({ method }: Loose, index: number): JSONPath =>
  Array.isArray(method) ? ['method', index] : ['method'];

/** Where one method is left, it stands alone. */
function removal({ method }: Loose, index: number): Step[] {
  if (!Array.isArray(method)) return [];
  const left: unknown[] = method.filter((_, place) => place !== index);
  return left.length === 1 ? [{ path: ['method'], value: left[0] }] : [{ path: ['method', index], value: undefined }];
}

/** The indentation and the line ends that a text has already. */
function formattingOf(text: string): FormattingOptions {
  const [, indentation = '  '] = /^([ \t]+)\S/m.exec(text) ?? [];
  const tabs = indentation.startsWith('\t');
  return {
    insertSpaces: !tabs,
    tabSize: tabs ? 1 : indentation.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    keepLines: true,
  };
}
