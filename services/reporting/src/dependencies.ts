import type { Directory } from "@sogoc/access";
import type { Blobs, Clock, CommandHandler, EventStore, ReaderOf, Secrets } from "@sogoc/core";
import type { HttpPorts, ServiceRuntime } from "@sogoc/http";
import type { ExportJobs } from "./exports/export-jobs.ts";
import type { FreshnessOf } from "./figures/freshness.ts";
import type { Supplements } from "./figures/handed-over.ts";
import type { readModels } from "./read-models/index.ts";

type Readers = {
  readonly [Name in keyof typeof readModels]: ReaderOf<(typeof readModels)[Name]>;
};

/** Every port, reader and job of the service by name: what a function may ask for. */
interface ReportingDependencies extends Readers {
  readonly clock: Clock;
  readonly store: Pick<EventStore, "readStream" | "readAll" | "head">;
  readonly blobs: Blobs;
  readonly secrets: Secrets;
  readonly directory: Directory;
  readonly http: HttpPorts;
  readonly commands: CommandHandler;
  readonly projected: ServiceRuntime["projected"];
  readonly jobs: ExportJobs;
  readonly freshness: FreshnessOf;
  readonly supplements: Supplements;
}

/**
 * The dependencies of a function, by name: `Dependencies<"books" | "clock">`. Only the wiring has
 * all of them, so a signature shows what an answer is made from.
 */
export type Dependencies<Name extends keyof ReportingDependencies> = Pick<ReportingDependencies, Name>;
