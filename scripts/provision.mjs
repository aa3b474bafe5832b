// @ts-check
// Provides what the tests in VS Code and Chromium and those of WebGPU need, so that they find it: node scripts/provision.mjs
import { provideChromium } from './chromium.mjs';
import { provideEditorServer } from './editorServer.mjs';
import { provideSoftwareVulkan } from './softwareVulkan.mjs';

try {
  console.log(`Chromium: ${await provideChromium()}`);
  if (process.platform === 'linux')
    console.log(`Vulkan in software: ${(await provideSoftwareVulkan()).VK_ICD_FILENAMES}`);
  console.log(`VS Code’s server: ${(await provideEditorServer()).server}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
