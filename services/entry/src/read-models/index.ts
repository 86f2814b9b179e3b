import type { ReadModelList } from "@sogoc/core";
import { batches } from "./batches.ts";
import { books } from "./books.ts";
import { records } from "./records.ts";
import { replacements } from "./replacements.ts";
import { scans } from "./scans.ts";
import { uploads } from "./uploads.ts";

/** Every read model of the service: wiring, rebuilds, freshness and tests take them from here. */
export const readModels = {
  books,
  scans,
  replacements,
  batches,
  records,
  uploads,
} satisfies ReadModelList;
