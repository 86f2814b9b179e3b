import { defineProjection, type ReaderOf } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

/** A verdict on a lot, for one of the units, or one of the people, who keyed it. */
export interface LotOfDigitiserView extends Pick<DataOf<"LotFormed">, "size" | "plan" | "resumedBecause"> {
  /** `<lotId> <digitiserId>` */
  readonly id: string;
  readonly lotId: string;
  /** The id of the unit, or the account of the person. */
  readonly digitiserId: string;
  /** For a person: the id of the document of a unit, which has the verdict. */
  readonly verdictIn?: string | undefined;
  /** Other units keyed it as well; then its plan is the strictest of theirs. */
  readonly shared: boolean;
  /** Something in it was submitted for the first time. */
  readonly first: boolean;
  readonly verdict: DataOf<"LotDecided">["verdict"] | null;
  readonly figures?: DataOf<"LotDecided">["figures"] | undefined;
  /** The order in which lots count: as they are produced, not as they are decided. */
  readonly formedAt: string;
}

type FormedLot = Pick<DataOf<"LotFormed">, "lotId" | "digitiserId" | "digitiserIds">;

/** Older lots name only one unit. */
export const digitisersOfLot = ({
  digitiserId,
  digitiserIds = [digitiserId],
}: Omit<FormedLot, "lotId">): readonly string[] => digitiserIds;

const keysOf = ({ data }: { readonly data: FormedLot }): string[] =>
  digitisersOfLot(data).map((digitiserId) => `${data.lotId} ${digitiserId}`);

const keysOfFormed = (event: { readonly data: DataOf<"LotFormed"> }): string[] => {
  const { lotId, keyers } = event.data;
  return [...new Set([...keysOf(event), ...keyers.map((account) => `${lotId} ${account}`)])];
};

/**
 * One document per lot and unit whose people keyed it, and one per person: the verdicts that decide
 * how the next lot of that unit, or of that person in whatever unit, is inspected.
 */
export const inspectedLots = defineProjection<RecordedDomainEvent, LotOfDigitiserView>()(
  {
    name: "review-inspected-lots",
    version: 2,
    columns: { digitiserId: "text", formedAt: "text" },
    indexes: [["digitiserId", "formedAt"]],
  },
  {
    LotFormed: {
      keys: keysOfFormed,
      evolve: (_lot, { data, metadata }, id) => ({
        id,
        lotId: data.lotId,
        digitiserId: id.slice(data.lotId.length + 1),
        verdictIn: keysOf({ data }).includes(id) ? undefined : keysOf({ data })[0],
        size: data.size,
        plan: data.plan,
        resumedBecause: data.resumedBecause,
        shared: digitisersOfLot(data).length > 1,
        first: data.batches.some(({ round }) => round === 1),
        verdict: null,
        formedAt: metadata.at,
      }),
    },
    LotDecided: {
      keys: keysOf,
      evolve: (lot, { data: { verdict, figures } }) => lot && { ...lot, verdict, figures },
    },
  },
);

export type LotOfDigitiserReader = ReaderOf<typeof inspectedLots>;
