import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { RunCurves, RunLine } from '../../src/protocol/metricsPanel';
import type { MetricsChart } from '../../src/protocol/metricsRequests';
import { runKey } from '../bridge/chartKeys';
import { runStroke } from '../bridge/chartTheme';
import { filled } from '../bridge/chartWords';
import { valueWords } from './formats';
import type { PageModel } from './pageModel';

/** Whether a chart has anything to say of these runs: that of precision has not of those in float32. */
export const isOf = (chart: MetricsChart, runs: readonly RunLine[]): boolean =>
  chart !== 'precision' || runs.some(({ precision }) => precision !== 'float32');

/** What a chart is called: that of precision by the precision of its runs, where they have the same. */
export function chartTitle(chart: MetricsChart, { words, runs }: Pick<PageModel, 'words' | 'runs'>): string {
  const lower = new Set(runs.map(({ precision }) => precision).filter(precision => precision !== 'float32'));
  const [sole] = lower;
  return chart === 'precision' && lower.size === 1 ? filled(words.effectOf, sole) : words.charts[chart];
}

/** What the precision of each run did to its loss when it was measured last, in words. */
export function effectNow({ runs, curves, words, theme }: PageModel): TemplateResult[] {
  return runs.flatMap(line => {
    const now = lastEffect(curves.get(line.run));
    if (now === undefined) return [];
    const { epoch, values } = now;
    const [loss, float32, difference, relative] = ['loss', 'float32', 'difference', 'relative'].map(name =>
      valueWords('precision', values.get(`precision.${name}`) ?? null, `precision.${name}`),
    );
    const when = epoch > 0 ? filled(words.afterEpoch, epoch) : words.beforeTraining;
    const key = runs.length > 1 ? html`${runKey({ ...runStroke(line, theme), width: 2.5 })}${line.title} · ` : nothing;
    return [
      html`<span>${key}${when}: ${filled(words.effectNow, line.precision, loss, float32, difference, relative)}</span>`,
    ];
  });
}

function lastEffect(curves: RunCurves | undefined) {
  const epoch = curves?.precision.epoch.at(-1);
  if (curves === undefined || epoch === undefined) return undefined;
  const { columns } = curves.precision;
  return { epoch, values: new Map(columns.map(({ series, y }) => [series, y[y.length - 1]])) };
}
