import { nearestName } from '../experiments/nearest';
import { InputError } from '../protocol/inputError';
import type { Option } from './command';
import { listOf } from './words';

interface Described {
  readonly placeholder: string;
  readonly help: string;
}

/** A flag without a value: true where it is given. */
export function flag(help: string): Option<boolean> {
  return { kind: 'flag', placeholder: '', help, required: false, read: given => given.length > 0 };
}

/** The usual `--json`. */
export const json = flag('Print one JSON document instead of text.');

/** A text that must be given. */
export function requiredText({ placeholder, help }: Described): Option<string> {
  return { kind: 'value', placeholder, help, required: true, read: lastOf };
}

/** A text that may be given. */
export function optionalText({ placeholder, help }: Described): Option<string | undefined> {
  return { kind: 'value', placeholder, help, required: false, read: given => given.at(-1) };
}

/** Texts from a flag that may be repeated, in order; at least one where `required`. */
export function texts({
  placeholder,
  help,
  required = false,
  standsIn,
}: Described & { readonly required?: boolean } & Pick<Option<unknown>, 'standsIn'>): Option<readonly string[]> {
  return { kind: 'list', placeholder, help, required, standsIn, read: given => given };
}

interface Bounds {
  readonly minimum: number;
  readonly maximum?: number;
}

/** A whole number; `default` where it is not given. */
export function wholeNumber<const D extends number | undefined>(
  declared: { readonly help: string; readonly default: D } & Bounds,
): Option<number | D> {
  const { help, minimum, maximum = Number.MAX_SAFE_INTEGER } = declared;
  const range = maximum === Number.MAX_SAFE_INTEGER ? `${minimum} or more` : `${minimum} to ${maximum}`;
  return {
    kind: 'value',
    placeholder: 'N',
    help,
    required: false,
    read: (given, name) => {
      const text = given.at(-1);
      if (text === undefined) return declared.default;
      const number = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
      if (!(number >= minimum && number <= maximum)) {
        throw new InputError(`${name} is ${JSON.stringify(text)} but must be a whole number (${range}).`);
      }
      return number;
    },
  };
}

/** One of a few words, which `placeholder` stands for where they are many; the first where it is not given. */
export function choice<const C extends string>(
  choices: readonly [C, ...C[]],
  { help, placeholder = choices.join('|') }: Pick<Described, 'help'> & Partial<Described>,
): Option<C> {
  return {
    kind: 'value',
    placeholder,
    help,
    required: false,
    read: (given, name) => {
      const text = given.at(-1);
      if (text === undefined) return choices[0];
      const chosen = choices.find(candidate => candidate === text);
      if (chosen === undefined) {
        const meant = nearestName(text, choices);
        const advice = meant === undefined ? '' : `; did you mean ${meant}?`;
        const sentence = `${name} is ${JSON.stringify(text)} but must be ${listOf(choices, 'or')}`;
        throw new InputError(sentence + (advice || '.'));
      }
      return chosen;
    },
  };
}

function lastOf(given: readonly string[], name: string): string {
  const text = given.at(-1);
  if (text === undefined) throw new Error(`${name} was not given.`);
  if (text === '') throw new InputError(`${name} is empty: give it a value.`);
  return text;
}
