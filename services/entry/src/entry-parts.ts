import type { ServicePorts } from "@sogoc/core";
import type { HttpPorts, ServiceRuntime } from "@sogoc/http";
import type { BatchGate } from "./batch-gate.ts";
import type { ImportJobs } from "./imports/import-jobs.ts";
import type { PreparedRows } from "./imports/prepared-rows.ts";
import type { EntryReadModels } from "./read-models/index.ts";
import type { UploadQuota } from "./upload-quota.ts";

/** Everything the entry routes and imports work with. */
export interface EntryParts extends EntryReadModels {
  readonly ports: ServicePorts;
  readonly http: HttpPorts;
  readonly runtime: ServiceRuntime;
  readonly gate: BatchGate;
  readonly jobs: ImportJobs;
  readonly preparedRows: PreparedRows;
  readonly quota: UploadQuota;
}
