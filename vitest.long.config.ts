import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{packages,services,deploy,cli,bench,web}/**/*.long.spec.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
  },
});
