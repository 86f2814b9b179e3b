import { readModels as accounts } from "@sogoc/accounts";
import type { Document, Projection, ReadModelList } from "@sogoc/core";
import { readModels as entry } from "@sogoc/entry";
import { readModels as reporting } from "@sogoc/reporting";
import { readModels as review } from "@sogoc/review";

const byService: Readonly<Record<string, ReadModelList>> = { accounts, entry, review, reporting };

/** A service with its read models. */
export interface ServiceModels {
  readonly service: string;
  readonly projections: readonly Projection<Document>[];
}

export const allModels: readonly ServiceModels[] = Object.entries(byService).map(([service, list]) => ({
  service,
  projections: Object.values(list),
}));

/** The read models of all services. */
export const allProjections: readonly Projection<Document>[] = allModels.flatMap(
  ({ projections }) => projections,
);
