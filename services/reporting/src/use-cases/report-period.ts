import { CommandRejected } from "@sogoc/core";
import type { Access } from "../access.ts";
import type { Freshness } from "../figures/freshness.ts";
import { type PeriodReport, periodReport } from "../figures/period-report.ts";
import { topOf, unitNameOf } from "../figures/scope.ts";

const MAX_DAYS = 400;
const DAY_MS = 86_400_000;

/** Local days, both included. */
export interface ReportedPeriod {
  readonly from: string;
  readonly to: string;
}

/** Throws `invalid-request` for a period that is none, or is longer than may be asked. */
export const requirePeriod = ({ from, to }: ReportedPeriod): void => {
  if (from <= to && Date.parse(to) - Date.parse(from) <= MAX_DAYS * DAY_MS) return;
  const detail = `Từ ngày phải trước đến ngày, nhiều nhất ${MAX_DAYS} ngày. / At most ${MAX_DAYS} days.`;
  throw new CommandRejected("invalid-request", {}, [{ pointer: "/querystring/from", detail }]);
};

/** A report of an area, who reports, and how current it is. */
export interface ReportOfArea {
  readonly report: PeriodReport;
  /** Name of the area's topmost unit. */
  readonly office: string;
  readonly fresh: Freshness;
}

export type ReportAccess = Access<
  "batches" | "books" | "checks" | "clock" | "days" | "directory" | "freshness" | "handovers" | "lots"
>;

/** What the units of a scope report upwards for a period, before it is put on paper. */
export const reportPeriod = async (
  access: ReportAccess,
  scope: readonly string[],
  { from, to }: ReportedPeriod,
): Promise<ReportOfArea> => {
  const fresh = await access.freshness(["batches", "books", "checks", "days", "lots", "handovers"]);
  const top = topOf(access.directory.tree(), scope);
  const office = top === undefined ? "" : unitNameOf(access, top);
  return { report: await periodReport(access, scope, from, to), office, fresh };
};
