import { defineProjection, type Hands, noHands, withHand } from "@sogoc/core";
import { type DataOf, type RecordedDomainEvent, requestersOf } from "@sogoc/events";

export interface ScanView {
  readonly id: string;
  readonly bookId: string;
  readonly kind: DataOf<"ScanAttached">["kind"];
  readonly fileName: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly pages: number;
  readonly number: string | null;
  readonly sortNumber: number;
  /** One more than the revision of the book with which it was attached. */
  readonly version: number;
  /** Who attached it alone; undefined where one person asked for it and another approved. */
  readonly attachedBy: Hands | undefined;
}

/** One document per scan in force. Fed by the book's own stream only. */
export const scans = defineProjection<RecordedDomainEvent, ScanView>()(
  {
    name: "reporting-scans",
    version: 3,
    columns: { bookId: "text", sortNumber: "number", number: "text" },
    indexes: [["bookId", "sortNumber", "number"]],
  },
  {
    ScanAttached: {
      keys: ({ data }) => [data.scanId, ...(data.replaces === undefined ? [] : [data.replaces])],
      evolve: (_scan, { data, metadata: { actor }, revision }, key) => {
        if (key === data.replaces) return undefined;
        const { scanId, bookId, kind, fileName, sha256, size, pages, number = null } = data;
        const sortNumber = Number.parseInt(number ?? "0", 10) || 0;
        const file = { kind, fileName, sha256, size, pages, number, sortNumber };
        const [attaching = actor] = requestersOf(data);
        const attachedBy =
          data.exchangeId === undefined ? withHand(noHands, attaching.account, attaching) : undefined;
        return { id: scanId, bookId, ...file, version: revision + 1, attachedBy };
      },
    },
  },
);
