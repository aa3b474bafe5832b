import { type TemplateResult, html } from 'lit/html.js';
import type { AttentionMaps, Model } from './attentionMaps';
import type { Contents } from './contents';

const most = 3;

/** What the model takes the image for, tuned and before. */
export function predictions({ words, lists, image }: Contents, { attention }: AttentionMaps): TemplateResult {
  const known = Object.values(lists)
    .flatMap(list => list.images)
    .find(({ file }) => file === image);
  return html`<section class="predictions" aria-labelledby="predictions-title">
    <h2 id="predictions-title">${words.predictions}</h2>
    ${known ? html`<p>${words.className} <strong>${known.className}</strong></p>` : ''}
    <div>${(['tuned', 'before'] as const).map(model => ranking(model))}</div>
  </section>`;

  function ranking(model: Model): TemplateResult {
    const ranked = attention[model].predictions.slice(0, most);
    return html`<table>
      <caption>
        ${words[model]}
      </caption>
      <tbody>
        ${
          ranked.length === 0
            ? html`<tr>
                <td class="muted">${words.noHead}</td>
              </tr>`
            : ranked.map(
                ({ name, probability }) =>
                  html`<tr>
                    <th scope="row">${name}</th>
                    <td class="number">${percent(probability)}</td>
                    <td><meter max="1" .value=${probability} aria-hidden="true"></meter></td>
                  </tr>`,
              )
        }
      </tbody>
    </table>`;
  }
}

const percent = (share: number) =>
  share.toLocaleString(document.documentElement.lang, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
