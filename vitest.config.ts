import { defineConfig } from 'vitest/config';

// TensorFlow.js ships ES modules only under dist/: the Node entry is a separate bundle without gradients, and two copies
// of its engine must never meet in one process.
export default defineConfig({
  resolve: { mainFields: ['module', 'main'] },
  test: {
    server: { deps: { inline: [/@tensorflow/] } },
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts', 'webview/**/*.test.ts'] } },
      { extends: true, test: { name: 'numeric', include: ['test/numeric/**/*.test.ts'], testTimeout: 300_000 } },
      { extends: true, test: { name: 'command-line', include: ['test/command-line/**/*.test.ts'], testTimeout: 600_000 } },
    ],
  },
});
