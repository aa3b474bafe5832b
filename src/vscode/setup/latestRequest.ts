import * as vscode from 'vscode';
import type { RequestContract } from '../../protocol/request';
import { InputError } from '../../protocol/inputError';

/** The inspecting process, as a panel asks it. */
export interface Inspector {
  request<Params, Result>(
    contract: RequestContract<Params, Result>,
    params: Params,
    token?: vscode.CancellationToken,
  ): Promise<Result>;
}

/** What is known of an answer that takes a while. */
export type Pending<T> =
  | { readonly state: 'pending' }
  | { readonly state: 'known'; readonly value: T }
  | { readonly state: 'problem'; readonly sentence: string };

export interface LatestRequestOptions {
  /** Milliseconds without a newer question before one is asked. */
  readonly pause: number;
  readonly log: vscode.LogOutputChannel;
}

/** Asks one thing again and again: a question is cancelled by the next, and asked once no other comes for a while. */
export class LatestRequest<Params, Result> implements vscode.Disposable {
  private key = '';
  private last: Pending<Result> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private underWay = new vscode.CancellationTokenSource();

  constructor(
    private readonly inspector: Inspector,
    private readonly contract: RequestContract<Params, Result>,
    private readonly tell: (answer: Pending<Result>) => void,
    private readonly options: LatestRequestOptions,
  ) {}

  /**
   * Asks, unless the question is the same as the last.
   * @param key what the answer depends on
   * @param how.atOnce ask it again, and without a pause
   */
  ask(key: string, params: Params, { atOnce = false } = {}): void {
    if (key === this.key && !atOnce) return;
    this.key = key;
    this.cancel();
    const source = new vscode.CancellationTokenSource();
    this.underWay = source;
    this.say({ state: 'pending' });
    this.timer = setTimeout(() => void this.answer(params, source.token), atOnce ? 0 : this.options.pause);
  }

  /** Has the next question asked, though it be the same as the last. */
  forget(): void {
    this.key = '';
  }

  /** Says again what is known, to one who comes late. */
  repeat(): void {
    if (this.last) this.tell(this.last);
  }

  dispose(): void {
    this.cancel();
  }

  private say(answer: Pending<Result>): void {
    this.last = answer;
    this.tell(answer);
  }

  private cancel(): void {
    clearTimeout(this.timer);
    this.underWay.cancel();
    this.underWay.dispose();
  }

  private async answer(params: Params, token: vscode.CancellationToken): Promise<void> {
    try {
      const value = await this.inspector.request(this.contract, params, token);
      if (!token.isCancellationRequested) this.say({ state: 'known', value });
    } catch (error) {
      if (token.isCancellationRequested) return;
      // The same question may be asked again: what failed may be there by then.
      this.key = '';
      const sentence = error instanceof Error ? error.message : String(error);
      if (!(error instanceof InputError)) this.options.log.error(`${this.contract.method}: ${sentence}`);
      this.say({ state: 'problem', sentence });
    }
  }
}
