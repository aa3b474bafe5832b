import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { CompareConfusion, CompareWords } from '../../src/protocol/comparePanel';
import { filled, numbers, shareWords } from '../bridge/chartWords';
import type { PageModel } from './pageModel';

/** Matrices of more classes than this have no room for numbers: their most frequent mistakes are listed alone. */
const mostShown = 24;
const mostMistakes = 5;
/** Steps of the cells' colours, a class of the style sheet each: the policy of the page allows no styles of elements. */
const heats = 8;

/** A class that was taken for another. */
export interface Mistake {
  readonly trueClass: string;
  readonly predicted: string;
  readonly count: number;
  /** Images of the true class. */
  readonly of: number;
}

/** The pairs that were mistaken most often, the most frequent first. */
export function mistakesOf({ classes, counts }: Pick<CompareConfusion, 'classes' | 'counts'>): Mistake[] {
  const size = classes.length;
  return Array.from(counts, (count, i) => ({ count, row: Math.floor(i / size), column: i % size }))
    .filter(({ count, row, column }) => count > 0 && row !== column)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostMistakes)
    .map(({ count, row, column }) => ({
      count,
      of: totalOf(counts, row, size),
      trueClass: classes[row],
      predicted: classes[column],
    }));
}

const totalOf = (counts: Float64Array, row: number, size: number) =>
  counts.subarray(row * size, (row + 1) * size).reduce((a, b) => a + b, 0);

/** The confusion matrices of the rows side by side. */
export function confusions({ words, comparison }: PageModel): TemplateResult {
  const names = new Map(comparison.rows.map(({ row, name }) => [row, name]));
  return html`<section aria-labelledby="confusion-title">
    <h2 id="confusion-title">${words.confusionTitle}</h2>
    ${
      comparison.confusions.length === 0
        ? html`<p class="muted">${words.noConfusion}</p>`
        : html`<div class="matrices">
            ${comparison.confusions.map(one => matrix(names.get(one.row) ?? one.row, one, words))}
          </div>`
    }
  </section>`;
}

function matrix(name: string, confusion: CompareConfusion, words: CompareWords): TemplateResult {
  const { classes } = confusion;
  const mistakes = mistakesOf(confusion);
  return html`<figure>
    ${classes.length <= mostShown ? numbersOf(name, confusion, words) : html`<figcaption>${name} <span class="muted extent">${extentOf(confusion, words)}</span></figcaption>`}
    ${
      mistakes.length === 0
        ? nothing
        : html`<p class="muted">${words.mistakes}</p>
            <ul class="mistakes">
              ${mistakes.map(
                ({ trueClass, predicted, count, of }) =>
                  html`<li>${trueClass} ${words.predictedClass} ${predicted}: ${mistakenOf(words, count, of)}</li>`,
              )}
            </ul>`
    }
  </figure>`;
}

const mistakenOf = (words: CompareWords, count: number, of: number) =>
  filled(words.mistakenOf, numbers({}).format(count), numbers({}).format(of), shareWords(count / of));

/** How many runs and images were added up. */
export function extentOf({ runs, repeatsSeeds, images }: CompareConfusion, words: CompareWords): string {
  const range = [...new Set(images)].map(count => numbers({}).format(count)).join('–');
  if (runs === 1) return filled(words.testImages, range);
  return filled(repeatsSeeds ? words.sumOfRuns : words.sumOfSeeds, runs, range);
}

function numbersOf(name: string, confusion: CompareConfusion, words: CompareWords): TemplateResult {
  const { classes, counts } = confusion;
  const size = classes.length;
  const cell = (row: number, column: number) => {
    const count = counts[row * size + column];
    const total = totalOf(counts, row, size);
    // Mistakes are few and matter more: a tenth of a class is as strong as all of the right ones.
    const strength = Math.min(1, ((row === column ? 1 : 10) * count) / Math.max(1, total));
    const look = `${row === column ? 'right' : 'wrong'} heat-${Math.ceil(heats * strength)}`;
    return html`<td class=${look}>${count > 0 ? count : ''}</td>`;
  };
  return html`<table class="matrix">
    <caption>
      ${name}
      <span class="muted">${words.trueClass} ↓ ${words.predictedClass} →</span>
      <span class="muted extent">${extentOf(confusion, words)}</span>
    </caption>
    <thead>
      <tr>
        <td></td>
        ${classes.map(title => html`<th scope="col" class="number" title=${title}>${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${classes.map(
        (title, row) =>
          html`<tr>
            <th scope="row" title=${title}>${title}</th>
            ${classes.map((_, column) => cell(row, column))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
