import { type TemplateResult, html, nothing } from 'lit/html.js';
import type { AttentionState } from '../../src/protocol/attentionRequests';
import type { RunImage } from '../../src/protocol/inspection';
import { segments } from './choices';
import { filled } from './filled';
import { problem } from './problem';
import type { Contents } from './contents';

/** What the strip shows of one image; what is not known yet is left out. */
interface StripImage {
  readonly file: string;
  readonly name: string;
  readonly picture?: string;
  /** Its class, and what the model takes it for. */
  readonly judged?: Pick<RunImage, 'className' | 'predicted' | 'probability'>;
}

/** The images to choose from, by the model's mistakes, the person's own, or all of validation. */
export function imageStrip(contents: Contents): TemplateResult {
  const { words, state, actions } = contents;
  const images = stripImages(contents);
  return html`<section class="strip" aria-labelledby="images-title">
    <header>
      <h2 id="images-title" class="spoken">${words.images}</h2>
      ${segments<AttentionState['strip']>(
        { name: 'strip', label: words.images, chosen: state.strip },
        [
          { value: 'validation', text: words.validation },
          { value: 'mistakes', text: words.mistakes },
          { value: 'own', text: words.own },
        ],
        strip => actions.change({ strip }),
      )}
      <span class="muted count">${count(contents, images.length)}</span>
      <span class="muted drop-hint">${words.dropHint}</span>
      <vscode-button appearance="secondary" @click=${actions.chooseImage}>${words.chooseImage}</vscode-button>
    </header>
    ${problem(contents.problems.images)} ${problem(contents.problems.file)}
    <div class="images" role="group" aria-labelledby="images-title" @keydown=${moveFocus}>
      ${images.length === 0 ? html`<p class="muted">${emptySentence(contents)}</p>` : nothing}
      ${images.map((image, index) => thumbnail(contents, image, index))} ${more(contents)}
    </div>
  </section>`;
}

function stripImages({ state, own, lists, seen }: Contents): StripImage[] {
  if (state.strip === 'own') {
    return own.map(({ file, name }) => ({ file, name, picture: seen.get(file) }));
  }
  return (lists[state.strip]?.images ?? []).map(image => ({
    file: image.file,
    name: image.file.replace(/^.*[\\/]/, ''),
    picture: image.picture,
    judged: image,
  }));
}

function count({ words, state, lists }: Contents, shown: number): string {
  const list = state.strip === 'own' ? undefined : lists[state.strip];
  return list === undefined || list.total === 0 ? '' : filled(words.shown, shown, list.total);
}

function emptySentence({ words, state, lists, problems }: Contents): string {
  if (state.strip === 'own') return words.noOwn;
  // What failed is said above, and is computed no longer.
  if (lists[state.strip] === undefined) return problems.images === undefined ? words.computing : '';
  return state.strip === 'mistakes' ? words.noMistakes : words.noImages;
}

function thumbnail(
  { words, image: chosen, actions }: Contents,
  { file, name, picture, judged }: StripImage,
  index: number,
): TemplateResult {
  const isWrong = judged !== undefined && judged.className !== judged.predicted;
  const verdict =
    judged && isWrong
      ? filled(words.takenFor, judged.className, judged.predicted, percent(judged.probability))
      : judged && filled(words.rightlyNamed, judged.className, percent(judged.probability));
  return html`<button
    class="thumbnail"
    aria-pressed=${file === chosen}
    title=${[name, verdict].filter(Boolean).join('\n')}
    tabindex=${file === chosen || (chosen === null && index === 0) ? 0 : -1}
    @click=${() => actions.change({ image: file })}
  >
    ${picture ? html`<img src="data:image/png;base64,${picture}" alt="" />` : html`<span class="blank"></span>`}
    <span class=${isWrong ? 'wrong' : ''}
      >${judged ? (isWrong ? `${judged.className} → ${judged.predicted}` : judged.className) : name}</span
    ><span class="spoken">${verdict ?? nothing}</span>
  </button>`;
}

function more({ words, state, lists, actions }: Contents): TemplateResult | typeof nothing {
  const list = state.strip === 'own' ? undefined : lists[state.strip];
  if (!list || list.images.length >= list.total || list.images.length >= 500) return nothing;
  return html`<vscode-button appearance="secondary" @click=${actions.moreImages}>${words.more}</vscode-button>`;
}

const percent = (share: number) =>
  share.toLocaleString(document.documentElement.lang, { style: 'percent', maximumFractionDigits: 0 });

/** The arrow keys go from image to image. */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('.thumbnail')];
  const next = buttons[buttons.findIndex(button => button === event.target) + step];
  event.preventDefault();
  next?.focus();
  next?.click();
}
