import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { type Case, caseTitle } from './cases';
import { type ChildOptions, Failed } from './child';
import { type Implementation, findImplementations, torchDevice } from './implementations';
import { type Sitting, countParameters, sameLosses, takeTurn, writeSameWeights } from './measure';
import { askCard } from './nvidiaSmi';
import { type Options, readOptions } from './options';
import { type Outcome, type Result, isProblem } from './outcome';
import { section, withSection } from './section';
import { askEngines, askTorch, describeSurroundings, environmentOf } from './surroundings';
import { WrongUse } from './wrongUse';

const say = (text: string) => void process.stderr.write(`${text}\n`);

/** Where the script runs. */
export interface Place {
  /** Of the project, built. */
  readonly root: string;
  /** The bundled bench/gpu/sameStep.ts. */
  readonly sameStep: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** @returns the exit status: 0 measured, 1 nothing could be, 2 wrong use */
export async function main(words: readonly string[], place: Place): Promise<number> {
  try {
    const options = readOptions(words, place.environment, place.root);
    if (typeof options === 'string') {
      process.stdout.write(`${options}\n`);
      return 0;
    }
    return await sit(options, words, place);
  } catch (error) {
    if (!(error instanceof WrongUse || error instanceof Failed)) throw error;
    say(error.message);
    return error instanceof WrongUse ? 2 : 1;
  }
}

async function sit(options: Options, words: readonly string[], place: Place): Promise<number> {
  const { root, sameStep, environment } = place;
  const cardProblem = (error: unknown) => say(`nvidia-smi: ${error instanceof Error ? error.message : error}`);
  const card = options.device === 'cpu' ? null : await askCard(options.card).catch(error => (cardProblem(error), null));
  const child: ChildOptions = {
    environment: environmentOf(options, environment),
    folder: root,
    patience: options.patience,
    card: card === null ? null : options.card,
  };
  say('Looking at the engines and at PyTorch');
  const engines = await askEngines(root, sameStep, child);
  const torch = await askTorch(root, options, child);
  const { implementations, missing } = findImplementations(options.device, engines, torch, options.only);
  missing.forEach(({ name, reason }) => say(`${name} is left out: ${reason}`));
  if (implementations.length === 0) {
    say('Nothing can be measured on a graphics card here; "npm run bench:gpu -- --device=cpu" rehearses without one.');
    return 1;
  }
  const device = typeof torch === 'string' ? 'cpu' : (torchDevice(torch, options.device) ?? 'cpu');
  const sitting: Sitting = { root, options, sameStep, torchDevice: device, child };
  const around: Omit<Outcome, 'results' | 'trainable' | 'complete'> = {
    command: ['npm run bench:gpu', ...(words.length > 0 ? ['--', ...words] : [])].join(' '),
    time: new Date().toISOString(),
    card,
    ...(await describeSurroundings(root, engines, torch)),
    options,
    engines,
    torch: typeof torch === 'string' ? { problem: torch } : torch,
    missing,
  };

  let outcome: Outcome = { ...around, trainable: [], results: [], complete: false };
  const add = async (change: Partial<Outcome>) => {
    outcome = { ...outcome, ...change };
    await write(outcome);
  };
  for (const of of options.cases) {
    const { results: before, trainable } = outcome;
    const parameters = await countParameters(of, sitting);
    say(`${caseTitle(of)}: ${parameters ?? 'unknown'} trainable parameters`);
    if (parameters !== null) await add({ trainable: [...trainable, { case: of, parameters }] });
    const rows = await lossesOf(of, implementations, parameters, sitting);
    await takeTurns(rows, parameters, sitting, now => add({ results: [...before, ...now] }));
  }
  await add({ complete: true });
  process.stdout.write(`${section(outcome)}\n`);
  return outcome.results.some(({ turns }) => turns.some(turn => !isProblem(turn))) ? 0 : 1;
}

/** A row for each implementation, with what it computes from the same weights: whether it is the same step at all. */
async function lossesOf(
  of: Case,
  implementations: readonly Implementation[],
  parameters: number | null,
  sitting: Sitting,
): Promise<Result[]> {
  const folder = await mkdtemp(join(dirname(sitting.sameStep), 'weights-'));
  try {
    const problem = await writeSameWeights(of, folder, sitting);
    const rows: Result[] = [];
    for (const implementation of implementations) {
      const losses = problem ?? (await sameLosses(of, implementation, parameters, folder, sitting));
      const words = 'problem' in losses ? `failed: ${losses.problem}` : `losses ${losses.join(', ')}`;
      say(`  ${implementation.name}: ${words}`);
      rows.push({ case: of, implementation, turns: [], losses });
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Every implementation in turn, round by round, but none again that failed at once. */
async function takeTurns(
  rows: Result[],
  parameters: number | null,
  sitting: Sitting,
  onTurn: (rows: readonly Result[]) => Promise<void>,
): Promise<void> {
  const { rounds } = sitting.options;
  for (let round = 0; round < rounds; round++) {
    for (const [i, row] of rows.entries()) {
      if (row.turns.length > 0 && isProblem(row.turns[0])) continue;
      const turn = await takeTurn(row.case, row.implementation, parameters, sitting);
      const words = isProblem(turn) ? `failed: ${turn.problem}` : `${turn.millisecondsPerStep.toFixed(1)} ms per step`;
      say(`  ${row.implementation.name}, turn ${round + 1} of ${rounds}: ${words}`);
      rows[i] = { ...row, turns: [...row.turns, turn] };
      await onTurn(rows);
    }
  }
}

/** After every measurement, so that nothing is lost when a later one takes the machine down. */
async function write(outcome: Outcome): Promise<void> {
  const { out, device } = outcome.options;
  const page = join(out, 'gpu.md');
  const data = join(out, device === 'gpu' ? 'gpu.json' : 'gpu-rehearsal.json');
  const written = withSection(await readFile(page, 'utf8'), device, section(outcome));
  const style = await resolveConfig(page);
  await writeFile(page, await format(written, { ...style, parser: 'markdown' }));
  // Where things are on this machine says nothing to anyone else.
  const options = { ...outcome.options, python: undefined, out: undefined };
  await writeFile(data, await format(JSON.stringify({ ...outcome, options }), { ...style, parser: 'json' }));
}
