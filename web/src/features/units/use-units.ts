import { useMutation, useQuery } from "@tanstack/react-query";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import { inTreeOrder } from "./tree-order.ts";

const UNITS = "/api/accounts/v1/units";

/** The units below an area in the order of their tree, and what their keeper does with them. */
export const useUnits = (area: string) => {
  const refreshReads = useRefresh();
  const refresh = () => refreshReads(readsOf(UNITS));
  const units = useQuery(query(UNITS, { query: { below: area } }));
  const rename = useMutation({
    mutationFn: (given: { readonly unitId: string; readonly name: string; readonly from: string }) => {
      const { unitId, name, from } = given;
      return send("post", "/api/accounts/v1/units/{unitId}/rename", {
        path: { unitId },
        body: { name, from },
      });
    },
    onSuccess: refresh,
  });
  const close = useMutation({
    mutationFn: (given: {
      readonly unitId: string;
      readonly on: string;
      readonly successors: readonly string[];
    }) => {
      const { unitId, on, successors } = given;
      return send("post", "/api/accounts/v1/units/{unitId}/close", {
        path: { unitId },
        body: { on, successors },
      });
    },
    onSuccess: refresh,
  });
  return {
    lines: inTreeOrder(units.data?.units ?? []),
    rename,
    close,
    refresh,
    error: units.error ?? rename.error ?? close.error,
  };
};
