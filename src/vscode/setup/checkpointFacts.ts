import * as vscode from 'vscode';
import type { Architecture } from '../../backbones/architecture';
import { backboneOf } from '../../protocol/experiment';
import { isEmbedded } from '../../protocol/embeddedBackbone';
import { InputError } from '../../protocol/inputError';
import { type BackboneFacts, inspectorRequests } from '../../protocol/inspection';
import type { Setup } from '../../protocol/setupPanel';
import type { ReadExperiment } from '../experiments/readExperiment';
import type { Inspector } from './latestRequest';

/** The network that an experiment is counted for, and what it follows from. */
export interface CountedBackbone {
  readonly architecture: Architecture;
  readonly counted: Setup['backbone']['counted'];
}

type Known = Omit<BackboneFacts, 'refinements'> & { readonly refinements?: BackboneFacts['refinements'] };

/** Milliseconds for which an answer is not asked for again: files change, but not while a slider is dragged. */
const fresh = 2000;

/**
 * What a checkpoint makes of the architecture that an experiment names. The inspecting process looks into the files; the
 * last answer stays until another is there, so that nothing on screen jumps.
 */
export class CheckpointFacts implements vscode.Disposable {
  private key = '';
  private askedAt = -Infinity;
  private answer: Known | undefined;
  private underWay: vscode.CancellationTokenSource | undefined;

  /** @param changed told when an answer is there, and whether it replaces another about the same checkpoint */
  constructor(
    private readonly inspector: Inspector,
    private readonly changed: (replaces: boolean) => void,
    private readonly log: Pick<vscode.LogOutputChannel, 'error'>,
  ) {}

  /** What is known now; asks if that may be out of date. @param asked the experiment as it may stand in no file yet */
  about(
    { experiment, architecture }: Pick<ReadExperiment, 'experiment' | 'architecture'>,
    asked: { readonly file: string; readonly text: string },
  ): CountedBackbone {
    const { checkpoint } = backboneOf(experiment);
    if (checkpoint === null || isEmbedded(checkpoint)) {
      this.forget('');
      return { architecture, counted: { by: 'name', problem: null, fits: null, notes: [] } };
    }
    if (!vscode.workspace.isTrusted) {
      const problem = vscode.l10n.t('Trust the workspace to have the checkpoint looked into.');
      return { architecture, counted: { by: 'unknown', problem, fits: null, notes: [] } };
    }
    const key = JSON.stringify([architecture.id, checkpoint]);
    if (key !== this.key) this.forget(key);
    if (performance.now() - this.askedAt > fresh) void this.ask(asked);
    if (!this.answer) return { architecture, counted: { by: 'unknown', problem: null, fits: null, notes: [] } };
    const { refinements, ...counted } = this.answer;
    return { architecture: { ...architecture, ...refinements }, counted };
  }

  dispose(): void {
    this.forget('');
  }

  private forget(key: string): void {
    this.key = key;
    this.answer = undefined;
    this.askedAt = -Infinity;
    this.underWay?.cancel();
  }

  private async ask(params: { readonly file: string; readonly text: string }): Promise<void> {
    this.underWay?.cancel();
    const source = new vscode.CancellationTokenSource();
    this.underWay = source;
    this.askedAt = performance.now();
    const before = this.answer;
    const answer = await this.answered(params, source.token);
    if (source.token.isCancellationRequested) return;
    this.answer = answer;
    if (JSON.stringify(answer) !== JSON.stringify(before)) this.changed(before !== undefined);
  }

  private async answered(
    params: { readonly file: string; readonly text: string },
    token: vscode.CancellationToken,
  ): Promise<Known> {
    try {
      return await this.inspector.request(inspectorRequests.backbone, params, token);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (!(error instanceof InputError) && !token.isCancellationRequested) this.log.error(problem);
      return { by: 'unusable', problem, fits: null, notes: [] };
    }
  }
}
