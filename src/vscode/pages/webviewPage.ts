/** What a webview page is made of. */
export interface WebviewPage {
  readonly title: string;
  /** BCP 47 tag of the editor's language. */
  readonly language: string;
  /** URIs of the bundle and its style sheet, as the webview may load them. */
  readonly script: string;
  readonly style: string;
  /** The webview's own source of content (`webview.cspSource`). */
  readonly cspSource: string;
  /** Random and new for each page. */
  readonly nonce: string;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, character => escapes[character]);

/**
 * An empty page that may run its own bundle and nothing else. The controls of the UI toolkit look for the nonce in a
 * `meta` element, to put it on the style elements that they create.
 */
export function webviewPage({ title, language, script, style, cspSource, nonce }: WebviewPage): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${cspSource} 'nonce-${nonce}'; font-src ${cspSource}; img-src ${cspSource} blob: data:`;
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
    <meta property="csp-nonce" content="${escaped(nonce)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escaped(title)}</title>
    <link rel="stylesheet" href="${escaped(style)}">
  </head>
  <body>
    <main id="app"></main>
    <script nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
  </body>
</html>
`;
}
