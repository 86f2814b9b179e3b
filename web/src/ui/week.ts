const DAY_MS = 86_400_000;

export interface Week {
  readonly from: string;
  readonly to: string;
}

const dayOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

/** Returns the week from Monday to Sunday that `day` (yyyy-MM-dd) lies in, `back` weeks earlier. */
export const weekOf = (day: string, back = 0): Week => {
  const moment = Date.parse(`${day}T00:00:00Z`);
  const sinceMonday = (new Date(moment).getUTCDay() + 6) % 7;
  const monday = moment - (sinceMonday + 7 * back) * DAY_MS;
  return { from: dayOf(monday), to: dayOf(monday + 6 * DAY_MS) };
};

/** Today in Vietnam, where the weeks of the work begin. */
export const todayInVietnam = (now: Date = new Date()): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" }).format(now);

/** Whether what ends on a day is over by now: what is to end later goes on until then. */
export const isOver = (endsOn: string | undefined, today = todayInVietnam()): boolean =>
  endsOn !== undefined && endsOn <= today;
