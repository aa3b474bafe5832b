import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Graph } from '../../graph/graph';
import { type Buffers, type Executable, bound } from '../engine';
import { engineTitles } from '../engineTitles';
import { ProviderFailure, isLeftToProcessor } from './failure';
import { type FrozenModel, withInitializers } from './frozenInitializers';
import { lower } from './lower';
import { encodeOnnx } from './onnxFormat';
import { describePlacement, readPlacement } from './placement';
import { loweringsFor } from './providerLowerings';
import { type Provider, type ProviderName, providers } from './providers';
import * as ort from './runtime';
import { commonOptions, sessionRunner } from './sessions';

type Array = Float32Array | Int32Array;

/** A session, and the frozen arrays that it holds. */
interface Compiled {
  readonly session: ort.InferenceSession;
  readonly frozen: ReadonlyMap<string, Array>;
}

/** A graph on a provider. Its session is made by the first run, which knows the frozen weights. */
export class ProviderExecutable implements Executable {
  private readonly provider: Provider;
  private readonly title: string;
  private readonly translated: FrozenModel;
  private readonly runSession: ReturnType<typeof sessionRunner>;
  private compiled: Compiled | undefined;
  /** Where a session that may leave something to the processor writes what it does. */
  private profiles: string | undefined;

  /** @param onNotice told what a person should know of where it is computed */
  constructor(
    graph: Graph,
    name: ProviderName,
    private readonly threads: number,
    private readonly onNotice: (notice: string) => void,
  ) {
    const frozen = graph.inputs.filter(({ role }) => role === 'frozen').map(input => input.name);
    this.provider = providers[name];
    this.title = engineTitles[this.provider.engine];
    this.translated = withInitializers(lower(graph, loweringsFor(name)), new Set(frozen));
    this.runSession = sessionRunner(graph);
  }

  async run(inputs: Buffers, outputs: Buffers): Promise<void> {
    try {
      const session = await this.sessionFor(inputs);
      await this.runSession(session, inputs, outputs);
    } catch (error) {
      throw new ProviderFailure(this.title, error);
    }
    await this.checkPlacement();
  }

  async dispose(): Promise<void> {
    const { compiled } = this;
    this.compiled = undefined;
    await compiled?.session.release();
    await this.removeProfiles();
  }

  private async sessionFor(inputs: Buffers): Promise<ort.InferenceSession> {
    const frozen = new Map([...this.translated.files.keys()].map(name => [name, bound(inputs, name)] as const));
    const { compiled } = this;
    if (compiled && [...frozen].every(([name, array]) => compiled.frozen.get(name) === array)) return compiled.session;
    await this.dispose();
    const session = await this.createSession(frozen);
    this.compiled = { session, frozen };
    return session;
  }

  /** Where the provider can't do everything, what it can. */
  private async createSession(frozen: ReadonlyMap<string, Array>): Promise<ort.InferenceSession> {
    const { model, files } = this.translated;
    const create = (more: ort.InferenceSession.SessionOptions) =>
      ort.InferenceSession.create(encodeOnnx(model), {
        ...commonOptions(this.threads),
        ...this.provider.session,
        // What it would log as an error is thrown too, or tried in another way.
        logSeverityLevel: 4,
        externalData: [...files].map(([name, path]) => ({ path, data: bytesOf(bound(frozen, name)) })),
        ...more,
      });
    try {
      return await create({ extra: { session: { disable_cpu_ep_fallback: '1' } } });
    } catch (error) {
      if (!isLeftToProcessor(error)) throw error;
      this.profiles = await mkdtemp(join(tmpdir(), 'visual-tuning-'));
      return create({ enableProfiling: true, profileFilePrefix: join(this.profiles, 'run') });
    }
  }

  /** @throws {Error} if the processor computed everything: nobody asked for that */
  private async checkPlacement(): Promise<void> {
    const { profiles, compiled, provider, title } = this;
    if (profiles === undefined || compiled === undefined) return;
    compiled.session.endProfiling();
    const placement = await readPlacement(profiles, provider.reported);
    await this.removeProfiles();
    if (placement.computed === 0) {
      throw new Error(`${title} can compute no part of this network: use another engine.`);
    }
    const notice = describePlacement(title, placement);
    if (notice !== undefined) this.onNotice(notice);
  }

  private async removeProfiles(): Promise<void> {
    const { profiles } = this;
    this.profiles = undefined;
    if (profiles !== undefined) await rm(profiles, { recursive: true, force: true });
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Array) => new Uint8Array(buffer, byteOffset, byteLength);
