import type { ReadModelList } from "@sogoc/core";
import { batches } from "./batches.ts";
import { books } from "./books.ts";
import { checks } from "./checks.ts";
import { clerks } from "./clerks.ts";
import { corrections } from "./corrections.ts";
import { days } from "./days.ts";
import { exportDecisions } from "./export-decisions.ts";
import { exports } from "./exports.ts";
import { fieldLengths } from "./field-lengths.ts";
import { fileReadings } from "./file-readings.ts";
import { handovers } from "./handovers.ts";
import { lots } from "./lots.ts";
import { paces } from "./paces.ts";
import { readings } from "./readings.ts";
import { records } from "./records.ts";
import { scans } from "./scans.ts";
import { secondKeyings } from "./second-keyings.ts";

/** Every read model of the service: wiring, rebuilds, freshness and tests take them from here. */
export const readModels = {
  records,
  books,
  batches,
  days,
  clerks,
  checks,
  readings,
  fileReadings,
  exports,
  exportDecisions,
  scans,
  corrections,
  secondKeyings,
  lots,
  handovers,
  fieldLengths,
  paces,
} satisfies ReadModelList;
