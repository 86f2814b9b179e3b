import { defineProjection, type Hands, type ReaderOf } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";
import { handsOfWish } from "../domain/stated-values.ts";

export interface ScanView {
  readonly id: string;
  readonly bookId: string;
  readonly kind: DataOf<"ScanAttached">["kind"];
  /** The registration number, for a scan of one case. */
  readonly number?: string | undefined;
  readonly fileName: string;
  readonly sha256: string;
  readonly pages: number;
  /** One more than the revision of the book with which it was attached. */
  readonly version: number;
  /** Where in the log it was attached. */
  readonly position: number;
  readonly attachedAt: string;
  /** Who has a hand in it; for an approved request that is whoever asked. */
  readonly attachedBy: Hands;
  /** It replaced another scan by a request that a second person approved. */
  readonly isByTwo: boolean;
}

/** One document per scan in force, for the reconciliation of its book and its hand-over. */
export const scans = defineProjection<RecordedDomainEvent, ScanView>()(
  {
    name: "review-scans",
    version: 7,
    columns: { bookId: "text" },
    indexes: [["bookId"]],
  },
  {
    ScanAttached: {
      keys: ({ data }) => [data.scanId, ...(data.replaces === undefined ? [] : [data.replaces])],
      evolve: (_scan, { data, metadata: { actor, at: attachedAt }, revision, position }, key) => {
        if (key === data.replaces) return undefined;
        const { scanId, bookId, kind, number, fileName, sha256, pages, exchangeId } = data;
        const attachedBy = handsOfWish(actor, data);
        const isByTwo = exchangeId !== undefined;
        const file = { kind, number, fileName, sha256, pages };
        return {
          id: scanId,
          bookId,
          ...file,
          version: revision + 1,
          position,
          attachedAt,
          attachedBy,
          isByTwo,
        };
      },
    },
  },
);

export type ScanReader = ReaderOf<typeof scans>;
