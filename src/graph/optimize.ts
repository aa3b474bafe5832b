import type { Graph } from './graph';
import { shareCommonSubexpressions } from './passes/commonSubexpressions';
import { removeDeadCode } from './passes/deadCode';
import { foldConstants } from './passes/foldConstants';

/** The passes that every graph goes through before an engine sees it. The result computes the same numbers. */
export function optimize(graph: Graph): Graph {
  return removeDeadCode(shareCommonSubexpressions(foldConstants(shareCommonSubexpressions(removeDeadCode(graph)))));
}
