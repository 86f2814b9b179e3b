const OFFSET_MS = 7 * 3_600_000;

/** The calendar day in Viet Nam (UTC+7, no summer time) of an ISO moment, as `yyyy-MM-dd`. */
export const vietnamDay = (moment: string): string =>
  new Date(Date.parse(moment) + OFFSET_MS).toISOString().slice(0, 10);
