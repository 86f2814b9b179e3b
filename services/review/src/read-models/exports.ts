import { defineProjection, type ReaderOf } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

export type ExportView = Omit<DataOf<"BookExported">, "exportId" | "kind"> & {
  readonly kind: DataOf<"BookExported">["kind"];
  readonly id: string;
  readonly at: string;
};

/** One document per finished export: which book, and where its manifest lies among the blobs. */
export const exports = defineProjection<RecordedDomainEvent, ExportView>()(
  { name: "review-exports", version: 3, columns: {}, indexes: [] },
  {
    BookExported: {
      keys: ({ data }) => [data.exportId],
      evolve: (_before, { data: { exportId, kind, ...rest }, metadata: { at } }) => ({
        id: exportId,
        at,
        kind,
        ...rest,
      }),
    },
  },
);

export type ExportReader = ReaderOf<typeof exports>;
