import type { ReadModelList } from "@sogoc/core";
import { accountList } from "./account-list.ts";

/** Every read model of the service: wiring, rebuilds, freshness and tests take them from here. */
export const readModels = { accountList } satisfies ReadModelList;
