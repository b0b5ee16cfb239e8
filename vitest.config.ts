import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/built.ts', 'test/warehouse/cluster.ts'],
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
