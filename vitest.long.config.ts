import { randomUUID } from "node:crypto";
import { defineConfig } from "vitest/config";
import { PATIENCE_MS } from "./packages/core/src/testing/patience.ts";

// The specs of one run are of one build of the web application.
process.env["SOGOC_TEST_RUN"] ??= randomUUID();

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
