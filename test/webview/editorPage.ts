import { webviewPage } from '../../src/vscode/pages/webviewPage';
import { editorStyle, type Theme } from './themes';
import { packed, unpacked } from './wire';

const nonce = 'bm9uY2Utb2YtdGhlLXRlc3Q=';

/**
 * The document of a panel, made as the extension makes it and then changed as VS Code changes it: its own style before
 * the page's policy, and the theme on root and body.
 * @param origin where the bundle is served
 */
export function panelDocument({
  name,
  origin,
  language,
  theme,
}: {
  readonly name: string;
  readonly origin: string;
  readonly language: string;
  readonly theme: Theme;
}): string {
  const html = webviewPage({
    title: name,
    language,
    script: `${origin}/${name}.js`,
    style: `${origin}/${name}.css`,
    cspSource: origin,
    nonce,
  });
  const attribute = (key: string, value: string) =>
    ` ${key}="${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
  const body = Object.entries({ class: theme.class, ...theme.attributes }).map(([key, value]) => attribute(key, value));
  return html
    .replace('<html', () => `<html${attribute('style', theme.style)}`)
    .replace('<head>', () => `<head><style>${editorStyle}</style>`)
    .replace('<body>', () => `<body${body.join('')}>`);
}

declare global {
  interface Window {
    acquireVsCodeApi(): unknown;
    /** Given by the test, and called by the editor's side of the page. */
    harnessPost(message: string): Promise<void>;
    harnessState(state: string): Promise<void>;
    harnessViolation(violation: string): Promise<void>;
    /** Given by the editor's side of the page, and called by the test. */
    harnessSend(message: string): void;
    harnessTheme(theme: Theme): void;
  }
}

/** Is the editor's side of a page. Runs in the page before its own script, and refers to nothing outside of itself. */
function editorSide(
  pack: (message: unknown) => string,
  unpack: (text: string) => unknown,
  kept: string | undefined,
): void {
  let acquired = false;
  window.acquireVsCodeApi = () => {
    if (acquired) throw new Error('An instance of the VS Code API has already been acquired');
    acquired = true;
    return Object.freeze({
      postMessage: (message: unknown) => void window.harnessPost(pack(message)),
      getState: () => (kept === undefined ? undefined : JSON.parse(kept)),
      setState: (state: unknown) => {
        kept = JSON.stringify(state);
        void window.harnessState(kept);
        return state;
      },
    });
  };
  window.harnessSend = message => {
    window.dispatchEvent(new MessageEvent('message', { data: unpack(message), origin: window.origin }));
  };
  window.harnessTheme = ({ class: bodyClass, attributes, style }) => {
    document.documentElement.setAttribute('style', '');
    document.documentElement.style.cssText = style;
    document.body.className = bodyClass;
    for (const [name, value] of Object.entries(attributes)) document.body.setAttribute(name, value);
  };
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
    void window.harnessViolation(
      `The policy of the page forbids ${blockedURI || 'this'} (${violatedDirective}) at ${sourceFile}:${lineNumber}.`,
    );
  });
}

/** The editor's side as a script. @param state what the page kept, as JSON */
export const editorScript = (state: string | undefined): string =>
  `(${editorSide})(${packed}, ${unpacked}, ${state === undefined ? 'undefined' : JSON.stringify(state)});`;
