import type * as vscode from 'vscode';
import type * as z from 'zod';
import { fillWebview } from './fillWebview';

/** What a panel needs beside its own contents. */
export interface PageSurroundings {
  /** Where the bundles of the pages are. */
  readonly folder: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
}

/**
 * Loads a page into its webview and hears its requests. A request that does not fit the contract is logged and left out;
 * one whose handling fails is logged.
 * @param name of the page's bundle
 */
export function servePage<Request>(
  { webview, title }: Pick<vscode.WebviewPanel, 'webview' | 'title'>,
  { folder, log }: PageSurroundings,
  { name, request }: { readonly name: string; readonly request: z.ZodType<Request> },
  handle: (request: Request) => void | Promise<void>,
): vscode.Disposable {
  const subscription = webview.onDidReceiveMessage(async (message: unknown) => {
    const checked = request.safeParse(message);
    if (!checked.success) {
      log.warn(`The page ${name} sent what is no request: ${checked.error.message}`);
      return;
    }
    try {
      await handle(checked.data);
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
    }
  });
  fillWebview({ webview, title }, folder, name);
  return subscription;
}
