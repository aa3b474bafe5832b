import { type Case, caseTitle } from './cases';
import { type Implementation, classOf } from './implementations';
import { type Outcome, type Result, type Timing, isProblem } from './outcome';

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

const timingsOf = ({ turns }: Result): Timing[] => turns.flatMap(turn => (isProblem(turn) ? [] : turn));

/** Milliseconds of a step: the median over turns of each turn's median; null where no turn went well. */
export function stepTime(result: Result): number | null {
  const times = timingsOf(result).map(({ millisecondsPerStep }) => millisecondsPerStep);
  return times.length === 0 ? null : median(times);
}

const sameCase = (a: Case, b: Case) => caseTitle(a) === caseTitle(b);

/** The time of PyTorch's fastest step of a case among those of as much precision. */
export function fastestTorch(results: readonly Result[], { case: of, implementation }: Result): number | null {
  const times = results.flatMap(result => {
    const isRival =
      sameCase(result.case, of) &&
      result.implementation.engine === null &&
      isSameClass(result.implementation, implementation);
    return isRival ? (stepTime(result) ?? []) : [];
  });
  return times.length === 0 ? null : Math.min(...times);
}

const isSameClass = (a: Implementation, b: Implementation) => classOf(a.precision) === classOf(b.precision);

const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(2);

/** Peak memory in GB; on a card what PyTorch's tensors take of it beside. */
function memoryCell(timings: readonly Timing[], device: 'gpu' | 'cpu'): string {
  const most = (of: (timing: Timing) => number | null | undefined) => {
    const values = timings.flatMap(timing => of(timing) ?? []);
    return values.length === 0 ? null : Math.max(...values);
  };
  if (device === 'cpu') {
    const bytes = most(({ processBytes }) => processBytes);
    return bytes === null ? '?' : gigabytes(bytes);
  }
  const seen = most(({ deviceMemory }) => deviceMemory?.bytes);
  const isOfCard = timings.some(({ deviceMemory }) => deviceMemory?.of === 'card');
  const tensors = most(({ tensorBytes }) => tensorBytes);
  return [
    seen === null ? '?' : `${gigabytes(seen)}${isOfCard ? ' (card)' : ''}`,
    ...(tensors === null ? [] : [`tensors ${gigabytes(tensors)}`]),
  ].join(', ');
}

/**
 * The largest relative difference of a loss from PyTorch's in float32, run step by step; in float16 of the first one, because
 * updates are left out until the scale of the loss fits.
 */
export function lossDifference(results: readonly Result[], result: Result): number | null {
  const reference = results.find(
    ({ case: of, implementation: { engine, precision, compiled } }) =>
      sameCase(of, result.case) && engine === null && precision === 'float32' && !compiled,
  )?.losses;
  const { losses } = result;
  if (!reference || !losses || 'problem' in reference || 'problem' in losses) return null;
  const compared = result.implementation.precision === 'float16' ? losses.slice(0, 1) : losses;
  return Math.max(...compared.map((loss, i) => Math.abs(loss - reference[i]) / Math.abs(reference[i])));
}

function lossCell(results: readonly Result[], result: Result): string {
  if (result.losses !== null && 'problem' in result.losses) return `failed: ${escaped(result.losses.problem)}`;
  const difference = lossDifference(results, result);
  if (difference === null) return '';
  return difference === 0 ? 'the same' : difference.toExponential(0);
}

/** So that a reason with a bar stays in its cell. */
const escaped = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replace(/\s+/g, ' ');

function row(results: readonly Result[], result: Result, device: 'gpu' | 'cpu'): string[] {
  const timings = timingsOf(result);
  const problem = result.turns.find(isProblem)?.problem;
  const { microBatch } = timings.at(0) ?? {};
  const isSplit = microBatch && microBatch < result.case.batch;
  const name = `${result.implementation.name}${isSplit ? `, ${microBatch} images at once` : ''}`;
  const milliseconds = stepTime(result);
  if (milliseconds === null)
    return [name, problem === undefined ? 'not measured' : `failed: ${escaped(problem)}`, '', '', '', '', ''];
  const times = timings.map(({ millisecondsPerStep }) => millisecondsPerStep);
  const rival = fastestTorch(results, result);
  return [
    name,
    milliseconds.toFixed(1),
    times.length > 1 ? `${Math.min(...times).toFixed(1)} to ${Math.max(...times).toFixed(1)}` : '',
    ((1000 * result.case.batch) / milliseconds).toFixed(1),
    memoryCell(timings, device),
    rival === null ? '' : (rival / milliseconds).toFixed(2),
    [
      lossCell(results, result),
      ...timings
        .flatMap(({ splitFor }) => (splitFor === null ? [] : [`whole batch: ${escaped(splitFor)}`]))
        .slice(0, 1),
      ...(problem === undefined ? [] : [`a turn failed: ${escaped(problem)}`]),
    ]
      .filter(Boolean)
      .join('; '),
  ];
}

const titles = [
  'implementation',
  'ms per step',
  'fastest to slowest turn',
  'images/s',
  'peak GB',
  'speed, of PyTorch',
  'loss, from PyTorch',
];

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const rule = line(titles.map((_, i) => (i === 0 || i === titles.length - 1 ? '---' : '---:')));

/** PyTorch's step refuses to run with another number, so what it measured says that it has the same. */
function countWords(parameters: number, results: readonly Result[]): string {
  const isChecked = results.some(
    result =>
      result.implementation.engine === null &&
      (timingsOf(result).length > 0 || (result.losses !== null && !('problem' in result.losses))),
  );
  const words = `${parameters.toLocaleString('en')} trainable parameters, head included`;
  return isChecked ? `${words}, in ours and in PyTorch's.` : `${words}.`;
}

/** The tables of a sitting in Markdown, a heading and a table for each case; what failed is in them with its reason. */
export function tables({ options, results, missing, trainable }: Outcome): string {
  const sections = options.cases.map(of => {
    const own = results.filter(result => sameCase(result.case, of));
    const parameters = trainable.find(({ case: other }) => sameCase(other, of))?.parameters;
    return [
      `### ${caseTitle(of)}`,
      ...(parameters === undefined ? [] : [countWords(parameters, own)]),
      own.length === 0
        ? 'Not measured.'
        : [line(titles), rule, ...own.map(result => line(row(results, result, options.device)))].join('\n'),
    ].join('\n\n');
  });
  const left = missing.map(({ name, reason }) => `- ${name}: ${escaped(reason)}`).join('\n');
  return [...sections, ...(left === '' ? [] : ['### Left out', left])].join('\n\n');
}
