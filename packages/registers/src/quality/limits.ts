import { z } from "zod";
import data from "../../data/limits.json" with { type: "json" };

/**
 * A figure that a rule uses, by the day from which it holds (null = from the beginning). Both ends
 * are allowed.
 */
const Limit = z.strictObject({
  id: z.string(),
  unit: z.string(),
  source: z.string(),
  confidence: z.string(),
  note: z.string().optional(),
  values: z
    .array(
      z.strictObject({
        from: z.iso.date().nullable(),
        min: z.number().optional(),
        max: z.number().optional(),
      }),
    )
    .min(1),
});

const limits = new Map(
  z
    .array(Limit)
    .parse(data)
    .map((limit) => [limit.id, limit]),
);

export const hasLimit = (id: string): boolean => limits.has(id);

/**
 * The figure that held on that day; without a day, the newest. Throws `RangeError` for an unknown
 * id.
 */
export const limitOn = (id: string, isoDate = "9999-12-31"): { min: number; max: number } => {
  const limit = limits.get(id);
  if (limit === undefined) throw new RangeError(`Unknown limit ${id}`);
  const held = limit.values.findLast(({ from }) => from === null || from <= isoDate);
  return { min: held?.min ?? Number.NEGATIVE_INFINITY, max: held?.max ?? Number.POSITIVE_INFINITY };
};
