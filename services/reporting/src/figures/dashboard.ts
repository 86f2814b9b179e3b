import { CommandRejected, vietnamDay, type WhereOf } from "@sogoc/core";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { BatchLine, batchLinesOf, stuckSince } from "./batch-lines.ts";
import { Freshness } from "./freshness.ts";
import { countWorkByDay, DayFigures, dayBefore, Forecast, forecastOf } from "./pace.ts";
import { countProgress, ProgressFigures, totalOf } from "./progress.ts";
import { errorRateOf, ProgressLine, percentOf, progressByUnit, progressTable } from "./progress-table.ts";
import { childrenOf, topOf, unitNameOf } from "./scope.ts";

const PACE_DAYS = 14;
const STUCK_DAYS = 7;
const SHOWN_STUCK = 20;

/** One page for an area. */
export const Dashboard = z.object({
  unitId: z.string(),
  unitName: z.string(),
  totals: ProgressFigures,
  percent: z.number().nullable(),
  errorRate: z.number().nullable().describe("Wrong fields among the fields that checkers looked at."),
  byArea: z.array(ProgressLine),
  byRecordType: z.array(ProgressLine),
  byPhase: z.array(ProgressLine),
  days: z.array(DayFigures),
  forecast: Forecast,
  stuck: z.object({ days: z.int(), total: z.int(), items: z.array(BatchLine) }),
  freshness: Freshness,
});
export type Dashboard = z.infer<typeof Dashboard>;

/** Batches of the scope in which nothing happens: how many, and those that do so longest. */
const stuckBatches = async (
  dependencies: Dependencies<"batches" | "clock" | "directory">,
  scope: readonly string[],
): Promise<Dashboard["stuck"]> => {
  const where = { unitId: { in: scope }, ...stuckSince(dependencies, STUCK_DAYS) } satisfies WhereOf<
    typeof dependencies.batches
  >;
  const orderBy = [{ column: "lastActivityAt" }] as const;
  const [total, { items }] = await Promise.all([
    dependencies.batches.count(where),
    dependencies.batches.query({ where, orderBy, limit: SHOWN_STUCK }),
  ]);
  return { days: STUCK_DAYS, total, items: batchLinesOf(dependencies, items) };
};

/** Cases still to be keyed; null while no number of expected cases is known. */
const remainingOf = ({ expected, recordsOfExpected }: ProgressFigures): number | null =>
  expected === 0 ? null : Math.max(0, expected - recordsOfExpected);

/**
 * Done, in work, pace, forecast and what is stuck, of a scope. It is named after `unit`, or else
 * after the topmost unit. Throws `unit-unknown` for a scope without units.
 */
export const showDashboard = async (
  dependencies: Dependencies<"batches" | "books" | "checks" | "clock" | "days" | "directory" | "freshness">,
  scope: readonly string[],
  unit?: string,
): Promise<Dashboard> => {
  const tree = dependencies.directory.tree();
  const unitId = unit ?? topOf(tree, scope);
  if (unitId === undefined) throw new CommandRejected("unit-unknown");
  const fresh = await dependencies.freshness(["books", "days", "checks", "batches"]);
  const today = vietnamDay(dependencies.clock.now());
  const [cells, days, stuck] = await Promise.all([
    countProgress(dependencies, scope),
    countWorkByDay(dependencies, scope, dayBefore(today, PACE_DAYS - 1), today),
    stuckBatches(dependencies, scope),
  ]);
  const totals = totalOf(cells);
  return {
    unitId,
    unitName: unitNameOf(dependencies, unitId),
    totals,
    percent: percentOf(totals),
    errorRate: errorRateOf(totals),
    byArea: [...progressByUnit(dependencies, cells, childrenOf(dependencies, unitId, scope))],
    byRecordType: [...progressTable(dependencies, cells, "recordType")],
    byPhase: [...progressTable(dependencies, cells, "phase")],
    days: [...days],
    forecast: forecastOf(days, remainingOf(totals), today),
    stuck,
    freshness: fresh,
  };
};
