import type { MetricsMessage } from '../../src/protocol/metricsPanel';
import { metricsRequestSchema } from '../../src/protocol/metricsRequests';
import type { RunOverview } from '../../src/protocol/runOverview';
import { seriesStyle } from '../../src/protocol/seriesColors';
import { english } from '../../src/vscode/english.fixture';
import { MetricsFeed } from '../../src/vscode/metrics/metricsFeed';
import { metricsWords } from '../../src/vscode/metrics/metricsWords';
import type { OpenPage, OpenPageOptions } from './openPage';

/** The extension's own feed as the host of a page in a test: only commands and dialogs are left out. */
export class MetricsHost {
  readonly overviews: Map<string, RunOverview>;
  readonly feed: MetricsFeed;
  readonly sent: MetricsMessage[] = [];
  private panel: OpenPage | undefined;

  constructor(runs: readonly RunOverview[]) {
    this.overviews = new Map(runs.map(run => [run.path, run]));
    const indices = new Map(runs.map(({ path }, index) => [path, index]));
    this.feed = new MetricsFeed({
      runs: { get: path => this.overviews.get(path), refresh: async () => undefined },
      styleOf: path => seriesStyle(indices.get(path) ?? 0),
      isTrusted: () => true,
      l10n: english,
      post: message => this.post(message),
      onProblem: error => {
        throw error;
      },
    });
  }

  readonly answer: NonNullable<OpenPageOptions['answer']> = (post, panel) => {
    this.panel = panel;
    const request = metricsRequestSchema.parse(post);
    switch (request.type) {
      case 'ready':
        this.post({ type: 'opened', words: metricsWords(english) });
        this.feed.plot([...this.overviews.keys()]);
        this.post({ type: 'plotted', paths: [...this.overviews.keys()] });
        return this.feed.open(request.view);
      case 'view':
        return this.feed.setView(request.view);
      case 'look':
        return this.feed.look(request.x);
      default:
        return undefined;
    }
  };

  post(message: MetricsMessage): void {
    this.sent.push(message);
    // A test may end while a message is on its way.
    this.panel?.send(message).catch(() => undefined);
  }
}
