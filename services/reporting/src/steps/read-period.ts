import { CommandRejected, vietnamDay } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { dayBefore } from "../figures/pace.ts";

const MAX_DAYS = 400;
const DEFAULT_DAYS = 13;

/** Local days, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** Throws `invalid-request` for a period that is none, or is longer than may be asked. */
export const requirePeriod = ({ from, to }: Period): void => {
  if (from <= to && from >= dayBefore(to, MAX_DAYS)) return;
  const detail = `Từ ngày phải trước đến ngày, nhiều nhất ${MAX_DAYS} ngày. / At most ${MAX_DAYS} days.`;
  throw new CommandRejected("invalid-request", {}, [{ pointer: "/querystring/from", detail }]);
};

/** A time that somebody asks about; local days. */
interface AskedPeriod {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The last fortnight unless asked otherwise. Throws as `requirePeriod` does. */
export const readPeriod = (
  { clock }: Dependencies<"clock">,
  { from: askedFrom, to = vietnamDay(clock.now()) }: AskedPeriod,
): Period => {
  const period = { from: askedFrom ?? dayBefore(to, DEFAULT_DAYS), to };
  requirePeriod(period);
  return period;
};
