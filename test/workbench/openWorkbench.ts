import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { browserArguments, provideChromium } from '../../scripts/chromium.mjs';
import { serveEditor } from '../../scripts/servedEditor.mjs';
import { temporaryWorkspace } from '../vscode/temporaryWorkspace.mjs';
import { Workbench } from './workbench';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** A real VS Code with a workspace of its own, and a window on it. */
export interface OpenWorkbench {
  readonly workbench: Workbench;
  /** The workspace's folder. */
  readonly workspace: string;
  /** Another window on the same workspace. */
  anotherWindow(): Promise<Workbench>;
  close(): Promise<void>;
}

/** How VS Code is opened. */
export interface OpenWorkbenchOptions {
  /** Fills the workspace before it is opened. */
  readonly prepare?: (workspace: string) => Promise<void>;
  /** The extension; where it is left out, what is installed in `extensions` is used. */
  readonly development?: string | null;
  readonly extensions?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly trusted?: boolean;
  readonly width?: number;
  readonly height?: number;
}

/** Starts VS Code's server with data of its own, and opens a window on a new workspace in headless Chromium. */
export async function openWorkbench({
  prepare,
  development = root,
  extensions,
  settings,
  trusted = true,
  width = 1400,
  height = 900,
}: OpenWorkbenchOptions = {}): Promise<OpenWorkbench> {
  const executablePath = await provideChromium();
  const { folder: workspace, data, remove } = await temporaryWorkspace();
  await prepare?.(workspace);
  const editor = await serveEditor({ data, extensions, settings: { ...settings }, trusted });
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    await editor.stop();
    await remove();
  };
  try {
    browser = await chromium.launch({ executablePath, args: [...browserArguments] });
    const context = await browser.newContext({ viewport: { width, height } });
    const address = editor.address({ folder: workspace, ...(development === null ? {} : { development }) });
    const anotherWindow = async () => {
      const page = await context.newPage();
      await page.goto(address);
      const workbench = new Workbench(page);
      await workbench.ready();
      return workbench;
    };
    return { workbench: await anotherWindow(), workspace, anotherWindow, close };
  } catch (error) {
    await close();
    throw error;
  }
}
