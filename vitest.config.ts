import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { PATIENCE_MS } from "./packages/core/src/testing/patience.ts";
import { LongSpecsFirst } from "./tests/support/long-specs-first.ts";

// Programs that the specs start, a hundred of them, read what the first has compiled.
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(
  new URL("./node_modules/.cache/compiled", import.meta.url),
);

// The specs of one run are of one build of the web application.
process.env["SOGOC_TEST_RUN"] ??= randomUUID();

export default defineConfig({
  test: {
    include: ["{packages,services,apps,tests,bench,web,rules}/**/*.spec.ts"],
    // Kill, chaos, migration and load runs: `npm run test:long`.
    exclude: ["**/node_modules/**", "**/*.long.spec.ts"],
    globalSetup: "web/generate-book-types.ts",
    // Guards against hanging, not claims about speed: a busy machine is as right as a quiet one.
    testTimeout: 20 * 60_000,
    hookTimeout: 20 * 60_000,
    expect: { poll: { timeout: PATIENCE_MS } },
    // Reading the same modules anew for each file took half of the processors' time.
    isolate: false,
    unstubEnvs: true,
    unstubGlobals: true,
    restoreMocks: true,
    // More than cores: much of the time goes into waiting for engines, browsers and outages, and
    // four left a quarter of two cores idle.
    maxWorkers: 6,
    sequence: { sequencer: LongSpecsFirst },
  },
});
