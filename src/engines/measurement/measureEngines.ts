import type { EngineStatus, MeasuredEngine, Measurement } from '../../protocol/engineReport';
import { type Installing, reasonOf } from '../installation/installing';
import type { Program } from '../probing/program';
import { type EngineProcess, startEngine } from './engineProcess';
import { fingerprint } from './machine';
import { mayBeFastest } from './mayBeFastest';
import { bestPace, contenders, isClear } from './ranking';
import { describeWorkload, workload } from './workload';

/** Milliseconds of one engine's turn, and of all turns together. */
const times = { turn: 600, turns: 6_000 };

/** An engine while it is measured. */
interface Candidate {
  readonly named: Pick<MeasuredEngine, 'engine' | 'device' | 'version'>;
  readonly title: string;
  process?: EngineProcess;
  readonly turns: number[][];
  peakMemoryBytes: number;
  problem: string | null;
}

/**
 * Times training steps on each usable engine but the reference, each in a process of its own that lives until the end.
 * They are made ready side by side; then they take turns, so that a machine that is busy for a while is so for all of
 * them, until it is clear which is the fastest or the time is over. An engine's best turn counts.
 */
export async function measureEngines(
  statuses: readonly EngineStatus[],
  program: Program,
  installing: Installing,
): Promise<Measurement> {
  const candidates = statuses.filter(mayBeFastest).map(({ id, title, version, devices }): Candidate => {
    const named = { engine: id, device: devices.join(', '), version: version ?? '' };
    return { named, title, turns: [], peakMemoryBytes: 0, problem: null };
  });
  try {
    const begin = tellTime(installing);
    begin(`Preparing ${candidates.map(({ title }) => title).join(', ')}`);
    await Promise.all(candidates.map(candidate => start(candidate, program, installing)));
    await takeTurns(candidates, installing.signal, begin);
  } finally {
    for (const { process } of candidates) process?.end();
  }
  return {
    fingerprint: await fingerprint(),
    time: new Date().toISOString(),
    workload: describeWorkload(),
    engines: candidates.map(resultOf),
  };
}

/** Tells what is being done, and of ten seconds how many are over. */
function tellTime({ onProgress }: Installing): (what: string) => void {
  const total = 10;
  const began = performance.now();
  return what => {
    const done = Math.min(total - 1, Math.floor((performance.now() - began) / 1000));
    onProgress({ event: 'progress', what, done, total, unit: 'steps' });
  };
}

async function start(candidate: Candidate, program: Program, options: Installing): Promise<void> {
  try {
    candidate.process = await startEngine(candidate.named.engine, program, options);
  } catch (error) {
    options.signal.throwIfAborted();
    fail(candidate, error);
  }
}

async function takeTurns(
  candidates: readonly Candidate[],
  signal: AbortSignal,
  tell: (what: string) => void,
): Promise<void> {
  const began = performance.now();
  let left = candidates.filter(({ problem }) => problem === null);
  while (left.length > 0) {
    for (const candidate of left) {
      tell(`Measuring ${candidate.title}`);
      await takeTurn(candidate);
      signal.throwIfAborted();
    }
    const measured = new Map(left.flatMap(one => (one.problem === null ? [[one, one.turns] as const] : [])));
    const isOver = performance.now() - began + measured.size * times.turn > times.turns;
    if (isClear(measured) || (isOver && hadTwoTurns(measured.keys()))) return;
    left = contenders(measured);
  }
}

const hadTwoTurns = (candidates: Iterable<Candidate>) => [...candidates].every(({ turns }) => turns.length > 1);

async function takeTurn(candidate: Candidate): Promise<void> {
  try {
    const turn = await candidate.process?.turn(times.turn);
    if (turn === undefined) return;
    candidate.turns.push(turn.milliseconds);
    candidate.peakMemoryBytes = turn.peakMemoryBytes;
  } catch (error) {
    fail(candidate, error);
  }
}

function fail(candidate: Candidate, error: unknown): void {
  candidate.problem = `It could not be measured (${complaintOf(error)}).`;
}

/** What the command line said, without what it adds for a person at a terminal. */
const complaintOf = (error: unknown) =>
  reasonOf(error)
    .replace(/^Failed: /, '')
    .replace(/\.? \(--verbose .*$/, '');

function resultOf({ named, turns, peakMemoryBytes, problem }: Candidate): MeasuredEngine {
  if (problem !== null || turns.length === 0) return { ...named, result: null, problem };
  const millisecondsPerStep = bestPace(turns);
  const imagesPerSecond = (1000 * workload.batch) / millisecondsPerStep;
  return { ...named, result: { imagesPerSecond, millisecondsPerStep, peakMemoryBytes }, problem: null };
}
