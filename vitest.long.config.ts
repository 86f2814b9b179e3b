import { defineConfig } from "vitest/config";
import { PATIENCE_MS } from "./packages/core/src/testing/patience.ts";

export default defineConfig({
  test: {
    include: ["{packages,services,apps,tests,bench,web}/**/*.long.spec.ts"],
    globalSetup: "web/generate-book-types.ts",
    // Guards against hanging, not claims about speed: a busy machine is as right as a quiet one.
    testTimeout: 20 * 60_000,
    hookTimeout: 20 * 60_000,
    expect: { poll: { timeout: PATIENCE_MS } },
    maxWorkers: 2,
  },
});
