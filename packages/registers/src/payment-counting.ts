import { z } from "zod";
import data from "../data/payment-counting.json" with { type: "json" };

/** How work is counted for payment from a day on (null = from the beginning). */
const PaymentCounting = z.object({
  from: z.iso.date().nullable(),
  bands: z.object({
    /** Upper ends of the length bands in characters, rising. */
    upTo: z
      .array(z.int().min(1))
      .min(1)
      .refine((ends) => ends.every((end, at) => at === 0 || end > (ends[at - 1] ?? 0)), "must rise"),
    source: z.string(),
    confidence: z.string(),
  }),
  a4: z.object({
    /** How many A4 pages a page of this size stands for; the largest size first. */
    sizes: z.record(z.string().regex(/^A\d$/), z.number().positive()),
    source: z.string(),
    confidence: z.string(),
  }),
});
export type PaymentCounting = z.infer<typeof PaymentCounting>;

const countings = z.array(PaymentCounting).min(1).parse(data);

/** What held on that day. No official figures are known: each names its source. */
export const paymentCountingOn = (isoDate: string): PaymentCounting => {
  const held = countings.findLast(({ from }) => from === null || from <= isoDate);
  if (held === undefined) throw new RangeError(`No way of counting holds on ${isoDate}`);
  return held;
};
