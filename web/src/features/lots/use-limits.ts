import { useMutation, useQuery } from "@tanstack/react-query";
import type { Answer } from "../../api/paths.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import { textIn } from "../../ui/form-texts.ts";

const LIMITS = "/api/review/v1/limits/{unitId}";

export type Limits = Answer<"get", typeof LIMITS>;

/** The limits of a unit, in force and as they changed, and setting them from a day on. */
export const useLimits = (unitId: string) => {
  const refresh = useRefresh();
  const path = { unitId };
  const limits = useQuery(query(LIMITS, { path }));
  const set = useMutation({
    mutationFn: (form: FormData) => {
      const levels = limits.data?.choices.levels ?? [];
      const body = {
        level: levels.find((one) => one === textIn(form, "level")) ?? "II",
        key: Number(textIn(form, "key")),
        other: Number(textIn(form, "other")),
        from: textIn(form, "from"),
        reason: textIn(form, "reason"),
      };
      return send("post", "/api/review/v1/limits/{unitId}", { path, body });
    },
    onSuccess: () => refresh(readsOf(LIMITS, { path })),
  });
  return { limits, set };
};
