import { defineProjection, type ReaderOf } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

/** What a verdict on a lot says of one of the units whose people keyed it. */
export interface LotOfDigitiserView extends Pick<DataOf<"LotFormed">, "size" | "plan" | "resumedBecause"> {
  /** `<lotId> <digitiserId>` */
  readonly id: string;
  readonly digitiserId: string;
  /** Other units keyed it as well: its plan was the strictest of theirs. */
  readonly shared: boolean;
  /** Something in it was submitted for the first time. */
  readonly first: boolean;
  readonly verdict: DataOf<"LotDecided">["verdict"] | null;
  readonly figures?: DataOf<"LotDecided">["figures"] | undefined;
  /** Empty while it is open. */
  readonly decidedAt: string;
}

type FormedLot = Pick<DataOf<"LotFormed">, "lotId" | "digitiserId" | "digitiserIds">;

/** A lot formed before several were kept is that of the one it names. */
export const digitisersOfLot = ({
  digitiserId,
  digitiserIds = [digitiserId],
}: Omit<FormedLot, "lotId">): readonly string[] => digitiserIds;

const keysOf = ({ data }: { readonly data: FormedLot }): string[] =>
  digitisersOfLot(data).map((digitiserId) => `${data.lotId} ${digitiserId}`);

/**
 * One document per lot and unit whose people keyed it: the verdicts that decide how the next lot of
 * that unit is inspected.
 */
export const inspectedLots = defineProjection<RecordedDomainEvent, LotOfDigitiserView>()(
  {
    name: "review-inspected-lots",
    version: 1,
    columns: { digitiserId: "text", decidedAt: "text" },
    indexes: [["digitiserId", "decidedAt"]],
  },
  {
    LotFormed: {
      keys: keysOf,
      evolve: (_lot, { data }, id) => ({
        id,
        digitiserId: id.slice(data.lotId.length + 1),
        size: data.size,
        plan: data.plan,
        resumedBecause: data.resumedBecause,
        shared: digitisersOfLot(data).length > 1,
        first: data.batches.some(({ round }) => round === 1),
        verdict: null,
        decidedAt: "",
      }),
    },
    LotDecided: {
      keys: keysOf,
      evolve: (lot, { data: { verdict, figures }, metadata }) =>
        lot && { ...lot, verdict, figures, decidedAt: metadata.at },
    },
  },
);

export type LotOfDigitiserReader = ReaderOf<typeof inspectedLots>;
