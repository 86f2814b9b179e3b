import { defineConfig } from "vitest/config";
import { LongSpecsFirst } from "./deploy/long-specs-first.ts";

export default defineConfig({
  test: {
    include: ["{packages,services,deploy,cli,bench,web}/**/*.spec.ts"],
    // Kill, chaos, migration and load runs: `npm run test:long`.
    exclude: ["**/node_modules/**", "**/*.long.spec.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // More than cores: half of the time goes into waiting for engines, browsers and outages.
    maxWorkers: 3,
    sequence: { sequencer: LongSpecsFirst },
  },
});
