import { defineConfig } from 'vitest/config';
import shared from '../../vitest.config.mjs';

/** The ring that needs Python with PyTorch: it is run by name, and fails where there is none. */
export default defineConfig({
  ...shared,
  test: {
    ...shared.test,
    projects: undefined,
    name: 'torch',
    include: ['test/torch/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
