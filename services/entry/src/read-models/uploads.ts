import { defineProjection, type ReaderOf } from "@sogoc/core";
import type { RecordedDomainEvent } from "@sogoc/events";

/** What came into a book, or by an import, as files. */
export interface UploadView {
  /** Of the book or of the import. */
  readonly id: string;
  /** Null while only what was made of it was heard of: streams may overtake each other. */
  readonly unitId: string | null;
  /**
   * Bytes of the files that are kept; those of imports before sizes were recorded count as none.
   */
  readonly bytes: number;
  /** Records that an import has written so far. */
  readonly written: number;
}

const add = (
  before: UploadView | undefined,
  id: string,
  more: {
    readonly unitId?: string | undefined;
    readonly bytes?: number | undefined;
    readonly written?: number | undefined;
  },
): UploadView => ({
  id,
  unitId: more.unitId ?? before?.unitId ?? null,
  bytes: (before?.bytes ?? 0) + (more.bytes ?? 0),
  written: (before?.written ?? 0) + (more.written ?? 0),
});

/**
 * One document per book and per import: how much of the storage a unit's files take, and how far an
 * import has come.
 */
export const uploads = defineProjection<RecordedDomainEvent, UploadView>()(
  { name: "entry-uploads", version: 1, columns: { unitId: "text" }, indexes: [["unitId"]] },
  {
    BookRegistered: {
      keys: ({ data }) => [data.bookId],
      evolve: (before, { data: { bookId, unitId } }) => add(before, bookId, { unitId }),
    },
    ScanAttached: {
      keys: ({ data }) => [data.bookId],
      evolve: (before, { data: { bookId, size } }) => add(before, bookId, { bytes: size }),
    },
    ImportPrepared: {
      keys: ({ data }) => [data.importId],
      evolve: (before, { data: { importId, unitId, size } }) =>
        add(before, importId, { unitId, bytes: size ?? 0 }),
    },
    RecordEntered: {
      keys: ({ data }) => (data.importId === undefined ? [] : [data.importId]),
      evolve: (before, { data: { importId = "" } }) => add(before, importId, { written: 1 }),
    },
  },
);

export type UploadReader = ReaderOf<typeof uploads>;
