import { type TemplateResult, html } from 'lit/html.js';
import type { ColourRamp } from './colourRamp';
import { painted } from './painting';
import type { ValueRange } from './valueRange';

const steps = new Float32Array(256).map((_, i) => i / 255);

/** The colours of a scale, between the values at its ends. */
export function legend({ low, high }: ValueRange, ramp: ColourRamp, write: (value: number) => string): TemplateResult {
  return html`<div class="legend">
    <span>${write(low)}</span>
    <canvas aria-hidden="true" ${painted({ values: steps, columns: 256, range: { low: 0, high: 1 }, ramp })}></canvas>
    <span>${write(high)}</span>
  </div>`;
}
