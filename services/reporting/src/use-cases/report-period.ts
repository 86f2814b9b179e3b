import type { Dependencies } from "../dependencies.ts";
import type { Freshness } from "../figures/freshness.ts";
import { type PeriodReport, type PeriodReportDependencies, periodReport } from "../figures/period-report.ts";
import { topOf, unitNameOf } from "../figures/scope.ts";
import { type Period, requirePeriod } from "../steps/read-period.ts";

/** A report of an area, who reports, and how current it is. */
export interface ReportOfArea {
  readonly report: PeriodReport;
  /** Name of the area's topmost unit. */
  readonly office: string;
  readonly fresh: Freshness;
}

export type ReportPeriodDependencies = Dependencies<"freshness"> & PeriodReportDependencies;

/**
 * What the units of a scope report upwards for a period, before it is put on paper. Throws
 * `invalid-request` for a period that is none.
 */
export const reportPeriod = async (
  dependencies: ReportPeriodDependencies,
  scope: readonly string[],
  period: Period,
): Promise<ReportOfArea> => {
  requirePeriod(period);
  const fresh = await dependencies.freshness([
    "batches",
    "books",
    "checks",
    "days",
    "lots",
    "handovers",
    "records",
  ]);
  const top = topOf(dependencies.directory.tree(), scope);
  const office = top === undefined ? "" : unitNameOf(dependencies, top);
  return { report: await periodReport(dependencies, scope, period.from, period.to), office, fresh };
};
