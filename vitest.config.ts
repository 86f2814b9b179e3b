import { defineConfig } from "vitest/config";
import { LongSpecsFirst } from "./deploy/long-specs-first.ts";
import { PATIENCE_MS } from "./packages/core/src/testing/patience.ts";

export default defineConfig({
  test: {
    include: ["{packages,services,deploy,cli,bench,web}/**/*.spec.ts"],
    // Kill, chaos, migration and load runs: `npm run test:long`.
    exclude: ["**/node_modules/**", "**/*.long.spec.ts"],
    // Guards against hanging, not claims about speed: a busy machine is as right as a quiet one.
    testTimeout: 20 * 60_000,
    hookTimeout: 20 * 60_000,
    expect: { poll: { timeout: PATIENCE_MS } },
    // More than cores: half of the time goes into waiting for engines, browsers and outages.
    maxWorkers: 3,
    sequence: { sequencer: LongSpecsFirst },
  },
});
