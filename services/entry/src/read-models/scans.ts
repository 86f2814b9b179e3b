import { defineProjection, type ReaderOf } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

export type ScanView = Omit<
  DataOf<"ScanAttached">,
  "scanId" | "replaces" | "exchangeId" | "requestedBy" | "requesterPasswordSetBy" | "approvedBy"
> & {
  readonly id: string;
  /** Running number for sorting; 0 for covers and whole books. */
  readonly sortNumber: number;
  readonly attachedAt: string;
  /**
   * Who answers for it: who attached it, or who asked for it where somebody else approved it or an
   * acceptance attached it again.
   */
  readonly attachedByAccount: string;
  /** Of the book, at which it was attached. */
  readonly revision: number;
};

/** One document per scan in force. */
export const scans = defineProjection<RecordedDomainEvent, ScanView>()(
  {
    name: "entry-scans",
    version: 5,
    columns: { bookId: "text", number: "text", sortNumber: "number" },
    indexes: [
      ["bookId", "sortNumber", "number"],
      ["bookId", "number"],
    ],
  },
  {
    ScanAttached: {
      keys: ({ data }) => [data.scanId, ...(data.replaces === undefined ? [] : [data.replaces])],
      evolve: (_scan, { data, metadata, revision }, key) => {
        const { scanId, bookId, kind, fileName, sha256, size, pages, number, registeredOn } = data;
        if (key === data.replaces) return undefined;
        return {
          id: scanId,
          bookId,
          kind,
          fileName,
          sha256,
          size,
          pages,
          number,
          registeredOn,
          sortNumber: Number.parseInt(number ?? "0", 10) || 0,
          attachedAt: metadata.at,
          attachedByAccount: data.requestedBy ?? metadata.actor.account,
          revision,
        };
      },
    },
  },
);

export type ScanReader = ReaderOf<typeof scans>;
