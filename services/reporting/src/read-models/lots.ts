import { defineProjection } from "@sogoc/core";
import type { DataOf, LotBookCounts, RecordedDomainEvent } from "@sogoc/events";

export interface LotView extends Omit<DataOf<"LotFormed">, "lotId" | "sample"> {
  readonly id: string;
  readonly sampled: readonly string[];
  readonly verdict: DataOf<"LotDecided">["verdict"] | null;
  readonly figures: DataOf<"LotDecided">["figures"] | null;
  /** Null where the lot is open, or was decided before its counts were kept. */
  readonly bookCounts: readonly LotBookCounts[] | null;
  readonly digest: string | null;
  readonly reason: string | null;
  readonly decidedBy: string | null;
  readonly formedAt: string;
  /** Empty while it is open. */
  readonly decidedAt: string;
}

/** One document per lot: what its minutes say. Fed by the lot's own stream only. */
export const lots = defineProjection<RecordedDomainEvent, LotView>()(
  {
    name: "reporting-lots",
    version: 4,
    columns: { unitId: "text" },
    indexes: [["unitId"]],
  },
  {
    LotFormed: {
      keys: ({ data }) => [data.lotId],
      evolve: (before, { data: { lotId, sample, ...rest }, metadata }) =>
        before ?? {
          id: lotId,
          ...rest,
          sampled: sample.map(({ recordId }) => recordId),
          verdict: null,
          figures: null,
          bookCounts: null,
          digest: null,
          reason: null,
          decidedBy: null,
          formedAt: metadata.at,
          decidedAt: "",
        },
    },
    LotDecided: {
      keys: ({ data }) => [data.lotId],
      evolve: (lot, { data, metadata }) => {
        const { verdict, figures, bookCounts = null, digest, reason = null, decidedBy } = data;
        const decided = { verdict, figures, bookCounts, digest, reason, decidedBy };
        return lot && { ...lot, ...decided, decidedAt: metadata.at };
      },
    },
    // It never gets a verdict: there is nothing to report of it.
    LotDissolved: { keys: ({ data }) => [data.lotId], evolve: () => undefined },
  },
);
