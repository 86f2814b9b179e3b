import { useQuery } from "@tanstack/react-query";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { inTreeOrder } from "./tree-order.ts";

const UNITS = "/api/accounts/v1/units";

/** Reads the units anew. */
export const useRefreshUnits = () => {
  const refresh = useRefresh();
  return () => refresh(readsOf(UNITS));
};

/** The units below an area in the order of their tree. */
export const useUnits = (area: string) => {
  const units = useQuery(query(UNITS, { query: { below: area } }));
  return { lines: inTreeOrder(units.data?.units ?? []), error: units.error };
};
