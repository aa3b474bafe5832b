import { type TemplateResult, html, nothing, svg } from 'lit/html.js';
import type { Preview } from '../../src/protocol/inspection';
import type { SetupWords } from '../../src/protocol/setupWords';
import type { Actions, Contents } from './contents';
import { field, fileField } from './field';
import { counted } from './numbers';

/** Which images, how they are divided, and what they look like to the network. */
export function dataSection(contents: Contents, actions: Actions): TemplateResult {
  const { catalogue, words, setup } = contents;
  const path = { kind: 'text', path: 'data.path', label: words.kind, help: words.imageFolder } as const;
  return html`
    <section aria-labelledby="data-title">
      <h2 id="data-title">${words.data}</h2>
      <div class="with-button path">
        ${field(
          path,
          {
            id: 'data-path',
            value: setup.values['data.path'] ?? '',
            change: value => ({ kind: 'field', path: 'data.path', value }),
          },
          contents,
          actions,
        )}
        <vscode-button
          appearance="secondary"
          aria-label="${words.data}: ${words.browse}"
          @click=${() => actions.ask({ type: 'browse', what: 'data' })}
          >${words.browse}</vscode-button
        >
      </div>
      ${catalogue.data.map(control => fileField(control, contents, actions))} ${previewOf(contents)}
    </section>
  `;
}

/** What was seen last stays, greyed, while the folder is read again. */
function previewOf({ preview, lastPreview, words }: Contents): TemplateResult {
  const shown = preview.state === 'pending' ? lastPreview : preview;
  const stale = preview.state === 'pending' && shown.state === 'known' ? 'stale' : '';
  return html`<div class="preview ${stale}">
    ${preview.state === 'problem' ? html`<p class="muted">${preview.sentence}</p>` : nothing}
    ${
      shown.state === 'known'
        ? known(shown.value, words)
        : preview.state === 'pending'
          ? html`<p class="muted">${words.readingImages}</p>`
          : nothing
    }
  </div>`;
}

function known({ images, classes, splits, problem, thumbnails }: Preview, words: SetupWords): TemplateResult {
  const sizes = classes.map(({ name, count }) => `${name} ${counted(count)}`).join(', ');
  return html`
    <p>
      <strong>${counted(images)}</strong> ${words.images}
      ${
        splits === null
          ? nothing
          : html`· <strong>${counted(splits.train)}</strong> ${words.train} ·
              <strong>${counted(splits.validation)}</strong> ${words.validation} ·
              <strong>${counted(splits.test)}</strong> ${words.test}`
      }
    </p>
    ${problem === null ? nothing : html`<p class="problem">${problem}</p>`}
    <p class="muted" aria-hidden="true">${words.classSizes}: ${sizeRange(classes)}</p>
    <svg class="classes" role="img" aria-label="${words.classSizes}: ${sizes}">${classBars(classes)}</svg>
    <ul class="thumbnails" aria-label=${words.thumbnails}>
      ${thumbnails.map(
        ({ className, file, picture }) =>
          html`<li title=${file}>
            <img src="data:image/png;base64,${picture}" alt="" /><span class="muted">${className}</span>
          </li>`,
      )}
    </ul>
  `;
}

/** How many images the smallest class has, and the largest. */
function sizeRange(classes: Preview['classes']): string {
  const counts = classes.map(({ count }) => count);
  return [...new Set([Math.min(...counts), Math.max(...counts)])].map(counted).join('–');
}

/** A bar for each class, as high as it has images. */
function classBars(classes: Preview['classes']) {
  const largest = Math.max(...classes.map(({ count }) => count));
  const width = 100 / classes.length;
  return classes.map(
    ({ name, count }, index) =>
      svg`<rect x="${index * width}%" width="${0.9 * width}%" y="${100 - (100 * count) / largest}%"
        height="${(100 * count) / largest}%"><title>${name}: ${counted(count)}</title></rect>`,
  );
}
