import { type SVGTemplateResult, type TemplateResult, html, nothing, svg } from 'lit/html.js';
import type { ChosenMethod, DiagramPart, LitPart } from '../../src/protocol/setupPanel';
import type { SetupWords } from '../../src/protocol/setupWords';

interface Box {
  readonly part: DiagramPart;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Drawn only where a method brings it. */
  readonly brought?: boolean;
}

const height = 22;

/** A pre-norm block from left to right, with what stands before and behind the blocks. */
const boxes: readonly Box[] = [
  { part: 'embedding', label: 'patches', x: 1, y: 59, width: 60 },
  { part: 'tokens', label: 'prompts', x: 1, y: 101, width: 60, brought: true },
  { part: 'norm1', label: 'norm', x: 84, y: 59, width: 40 },
  { part: 'q', label: 'q', x: 138, y: 31, width: 26 },
  { part: 'k', label: 'k', x: 138, y: 59, width: 26 },
  { part: 'v', label: 'v', x: 138, y: 87, width: 26 },
  { part: 'prompts', label: 'prompts', x: 121, y: 121, width: 60, brought: true },
  { part: 'output', label: 'output', x: 236, y: 59, width: 52 },
  { part: 'attention', label: 'adapter', x: 208, y: 101, width: 54, brought: true },
  { part: 'norm2', label: 'norm', x: 312, y: 59, width: 40 },
  { part: 'fc1', label: 'fc1', x: 364, y: 59, width: 32 },
  { part: 'fc2', label: 'fc2', x: 424, y: 59, width: 32 },
  { part: 'mlp-after', label: 'adapter', x: 468, y: 59, width: 54, brought: true },
  { part: 'mlp-beside', label: 'adapter', x: 383, y: 101, width: 54, brought: true },
  { part: 'block', label: 'adapter', x: 516, y: 101, width: 54, brought: true },
  { part: 'norm', label: 'norm', x: 590, y: 59, width: 40 },
  { part: 'head', label: 'head', x: 642, y: 59, width: 40 },
];

const line = (path: string) => svg`<path class="wire" d=${path} />`;
const text = (x: number, y: number, words: string) => svg`<text class="plain" x=${x} y=${y}>${words}</text>`;
const sum = (x: number) =>
  svg`<circle class="wire" cx=${x} cy="70" r="6" /><path class="wire" d="M${x - 4} 70h8M${x} 66v8" />`;

/** The wires that every method finds there. */
const wires = [
  'M61 70h23',
  'M124 70h14M131 42v56M131 42h7M131 98h7',
  'M164 42h10v22M164 70h10M164 98h10v-22',
  'M230 70h6',
  'M288 70h2',
  'M302 70h10',
  'M352 70h12',
  'M396 70h28',
  'M456 70h78',
  'M546 70h44',
  'M630 70h12',
  // The residual stream around each half of the block.
  'M72 70v-54h224v48',
  'M307 70v-54h233v48',
];

/** How a method's own parts hang on the block. */
const branches: Partial<Record<DiagramPart, string>> = {
  tokens: 'M31 101v-20',
  prompts: 'M151 121v-12',
  attention: 'M235 101v-12h52v-19',
  'mlp-beside': 'M307 76v36h76M437 112h103v-36',
  block: 'M543 101v-25',
};

/** Where a method acts on a transformer, lit in a drawing of one block; the same in words for those who can't see it. */
export function diagram({ lit, blocks, instance }: ChosenMethod, depth: number, words: SetupWords): TemplateResult {
  // The head is new and trained whatever the method.
  const all: LitPart[] = [...lit, { part: 'head', how: 'added' }];
  const how = (part: DiagramPart) => all.find(candidate => candidate.part === part)?.how;
  const shown = boxes.filter(({ part, brought }) => !brought || how(part) !== undefined);
  const acts = all.map(({ part, how: way }) => `${part} (${way === 'added' ? words.added : words.trained})`);
  const where = `${words.inBlocks} ${ranges(blocks)} ${words.of} ${depth}`;
  return html`
    <figure class="diagram">
      <svg
        viewBox="0 0 688 150"
        role="img"
        aria-label="${instance}: ${words.diagramActsOn} ${acts.join(', ')}${blocks.length > 0 ? `; ${where}` : ''}"
      >
        <rect class="frame" x="64" y="4" width="498" height="142" rx="4" />
        ${wires.map(line)} ${sum(296)} ${sum(540)}
        ${shown.map(({ part }) => (branches[part] === undefined ? nothing : line(branches[part])))}
        <rect class="box" x="174" y="59" width="56" height=${height} rx="2" />
        ${text(202, 74, 'softmax')}
        <circle class="box" cx="410" cy="70" r="7" />
        ${text(410, 73, 'σ')} ${shown.map(box => drawn(box, how(box.part)))}
        ${blocks.length > 0 ? svg`<text class="caption" x="558" y="140">${where}</text>` : nothing}
      </svg>
      <figcaption class="muted">
        ${words.diagram}: <span class="key added">${words.added}</span>
        <span class="key trained">${words.trained}</span>
        <span class="key frozen">${words.frozen}</span>
      </figcaption>
    </figure>
  `;
}

const drawn = ({ label, x, y, width }: Box, how: LitPart['how'] | undefined): SVGTemplateResult => svg`
  <g class=${how ?? 'frozen'}>
    <rect class="box" x=${x} y=${y} width=${width} height=${height} rx="2" />
    <text x=${x + width / 2} y=${y + 15}>${label}</text>
  </g>`;

/** "0–5", "1, 4–5" */
export function ranges(numbers: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const number of numbers) {
    const last = parts.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(', ');
}
