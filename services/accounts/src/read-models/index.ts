import type { OpenReadModels, ReadModelList } from "@sogoc/core";
import { accountList } from "./account-list.ts";

/** Every read model of the service: wiring, rebuilds, freshness and tests take them from here. */
export const readModels = { accountList } satisfies ReadModelList;

export type AccountsReadModels = OpenReadModels<typeof readModels>;
