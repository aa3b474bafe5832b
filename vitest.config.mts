import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const modules = (name: string) => fileURLToPath(new URL(`node_modules/${name}/dist/index.js`, import.meta.url));

// TensorFlow.js's Node entries are bundles of their own, without gradients: two copies of its engine must never meet in
// one process, so tests read the ES modules that esbuild bundles.
const alias = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu'].map(name => ({
  find: new RegExp(`^${name}$`),
  replacement: modules(name),
}));

/** Time for what is waited for, in milliseconds, by default: whoever waits in vain on a busy machine learns nothing. */
const patience = 30_000;

export default defineConfig({
  resolve: { alias },
  test: {
    server: { deps: { inline: [/@tensorflow/] } },
    expect: { poll: { timeout: patience } },
    projects: [
      {
        extends: true,
        // Pure parts share their modules: loading TensorFlow.js anew for each file would take longer than the tests.
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'webview/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: { name: 'numeric', include: ['test/numeric/**/*.test.ts'], testTimeout: 900_000, hookTimeout: 900_000 },
      },
      {
        extends: true,
        test: {
          name: 'command-line',
          include: ['test/command-line/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: ['test/{trainer,inspector,engines}/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'webview',
          include: ['test/webview/**/*.test.ts'],
          globalSetup: ['test/webview/browser.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'workbench',
          include: ['test/workbench/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 1_800_000,
          hookTimeout: 1_800_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 1_800_000,
          hookTimeout: 1_800_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'main-job',
          include: ['test/main-job/**/*.test.ts'],
          testTimeout: 1_800_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
});
