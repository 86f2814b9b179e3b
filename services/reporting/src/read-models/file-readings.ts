import { defineProjection } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent } from "@sogoc/events";

export interface FileReadingView {
  readonly id: string;
  readonly file: DataOf<"FileRead">["file"];
  readonly fileId: string;
  readonly bookId: string | null;
  readonly unitId: string;
  readonly account: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** The reader's own unit at that moment. */
  readonly readerUnitId: string;
  readonly at: string;
  readonly purpose: DataOf<"FileRead">["purpose"];
}

/**
 * One document per reading of a file with many people in it: the scan of a whole book, an export,
 * an uploaded workbook.
 */
export const fileReadings = defineProjection<RecordedDomainEvent, FileReadingView>()(
  {
    name: "reporting-file-readings",
    version: 2,
    columns: { bookId: "text", fileId: "text", at: "text" },
    indexes: [
      ["bookId", "at"],
      ["fileId", "at"],
    ],
  },
  {
    FileRead: {
      keys: ({ id }) => [id],
      evolve: (_row, { id, data, metadata: { actor, at } }) => ({
        id,
        file: data.file,
        fileId: data.fileId,
        bookId: data.bookId ?? null,
        unitId: data.unitId,
        account: data.readBy,
        name: actor.name,
        roles: actor.roles,
        readerUnitId: actor.unit,
        at,
        purpose: data.purpose,
      }),
    },
  },
);
