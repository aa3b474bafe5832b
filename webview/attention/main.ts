import '../../src/protocol/withoutCompiling';
import { render } from 'lit/html.js';
import { type AttentionMessage, attentionMessageSchema } from '../../src/protocol/attentionPanel';
import {
  type AttentionRequest,
  type AttentionRequestKind,
  type AttentionState,
  attentionStateSchema,
} from '../../src/protocol/attentionRequests';
import { defineControls } from '../bridge/controls';
import { connect } from '../bridge/host';
import type { Contents, PageActions, TableCell } from './contents';
import { isPromptMode } from './attentionMaps';
import { acceptDrops } from './drops';
import { type Knowledge, checkpointOf, layerOfPrompts, told } from './knowledge';
import type { Patch } from './mapFigure';
import { captionOf, page } from './page';
import { picture } from './picture';
import { initialState, stateWithin } from './state';
import { valuesTable } from './valuesTable';
import { imageOf, keyOf, wants } from './wants';

/** How long a choice that the host is asked for must stay, in milliseconds: a scrubber passes over many. */
const patience = 120;
const imagesAtOnce = 60;

const host = connect<AttentionMessage, AttentionRequest, AttentionState>({
  message: attentionMessageSchema,
  state: attentionStateSchema,
});

let state = host.restore() ?? initialState;
let known: Knowledge | undefined;
let limit = imagesAtOnce;
let patch: Patch | null = null;
let cell: TableCell | null = null;
let isSearching = false;
let wasCopied = false;
let waiting: ReturnType<typeof setTimeout> | undefined;
const seen = new Map<string, string>();
const asked = new Map<AttentionRequestKind, string>();
const settled = new Map<AttentionRequestKind, string>();

const actions: PageActions = {
  change(choice) {
    wasCopied = false;
    keep({ ...state, ...choice });
    // What is on screen already waits for nothing.
    if ('image' in choice || 'checkpoint' in choice || 'strip' in choice) askSoon();
    else if ('head' in choice || 'mode' in choice) ask();
  },
  point(to) {
    if (patch?.row === to?.row && patch?.column === to?.column) return;
    patch = to;
    draw();
  },
  pointCell(to) {
    if (cell?.table === to?.table && cell?.row === to?.row && cell?.column === to?.column) return;
    cell = to;
    draw();
  },
  chooseImage: () => host.post({ type: 'chooseImage' }),
  moreImages() {
    limit = Math.min(500, limit + 2 * imagesAtOnce);
    ask();
  },
  findNearest() {
    const contents = contentsNow();
    const checkpoint = contents && checkpointOf(contents, state)?.name;
    if (!contents || checkpoint === undefined || contents.state.prompt === null) return;
    isSearching = true;
    host.post({
      type: 'nearest',
      checkpoint,
      layer: layerOfPrompts(contents, contents.state.layer),
      prompt: contents.state.prompt,
    });
    draw();
  },
  cancelNearest() {
    isSearching = false;
    host.post({ type: 'cancel', kind: 'nearest' });
    draw();
  },
  savePicture: () => void savePicture(),
  copyValues() {
    const contents = contentsNow();
    if (!contents?.shown) return;
    host.post({ type: 'copy', text: valuesTable(contents.shown.maps, contents.state) });
    wasCopied = true;
    draw();
  },
  tryAgain() {
    asked.clear();
    settled.clear();
    if (known) known = { ...known, problems: {} };
    ask();
    draw();
  },
};

async function savePicture(): Promise<void> {
  const contents = contentsNow();
  if (!contents?.shown) return;
  const { maps } = contents.shown;
  const { mode, layer } = contents.state;
  const name = `${contents.title.replace(/[^\p{L}\p{N}.-]+/gu, '-')}-${mode}${mode === 'rollout' ? '' : `-layer-${layer}`}.png`;
  host.post({ type: 'savePicture', name, png: await picture(contents, maps, captionOf(contents, maps)) });
}

function keep(changed: AttentionState): void {
  state = changed;
  host.keep(state);
  draw();
}

function contentsNow(): Contents | undefined {
  if (known === undefined) return undefined;
  const { shown } = known;
  const image = imageOf(known, state);
  const checkpoint = checkpointOf(known, state)?.name;
  const chosen = shown ? stateWithin(state, shown.maps.attention) : { ...state, layer: state.layer ?? 0 };
  // What is said to be of a head is of that head.
  const head = shown && !shown.maps.haveAllHeads && isPromptMode(chosen.mode) ? shown.head : chosen.head;
  return {
    ...known,
    state: { ...chosen, head },
    chosenHead: chosen.head,
    image,
    seen,
    patch,
    cell,
    isSearching,
    wasCopied,
    isWaiting:
      shown !== undefined &&
      image !== null &&
      known.problems.attention === undefined &&
      (shown.image !== image || shown.checkpoint !== checkpoint || head !== chosen.head),
    actions,
  };
}

function draw(): void {
  const app = document.querySelector<HTMLElement>('#app');
  const contents = contentsNow();
  if (app && contents) render(page(contents), app);
}

function askSoon(): void {
  clearTimeout(waiting);
  waiting = setTimeout(ask, patience);
}

function ask(): void {
  if (known === undefined) return;
  for (const want of wants(known, state, limit, { asked, settled })) {
    asked.set(want.type, keyOf(want));
    host.post(want);
  }
}

/** Whether a message answers what was asked last, and not something that is no longer wanted. */
function isWanted(message: AttentionMessage): boolean {
  if (message.type !== 'attention') return true;
  const { checkpoint, image, head } = message;
  return asked.get('attention') === keyOf({ type: 'attention', checkpoint, image, head });
}

function hear(message: AttentionMessage): void {
  if (!isWanted(message)) return;
  if (message.type === 'opened') {
    const { run, title, words, checkpoints, own } = message;
    known = { ...known, title, words, checkpoints, own, lists: known?.lists ?? {}, problems: {} };
    asked.clear();
    settled.clear();
    keep({ ...state, run });
    ask();
    return;
  }
  if (known === undefined) return;
  known = told(known, message);
  settle(message);
  if (message.type === 'problem' && message.kind === 'attention') forgetLostImage(known);
  if (message.type === 'own') keep({ ...state, strip: 'own', image: message.image.file });
  if (message.type === 'attention') seen.set(message.image, message.attention.picture);
  ask();
  draw();
}

/** An image that was kept from an earlier session and that the host knows no longer gives way to the first of the list. */
function forgetLostImage({ shown, lists, own }: Knowledge): void {
  const files = [...Object.values(lists).flatMap(({ images }) => images), ...own].map(({ file }) => file);
  if (shown !== undefined || state.image === null || files.includes(state.image)) return;
  if (known) known = { ...known, problems: { ...known.problems, attention: undefined } };
  keep({ ...state, image: null });
}

function settle(message: AttentionMessage): void {
  const kind = message.type === 'problem' ? message.kind : message.type;
  if (kind === 'nearest') isSearching = false;
  if (kind !== 'images' && kind !== 'attention' && kind !== 'similarity') return;
  const key = asked.get(kind);
  if (key !== undefined) settled.set(kind, key);
}

defineControls();
acceptDrops(
  document.body,
  (name, bytes) => host.post({ type: 'drop', name, bytes }),
  () => known?.words.dropHere ?? '',
);
host.onMessage(hear);
host.post({ type: 'ready' });
