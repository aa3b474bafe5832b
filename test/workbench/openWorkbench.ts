import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { browserArguments, provideChromium } from '../../scripts/chromium.mjs';
import { serveEditor } from '../../scripts/servedEditor.mjs';
import { endRuns, temporaryWorkspace } from '../vscode/temporaryWorkspace.mjs';
import { keepFailurePictures } from './failurePictures';
import { soon } from './patience';
import { Workbench } from './workbench';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** In a browser VS Code would save by itself. */
const asOnTheDesktop = { 'files.autoSave': 'off' };

/** A real VS Code with a workspace of its own, and a window on it. */
export interface OpenWorkbench {
  readonly workbench: Workbench;
  /** The workspace's folder. */
  readonly workspace: string;
  /** Ends the training processes of the workspace by SIGKILL. */
  killTraining(): Promise<void>;
  /** Everything that a window's console said of broken policies, its webviews' included. */
  readonly violations: readonly string[];
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
  const editor = await serveEditor({ data, extensions, settings: { ...asOnTheDesktop, ...settings }, trusted });
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    await editor.stop();
    await remove();
  };
  try {
    browser = await chromium.launch({ executablePath, args: [...browserArguments], timeout: soon.timeout });
    const context = await browser.newContext({ viewport: { width, height } });
    context.setDefaultTimeout(soon.timeout);
    const address = editor.address({ folder: workspace, ...(development === null ? {} : { development }) });
    const violations: string[] = [];
    const anotherWindow = async () => {
      const page = await context.newPage();
      keepFailurePictures(page);
      page.on('console', message => {
        if (/content security policy/i.test(message.text())) violations.push(message.text());
      });
      await page.goto(address);
      const workbench = new Workbench(page);
      await workbench.ready();
      return workbench;
    };
    const killTraining = () => endRuns(workspace);
    return { workbench: await anotherWindow(), workspace, anotherWindow, violations, killTraining, close };
  } catch (error) {
    await close();
    throw error;
  }
}
