import { vietnamDay } from "@sogoc/core";
import { paymentCountingOn } from "@sogoc/registers";
import type { Dependencies } from "../dependencies.ts";
import { paymentLines } from "../figures/payment.ts";

export type CountPaymentDependencies = Dependencies<
  "batches" | "books" | "clock" | "directory" | "fieldLengths" | "freshness" | "scans"
>;

interface PaymentAsked {
  readonly scope: readonly string[];
  /** Upper ends of the length bands; left out = those in force. */
  readonly bands?: readonly number[] | undefined;
  /** Bands and factors are those in force on this day; left out = today. */
  readonly on?: string | undefined;
  readonly acceptedOnly: boolean;
}

/** The lines of what is asked for, by what they were counted, and how current they are. */
export const countPayment = async (
  dependencies: CountPaymentDependencies,
  { scope, bands, on = vietnamDay(dependencies.clock.now()), acceptedOnly }: PaymentAsked,
) => {
  const inForce = paymentCountingOn(on);
  const upTo = bands === undefined ? inForce.bands.upTo : [...new Set(bands)].sort((a, b) => a - b);
  const counting = { bands: [...upTo], a4Of: inForce.a4.sizes, acceptedOnly };
  const fresh = await dependencies.freshness(["fieldLengths", "scans", "batches", "books"]);
  return { fresh, counting, lines: await paymentLines(dependencies, { scope, ...counting }) };
};
