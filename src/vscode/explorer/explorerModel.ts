import { dirname } from 'node:path';
import type { RunOverview } from '../../protocol/runOverview';
import {
  type ExplorerView,
  type StateKind,
  inNaturalOrder,
  inOrder,
  isFiltered,
  isRunning,
  isShown,
  matchesText,
  stateKind,
  stateKinds,
} from './explorerView';

/** An experiment file of the workspace. Its runs are those of its name in its workspace folder. */
export interface ExperimentFile {
  readonly path: string;
  /** Path of the workspace folder that it is in. */
  readonly root: string;
  readonly name: string;
  /** The methods' ids, joined by `+`; empty where they can't be read. */
  readonly method: string;
  /** Why it can't be run; null if it can. */
  readonly problem: string | null;
}

interface Parent {
  /** The same for the same thing, whatever is listed beside it. */
  readonly id: string;
  /** Ids of the nodes beneath it. */
  readonly children: readonly string[];
  /** How many of the runs beneath it have a process that works on them. */
  readonly running: number;
  /** Best accuracy on validation data among them; null if none has one yet. */
  readonly best: number | null;
}

export type ExplorerNode =
  | (Parent & {
      readonly kind: 'experiment';
      readonly name: string;
      /** null if there are runs of this name but no file. */
      readonly file: ExperimentFile | null;
      /** Path of another file of the same name, under which the runs are listed. */
      readonly namesake: string | null;
      /** Whether another that is listed has its name, so that the file must be named too. */
      readonly isAmbiguous: boolean;
    })
  | (Parent & { readonly kind: 'state'; readonly state: StateKind })
  | (Parent & { readonly kind: 'method'; readonly method: string })
  | {
      readonly kind: 'run';
      readonly id: string;
      readonly children: readonly [];
      readonly run: RunOverview;
      /** Whether it stands under its experiment, so that it need not be named. */
      readonly isNested: boolean;
      /** Whether it is plotted, and its index among the series if so. */
      readonly series: number | null;
    };
export type RunNode = Extract<ExplorerNode, { kind: 'run' }>;
export type ParentNode = Exclude<ExplorerNode, RunNode>;
type ExperimentNode = Extract<ExplorerNode, { kind: 'experiment' }>;

/** What the explorer lists. */
export interface ExplorerModel {
  readonly roots: readonly string[];
  readonly nodes: ReadonlyMap<string, ExplorerNode>;
  /** How many runs are listed, of how many there are. */
  readonly shown: number;
  readonly total: number;
}

export const emptyModel: ExplorerModel = { roots: [], nodes: new Map(), shown: 0, total: 0 };

/** What the explorer is made from. */
export interface ExplorerContents {
  readonly experiments: readonly ExperimentFile[];
  readonly runs: readonly RunOverview[];
  /** Index among the series of each run that is plotted, by its path. */
  readonly series: ReadonlyMap<string, number>;
}

/** The workspace folder of a run: its folder is `.tuning/runs/<id>` in there. */
export const rootOfRun = ({ path }: Pick<RunOverview, 'path'>) => dirname(dirname(dirname(path)));

/** Id of the node of a run. */
export const runNodeId = (path: string) => `run:${path}`;
const runNodeIds = (runs: readonly RunOverview[]) => runs.map(({ path }) => runNodeId(path));

/** A parent of these runs. */
function parentOf(id: string, runs: readonly RunOverview[]): Parent {
  const accuracies = runs.flatMap(({ best }) => (best ? [best.accuracy] : []));
  return {
    id,
    children: runNodeIds(runs),
    running: runs.filter(isRunning).length,
    best: accuracies.length > 0 ? Math.max(...accuracies) : null,
  };
}

/** Experiments, runs and the settings of the view, as the tree that they make. */
export function explorerModel({ experiments, runs, series }: ExplorerContents, view: ExplorerView): ExplorerModel {
  const shown = inOrder(
    view.order,
    runs.filter(run => isShown(view, run)),
  );
  const parents = parentsOf(experiments, shown, view);
  const isNested = view.group === 'experiment';
  const leaves = shown.map((run): RunNode => {
    const index = series.get(run.path) ?? null;
    return { kind: 'run', id: runNodeId(run.path), children: [], run, isNested, series: index };
  });
  return {
    roots: view.group === 'none' ? runNodeIds(shown) : parents.map(({ id }) => id),
    nodes: new Map([...parents, ...leaves].map(node => [node.id, node])),
    shown: shown.length,
    total: runs.length,
  };
}

function parentsOf(
  experiments: readonly ExperimentFile[],
  shown: readonly RunOverview[],
  view: ExplorerView,
): ParentNode[] {
  switch (view.group) {
    case 'experiment':
      return experimentNodes(experiments, shown, view);
    case 'state': {
      const groups = groupBy(shown, ({ presence }) => stateKind(presence));
      return stateKinds.flatMap(state => {
        const runs = groups.get(state);
        return runs ? [{ kind: 'state', state, ...parentOf(`state:${state}`, runs) }] : [];
      });
    }
    case 'method':
      return inNaturalOrder([...groupBy(shown, ({ method }) => method)], ([method]) => method).map(
        ([method, runs]) => ({ kind: 'method', method, ...parentOf(`method:${method}`, runs) }),
      );
    case 'none':
      return [];
  }
}

function experimentNodes(
  experiments: readonly ExperimentFile[],
  shown: readonly RunOverview[],
  view: ExplorerView,
): ParentNode[] {
  const keyOf = (root: string, name: string) => `${root}\n${name}`;
  const runsByKey = groupBy(shown, run => keyOf(rootOfRun(run), run.experiment));
  const firstPath = new Map<string, string>();
  const nodes: ExperimentNode[] = [];
  for (const file of inNaturalOrder(experiments, ({ path }) => path)) {
    const { path, root, name, method } = file;
    const key = keyOf(root, name);
    const namesake = firstPath.get(key) ?? null;
    const runs = namesake === null ? (runsByKey.get(key) ?? []) : [];
    firstPath.set(key, namesake ?? path);
    // An experiment without runs in these states is left out, and so is one that the words don't fit.
    const isLeftOut = isFiltered(view) && (view.states.length > 0 || !matchesText(view, name, method));
    if (runs.length === 0 && isLeftOut) continue;
    nodes.push({ kind: 'experiment', name, file, namesake, isAmbiguous: false, ...parentOf(`file:${path}`, runs) });
  }
  for (const [key, runs] of runsByKey) {
    if (firstPath.has(key)) continue;
    const name = runs[0].experiment;
    const parent = parentOf(`gone:${key}`, runs);
    nodes.push({ kind: 'experiment', name, file: null, namesake: null, isAmbiguous: false, ...parent });
  }
  const ofName = groupBy(nodes, ({ name }) => name);
  return inNaturalOrder(nodes, ({ name }) => name).map(node => ({
    ...node,
    isAmbiguous: (ofName.get(node.name) ?? []).length > 1,
  }));
}

function groupBy<K, V>(values: readonly V[], keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
}
