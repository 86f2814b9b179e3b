import { useMutation, useQuery } from "@tanstack/react-query";
import type { Answer, Input } from "../../api/paths.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import { useMadeFrom } from "../../ui/use-made-from.ts";

const LIMITS = "/api/review/v1/limits/{unitId}";

export type Limits = Answer<"get", typeof LIMITS>;

/** The limits of a unit, in force and as they changed. */
export const useLimits = (unitId: string) => useQuery(query(LIMITS, { path: { unitId } }));

/**
 * Sets limits from a day on. Where somebody else has set others meanwhile, the page shows theirs
 * and the form keeps what was chosen.
 */
export const useSetLimits = (unitId: string, { revision }: Limits) => {
  const readAnew = useRefresh();
  const path = { unitId };
  const refresh = () => readAnew(readsOf(LIMITS, { path }));
  const { header, onError } = useMadeFrom(revision, refresh);
  return useMutation({
    mutationFn: (body: Input<"post", typeof LIMITS>["body"]) =>
      send("post", "/api/review/v1/limits/{unitId}", { path, header, body }),
    onSuccess: refresh,
    onError,
  });
};
