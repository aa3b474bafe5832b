// @ts-check
// Provides what the tests in VS Code and Chromium need, so that they find it: node scripts/provision.mjs
import { provideChromium } from './chromium.mjs';
import { provideEditorServer } from './editorServer.mjs';

try {
  console.log(`Chromium: ${await provideChromium()}`);
  console.log(`VS Code’s server: ${(await provideEditorServer()).server}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
