import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { webviewPage } from './webviewPage';

/**
 * Loads a page's bundle into its panel.
 * @param folder where the bundles of the pages are
 * @param page name of the bundle: its script and its style sheet
 */
export function fillWebview(
  { webview, title }: Pick<vscode.WebviewPanel, 'webview' | 'title'>,
  folder: vscode.Uri,
  page: string,
): void {
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = webviewPage({
    title,
    language: vscode.env.language,
    script: file(`${page}.js`),
    style: file(`${page}.css`),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64'),
  });
}
