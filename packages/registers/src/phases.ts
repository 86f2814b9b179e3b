import { z } from "zod";
import data from "../data/phases.json" with { type: "json" };

/**
 * A period of registration in the ministry's roadmap; an open end is null. Both years are inside.
 */
export const Phase = z.strictObject({
  no: z.int(),
  name_vi: z.string(),
  from: z.int().nullable(),
  to: z.int().nullable(),
  confidence: z.string(),
  note: z.string().optional(),
});
export type Phase = z.infer<typeof Phase>;

export const phases: readonly Phase[] = z.array(Phase).parse(data);

/**
 * The phase of a book, from the year it was opened. Throws `RangeError` when no phase holds the
 * year.
 */
export const phaseOf = (openingYear: number): Phase => {
  const phase = phases.find(
    ({ from, to }) => (from === null || openingYear >= from) && (to === null || openingYear <= to),
  );
  if (phase === undefined) throw new RangeError(`No phase holds the year ${openingYear}`);
  return phase;
};
