import { type CancellationToken, CancellationTokenSource } from 'vscode-jsonrpc/node';
import type { Attention, AttentionMessage } from '../../protocol/attentionPanel';
import type { AttentionRequest, AttentionRequestKind } from '../../protocol/attentionRequests';
import { decodeFloats } from '../../protocol/floats';
import { InputError } from '../../protocol/inputError';
import { inspectorRequests } from '../../protocol/inspection';
import type { RequestContract } from '../../protocol/request';
import { bytesOf, decodedAttention } from './decodedAttention';
import { RecentlyUsed } from '../../storage/recentlyUsed';

/** The inspecting process, as far as panels ask it. */
export interface Inspector {
  request<Params, Result>(
    contract: RequestContract<Params, Result>,
    params: Params,
    token?: CancellationToken,
  ): Promise<Result>;
}

/** What a page asks of the inspecting process. */
export type InspectionRequest = Extract<AttentionRequest, { type: AttentionRequestKind }>;

const attentionBytes = 64 * 2 ** 20;
/** How many patches that are nearest to a prompt are shown. */
const nearestShown = 30;

/**
 * Asks the inspecting process about one run. Of each kind of request the newest counts: it cancels the one before, whose
 * answer nobody hears. Attention is kept by checkpoint and image.
 */
export class RunInspection {
  private readonly underWay = new Map<AttentionRequestKind, CancellationTokenSource>();
  private readonly attention = new RecentlyUsed<Attention>(attentionBytes, bytesOf);
  private readonly files = new Set<string>();

  constructor(
    private readonly run: string,
    private readonly inspector: Inspector,
  ) {}

  /** Whether anything is waited for. */
  get isBusy(): boolean {
    return this.underWay.size > 0;
  }

  /** Lets the page ask for the attention of a file, as it does for those that it was told of. */
  know(file: string): void {
    this.files.add(file);
  }

  cancel(kind: AttentionRequestKind): void {
    this.underWay.get(kind)?.cancel();
    this.underWay.delete(kind);
  }

  dispose(): void {
    for (const kind of this.underWay.keys()) this.cancel(kind);
  }

  /**
   * Answers the page; null if something newer was asked in the meantime, or it was cancelled.
   * @throws {InputError} if the input is wrong; any other error is a failure
   */
  async answer(request: InspectionRequest): Promise<AttentionMessage | null> {
    this.cancel(request.type);
    const source = new CancellationTokenSource();
    this.underWay.set(request.type, source);
    try {
      const answer = await this.ask(request, source.token);
      return source.token.isCancellationRequested ? null : answer;
    } catch (error) {
      if (source.token.isCancellationRequested) return null;
      throw error;
    } finally {
      if (this.underWay.get(request.type) === source) this.underWay.delete(request.type);
      source.dispose();
    }
  }

  private async ask(request: InspectionRequest, token: CancellationToken): Promise<AttentionMessage> {
    const { run } = this;
    const { checkpoint } = request;
    switch (request.type) {
      case 'attention': {
        const { image, head } = request;
        return { type: 'attention', checkpoint, image, head, attention: await this.attentionOf(request, token) };
      }
      case 'images': {
        const { which, limit } = request;
        const found = await this.inspector.request(inspectorRequests.images, { run, checkpoint, which, limit }, token);
        for (const { file } of found.images) this.know(file);
        return { type: 'images', list: { which, checkpoint, ...found } };
      }
      case 'similarity': {
        const found = await this.inspector.request(inspectorRequests.promptSimilarity, { run, checkpoint }, token);
        return { type: 'similarity', similarity: { ...found, checkpoint, similarity: decodeFloats(found.similarity) } };
      }
      case 'nearest': {
        const { layer, prompt } = request;
        const found = await this.inspector.request(
          inspectorRequests.nearestPatches,
          { run, checkpoint, layer, prompt, limit: nearestShown },
          token,
        );
        for (const { file } of found.patches) this.know(file);
        return { type: 'nearest', nearest: { checkpoint, layer, prompt, found } };
      }
    }
  }

  private async attentionOf(
    { checkpoint, image, head }: Extract<InspectionRequest, { type: 'attention' }>,
    token: CancellationToken,
  ): Promise<Attention> {
    if (!this.files.has(image)) throw new InputError(`${image} is not an image of this panel: choose it again.`);
    const ofAllHeads = JSON.stringify([checkpoint, image]);
    const ofHead = JSON.stringify([checkpoint, image, head]);
    const kept = this.attention.get(ofAllHeads) ?? this.attention.get(ofHead);
    if (kept) return kept;
    const asked = { run: this.run, checkpoint, image, head };
    const attention = decodedAttention(await this.inspector.request(inspectorRequests.attention, asked, token));
    this.attention.set(attention.promptHeads === attention.heads ? ofAllHeads : ofHead, attention);
    return attention;
  }
}
