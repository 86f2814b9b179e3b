import { allPages, type WhereOf } from "@sogoc/core";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import type { PaceKind, PaceView } from "../read-models/paces.ts";

/**
 * Cases in one minute that no person reads and types, or compares with a page: a case has some
 * forty fields, and a fast clerk's eight characters a second fill hardly one in a minute.
 */
export const impossiblePerMinute: Readonly<Record<PaceKind, number>> = {
  keyed: 4,
  "keyed-again": 6,
  checked: 12,
};

export const SpeedAlert = z.object({
  account: z.string(),
  name: z.string(),
  unitId: z.string(),
  day: z.string(),
  kind: z.enum(["keyed", "keyed-again", "checked"]),
  fastest: z.int().describe("Cases in the fastest minute."),
  minutes: z.int().describe("Minutes that were too fast."),
  cases: z.int().describe("Cases in those minutes."),
});
export type SpeedAlert = z.infer<typeof SpeedAlert>;

/** Undefined where nothing went faster than a person can. */
export const alertOf = ({ kind, minutes, fastest }: Pick<PaceView, "kind" | "minutes" | "fastest">) => {
  const limit = impossiblePerMinute[kind];
  const tooFast = Object.values(minutes).filter((count) => count > limit);
  if (tooFast.length === 0) return undefined;
  return { fastest, minutes: tooFast.length, cases: tooFast.reduce((sum, count) => sum + count, 0) };
};

/** Days on which somebody keyed or approved faster than they can have looked, the newest first. */
export const listSpeedAlerts = async (
  dependencies: Dependencies<"directory" | "paces">,
  scope: readonly string[],
  from: string,
  to: string,
): Promise<readonly SpeedAlert[]> => {
  const least = Math.min(...Object.values(impossiblePerMinute));
  const where = {
    unitId: { in: scope },
    day: { gte: from, lte: to },
    fastest: { gt: least },
  } satisfies WhereOf<typeof dependencies.paces>;
  const alerts: SpeedAlert[] = [];
  for await (const page of allPages(dependencies.paces, { where })) {
    for (const { account, unitId, day, kind, minutes, fastest } of page) {
      const found = alertOf({ kind, minutes, fastest });
      if (!found) continue;
      const name = dependencies.directory.displayName(account) ?? account;
      alerts.push({ account, name, unitId, day, kind, ...found });
    }
  }
  return alerts.sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : a.name.localeCompare(b.name, "vi")));
};
