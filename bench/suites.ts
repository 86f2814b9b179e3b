import { distributedSuite } from "./distributed.bench.ts";
import { enterRecordSuite } from "./enter-record.bench.ts";
import { eventStoreSuite } from "./event-store.bench.ts";
import type { Suite } from "./harness.ts";
import { importSuite } from "./import.bench.ts";
import { largeSuite } from "./large.bench.ts";
import { rebuildSuite } from "./read-models.bench.ts";
import { standingSuite } from "./standing.bench.ts";

/** What `pnpm bench` measures, in this order. A new suite is one more line. */
export const suites: readonly Suite[] = [
  eventStoreSuite,
  rebuildSuite,
  enterRecordSuite,
  standingSuite,
  importSuite,
  largeSuite,
  distributedSuite,
];
