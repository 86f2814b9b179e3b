import { defineProjection, type PasswordHands, passwordHandsOf } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

/** A finished export, and who has a hand in it beside whoever asked for it. */
export interface ExportView extends PasswordHands {
  readonly id: string;
  readonly bookId: string;
  readonly unitId: string;
  readonly records: number;
  /** Cases that the book had then; exports from before this was kept do not say. */
  readonly inBook?: number | undefined;
  /** Where the manifest lies among the blobs; it names the other files. */
  readonly manifestSha256: string;
  /** Exports from before this was kept do not say what they are. */
  readonly kind: DataOf<"BookExported">["kind"];
  readonly account: string;
  readonly name: string;
  readonly at: string;
}

/** One document per finished export: who took which book away, and where its files are. */
export const exports = defineProjection<RecordedDomainEvent, ExportView>()(
  {
    name: "reporting-exports",
    version: 5,
    columns: { bookId: "text", unitId: "text", at: "text" },
    indexes: [
      ["unitId", "at"],
      ["bookId", "at"],
    ],
  },
  {
    BookExported: {
      keys: ({ data }) => [data.exportId],
      evolve: (
        _row,
        {
          data: { exportId, bookId, unitId, records, inBook, manifestSha256, kind },
          metadata: { actor, at },
        },
      ) => ({
        id: exportId,
        bookId,
        unitId,
        records,
        inBook,
        manifestSha256,
        kind,
        account: actor.account,
        name: actor.name,
        ...passwordHandsOf(actor),
        at,
      }),
    },
  },
);
