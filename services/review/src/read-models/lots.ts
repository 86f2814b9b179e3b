import { defineProjection, type ReaderOf } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

export interface LotView extends Omit<DataOf<"LotFormed">, "lotId"> {
  readonly id: string;
  readonly status: "open" | "dissolved" | DataOf<"LotDecided">["verdict"];
  readonly figures?: DataOf<"LotDecided">["figures"] | undefined;
  /** The counts of its books at the verdict; not known for older lots. */
  readonly bookCounts?: DataOf<"LotDecided">["bookCounts"];
  /**
   * How many findings nobody had answered; not known for lots that were decided before these were
   * obstacles.
   */
  readonly unanswered?: number | undefined;
  readonly digest?: string | undefined;
  readonly reason?: string | undefined;
  readonly decidedBy?: string | undefined;
  readonly formedAt: string;
  /** Empty while it is open. */
  readonly decidedAt: string;
  readonly revision: number;
}

/** One document per lot: what waits for a verdict, and what was decided. */
export const lots = defineProjection<RecordedDomainEvent, LotView>()(
  {
    name: "review-lots",
    version: 4,
    columns: { unitId: "text", status: "text", formedAt: "text" },
    indexes: [["unitId", "status", "formedAt"]],
  },
  {
    LotFormed: {
      keys: ({ data }) => [data.lotId],
      evolve: (_lot, { data: { lotId, ...rest }, metadata, revision }) => ({
        id: lotId,
        ...rest,
        status: "open",
        formedAt: metadata.at,
        decidedAt: "",
        revision,
      }),
    },
    LotDecided: {
      keys: ({ data }) => [data.lotId],
      evolve: (lot, { data, metadata, revision }) =>
        lot && {
          ...lot,
          status: data.verdict,
          figures: data.figures,
          bookCounts: data.bookCounts,
          unanswered: data.unanswered,
          digest: data.digest,
          decidedBy: data.decidedBy,
          decidedAt: metadata.at,
          revision,
          reason: data.reason,
        },
    },
    LotDissolved: {
      keys: ({ data }) => [data.lotId],
      evolve: (lot, { revision }) => lot && { ...lot, status: "dissolved", revision },
    },
  },
);

export type LotReader = ReaderOf<typeof lots>;
