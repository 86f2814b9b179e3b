import { defineProjection } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

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
}

/** One document per scan in force. Fed by the book's own stream only. */
export const scans = defineProjection<RecordedDomainEvent, ScanView>()(
  {
    name: "reporting-scans",
    version: 2,
    columns: { bookId: "text", sortNumber: "number", number: "text" },
    indexes: [["bookId", "sortNumber", "number"]],
  },
  {
    ScanAttached: {
      keys: ({ data }) => [data.scanId, ...(data.replaces === undefined ? [] : [data.replaces])],
      evolve: (_scan, { data }, key) => {
        if (key === data.replaces) return undefined;
        const { scanId, bookId, kind, fileName, sha256, size, pages, number = null } = data;
        const sortNumber = Number.parseInt(number ?? "0", 10) || 0;
        return { id: scanId, bookId, kind, fileName, sha256, size, pages, number, sortNumber };
      },
    },
  },
);
