import { allPages, vietnamDay } from "@sogoc/core";
import type { Access } from "../access.ts";
import { type DayFigures, dayFigures } from "./pace.ts";
import { type ProgressFigures, progressCells, totalOf } from "./progress.ts";
import { errorRateOf, type ProgressLine, progressTable } from "./progress-table.ts";

export interface HandedOver {
  readonly books: number;
  readonly records: number;
  readonly loaded: number;
  readonly outstanding: number;
  readonly accepted: number;
}

/**
 * What a unit reports upwards: where everything stands, and what was done in a period. Days are
 * local.
 */
export interface PeriodReport {
  readonly from: string;
  readonly to: string;
  readonly units: readonly (ProgressLine & { readonly handedOver: HandedOver })[];
  readonly types: readonly ProgressLine[];
  readonly total: ProgressFigures & { readonly handedOver: HandedOver };
  readonly errorRate: number | null;
  readonly work: Omit<DayFigures, "day">;
  readonly lots: { readonly accepted: number; readonly afterFixes: number; readonly returned: number };
}

const nothingHandedOver: HandedOver = { books: 0, records: 0, loaded: 0, outstanding: 0, accepted: 0 };

const addUp = <Key extends string>(
  a: Readonly<Record<Key, number>>,
  b: Readonly<Record<Key, number>>,
): Record<Key, number> => {
  const sum: Record<Key, number> = { ...a };
  for (const key of Object.keys(a) as Key[]) sum[key] += b[key];
  return sum;
};

export const periodReport = async (
  access: Access<"books" | "clock" | "days" | "directory" | "handovers" | "lots">,
  scope: readonly string[],
  from: string,
  to: string,
): Promise<PeriodReport> => {
  const cells = await progressCells(access, scope);
  const handed = new Map<string, HandedOver>();
  for await (const page of allPages(access.handovers, { where: { unitId: { in: scope } } })) {
    for (const { unitId, packages, outstanding, loaded, accepted } of page) {
      const one: HandedOver = {
        books: 1,
        records: packages[0]?.records ?? 0,
        loaded,
        outstanding: outstanding.length,
        accepted: accepted === null ? 0 : 1,
      };
      handed.set(unitId, addUp(handed.get(unitId) ?? nothingHandedOver, one));
    }
  }
  const lots = { accepted: 0, afterFixes: 0, returned: 0 };
  for await (const page of allPages(access.lots, { where: { unitId: { in: scope } } })) {
    for (const { verdict, decidedAt } of page) {
      if (verdict === null || vietnamDay(decidedAt) < from || vietnamDay(decidedAt) > to) continue;
      lots[verdict === "accepted-after-fixes" ? "afterFixes" : verdict]++;
    }
  }
  const empty = { keyed: 0, imported: 0, corrected: 0, voided: 0, checked: 0, accepted: 0 };
  const days = await dayFigures(access, scope, from, to);
  const work = days.reduce((sum, { day: _, ...day }) => addUp(sum, day), empty);
  const total = totalOf(cells);
  const allHanded = [...handed.values()].reduce<HandedOver>(addUp, nothingHandedOver);
  return {
    from,
    to,
    work,
    lots,
    errorRate: errorRateOf(total),
    units: progressTable(access, cells, "unit").map((line) => ({
      ...line,
      handedOver: handed.get(line.key) ?? nothingHandedOver,
    })),
    types: progressTable(access, cells, "recordType"),
    total: { ...total, handedOver: allHanded },
  };
};
