/** What names an experiment of one seed. */
export interface NamedSeed {
  readonly name: string;
  readonly seed: number;
}

const separators = '[-_. =]';
const marker = new RegExp(`((^|${separators}+)(seed|s))?${separators}*$`, 'i');
const atEnds = new RegExp(`^${separators}+|${separators}+$`, 'g');

/**
 * What experiments have in common that differ by their seed, whatever their order: `lora` of `lora-s0` and `lora-s1`.
 * Null where their names have nothing in common.
 */
export function seedsName(experiments: readonly NamedSeed[]): string | null {
  const names = new Set(experiments.map(({ name }) => name));
  const stems = new Set(experiments.map(withoutSeed));
  return onlyOf(names) ?? onlyOf(stems) ?? (commonStart([...names]) || null);
}

const onlyOf = (names: ReadonlySet<string>) => (names.size === 1 && !names.has('') ? [...names][0] : null);

/** `lora` of `lora-s1`, `lora_seed=1`, `seed1-lora` and `lora1`, if the seed is 1: its last place counts. */
function withoutSeed({ name, seed }: NamedSeed): string {
  const [, before, after] = new RegExp(`^(.*(?<!\\d))0*${seed}(?!\\d)(.*)$`).exec(name) ?? ['', name, ''];
  return (before.replace(marker, '') + after).replace(atEnds, '');
}

/** The words that all names begin with. */
function commonStart(names: readonly string[]): string {
  const [first, ...others] = names.map(name => name.split(new RegExp(`(${separators}+)`)));
  const end = first.findIndex((word, i) => others.some(words => words[i] !== word));
  return first
    .slice(0, end < 0 ? first.length : end)
    .join('')
    .replace(atEnds, '');
}
