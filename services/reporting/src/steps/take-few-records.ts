import { EXPORT_DAYS } from "@sogoc/access";
import { type CommandContext, uuidFrom } from "@sogoc/core";
import type { Access } from "../access.ts";
import { takingDecider } from "../domain/taking.ts";
import type { RegisteredBook } from "./get-book.ts";
import { listFewTaken } from "./list-few-taken.ts";

const PAST_MS = EXPORT_DAYS * 24 * 3_600_000;

/** What was taken before this counts no more. */
export const startOfCount = (at: Date): string => new Date(at.getTime() - PAST_MS).toISOString();

interface FewWanted {
  readonly exportId: string;
  readonly bookId: string;
  readonly recordIds: readonly string[];
  readonly book: RegisteredBook;
}

/**
 * Counts a few records that a person takes of a book, with all that anybody took of it within seven
 * days: two colleagues with half a book each have the book. False where they add up to one. One
 * that fails afterwards stays counted.
 */
export const takeFewRecords = async (
  access: Access<"blobs" | "commands" | "exports">,
  { exportId, bookId, recordIds, book }: FewWanted,
  context: CommandContext,
): Promise<boolean> => {
  const { actor, at } = context;
  const since = startOfCount(at);
  const data = {
    exportId,
    bookId,
    unitId: book.book.unitId,
    takenBy: actor.account,
    takenAt: at.toISOString(),
    recordIds: [...new Set(recordIds)],
  };
  const before = await listFewTaken(access, { bookId, since });
  const command = { data, before, since, inBook: book.records };
  const ofTaking = { ...context, commandId: uuidFrom("taking", exportId), expectedRevision: undefined };
  const id = uuidFrom("taking", bookId);
  const { events } = await access.commands.handle(takingDecider, id, command, ofTaking);
  return events.length > 0;
};
