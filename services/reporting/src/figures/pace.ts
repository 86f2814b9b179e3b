import { allPages, type WhereOf } from "@sogoc/core";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import type { DayView } from "../read-models/days.ts";

export const DayFigures = z.object({
  day: z.string(),
  keyed: z.int(),
  imported: z.int(),
  corrected: z.int(),
  voided: z.int(),
  checked: z
    .int()
    .describe(
      "Cases checked: one is counted once in a review, on the day on which it was looked at last, as the report counts.",
    ),
  accepted: z.int(),
});
export type DayFigures = z.infer<typeof DayFigures>;

const DAY_MS = 86_400_000;

/** ISO days from the first to the last, both included. */
const daysBetween = (from: string, to: string): readonly string[] => {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
};

export const dayBefore = (day: string, count: number): string =>
  new Date(Date.parse(day) - count * DAY_MS).toISOString().slice(0, 10);

/** What days have added up of themselves; which cases were checked is counted case by case. */
type DayWork = Pick<DayView, "keyed" | "imported" | "corrected" | "voided" | "looks" | "accepted">;

const addWork = <Line extends DayWork>(a: Line, b: DayWork): Line => ({
  ...a,
  keyed: a.keyed + b.keyed,
  imported: a.imported + b.imported,
  corrected: a.corrected + b.corrected,
  voided: a.voided + b.voided,
  looks: a.looks + b.looks,
  accepted: a.accepted + b.accepted,
});

const add = (a: DayFigures, b: Omit<DayFigures, "day">): DayFigures => ({
  day: a.day,
  keyed: a.keyed + b.keyed,
  imported: a.imported + b.imported,
  corrected: a.corrected + b.corrected,
  voided: a.voided + b.voided,
  checked: a.checked + b.checked,
  accepted: a.accepted + b.accepted,
});

/** One line per day, days without work included. */
export const countWorkByDay = async (
  dependencies: Dependencies<"checks" | "days">,
  scope: readonly string[],
  from: string,
  to: string,
  recordType?: string,
): Promise<readonly DayFigures[]> => {
  const empty: DayWork = { keyed: 0, imported: 0, corrected: 0, voided: 0, looks: 0, accepted: 0 };
  const lines = new Map(daysBetween(from, to).map((day) => [day, { day, ...empty }]));
  const where = {
    unitId: { in: scope },
    day: { gte: from, lte: to },
    recordType,
  } satisfies WhereOf<typeof dependencies.days>;
  for await (const page of allPages(dependencies.days, { where })) {
    for (const row of page) {
      const line = lines.get(row.day);
      if (line) lines.set(row.day, addWork(line, row));
    }
  }
  return Promise.all(
    [...lines.values()].map(async ({ looks, ...line }) => {
      // Nobody's last look is on a day without any.
      const checked =
        looks === 0
          ? 0
          : await dependencies.checks.count({ unitId: { in: scope }, day: line.day, recordType });
      return { ...line, checked };
    }),
  );
};

/** The Monday of a day's week. */
export const weekOf = (day: string): string => dayBefore(day, (new Date(day).getUTCDay() + 6) % 7);

/** Days summed up by week, each named by its Monday, in the order of the days. */
export const workByWeekOf = (days: readonly DayFigures[]): readonly DayFigures[] => {
  const weeks = new Map<string, DayFigures>();
  for (const day of days) {
    const monday = weekOf(day.day);
    const week = weeks.get(monday);
    weeks.set(monday, week ? add(week, day) : { ...day, day: monday });
  }
  return [...weeks.values()];
};

export const Forecast = z.object({
  /** Records still to be keyed or imported; null while no number of expected cases is known. */
  remaining: z.int().nullable(),
  /** Records a day, mean of the days looked at. */
  perDay: z.number(),
  /** Day on which the last case is keyed at that pace; null when nothing moves. */
  likely: z.string().nullable(),
  /** Four times in five the end lies between these two, if work goes on as it did. */
  earliest: z.string().nullable(),
  latest: z.string().nullable(),
});
export type Forecast = z.infer<typeof Forecast>;

/** 80 % of a normal distribution. */
const Z = 1.28;
const FAR_DAYS = 3_650;

/**
 * When the remaining cases are keyed, from the pace of the days given and how much it varies. An
 * end more than ten years away is no forecast and answers null.
 */
export const forecastOf = (
  days: readonly DayFigures[],
  remaining: number | null,
  today: string,
): Forecast => {
  const counts = days.map((day) => day.keyed + day.imported - day.voided);
  const mean = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length);
  const variance =
    counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / Math.max(1, counts.length - 1);
  const spread = (Z * Math.sqrt(variance)) / Math.sqrt(Math.max(1, counts.length));
  const endAt = (pace: number): string | null => {
    if (remaining === null) return null;
    if (remaining === 0) return today;
    const needed = Math.ceil(remaining / pace);
    return pace > 0 && needed <= FAR_DAYS ? dayBefore(today, -needed) : null;
  };
  return {
    remaining,
    perDay: Math.round(mean * 10) / 10,
    likely: endAt(mean),
    earliest: endAt(mean + spread),
    latest: endAt(mean - spread),
  };
};
