import { EXPORT_DAYS } from "@sogoc/access";
import { type CommandContext, uuidFrom } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { type PartialExportEvent, partialExportDecider } from "../domain/partial-export.ts";
import type { RegisteredBook } from "./get-book.ts";
import { listFewTaken } from "./list-few-taken.ts";

const PAST_MS = EXPORT_DAYS * 24 * 3_600_000;

/** What was taken before this counts no more. */
export const startOfCount = (at: Date): string => new Date(at.getTime() - PAST_MS).toISOString();

type TakeFewRecordsDependencies = Dependencies<"blobs" | "commands" | "exports">;

const take = async (
  dependencies: TakeFewRecordsDependencies,
  { records: inBook }: RegisteredBook,
  event: PartialExportEvent,
  context: CommandContext,
): Promise<boolean> => {
  const { bookId } = event.data;
  const since = startOfCount(context.at);
  const before = await listFewTaken(dependencies, { bookId, since });
  const command = { event, before, since, inBook };
  const { events } = await dependencies.commands.handle(
    partialExportDecider,
    uuidFrom("taking", bookId),
    command,
    {
      ...context,
      expectedRevision: undefined,
    },
  );
  return events.length > 0;
};

const takerIn = ({ actor, at }: CommandContext, { details }: RegisteredBook) => ({
  unitId: details.unitId,
  takenBy: actor.account,
  takenAt: at.toISOString(),
});

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
  dependencies: TakeFewRecordsDependencies,
  { exportId, bookId, recordIds, book }: FewWanted,
  context: CommandContext,
): Promise<boolean> => {
  const data = { exportId, bookId, recordIds: [...new Set(recordIds)], ...takerIn(context, book) };
  const ofExport = { ...context, commandId: uuidFrom("taking", exportId) };
  return take(dependencies, book, { type: "FewRecordsTaken", data }, ofExport);
};

interface SheetWanted {
  readonly bookId: string;
  readonly recordId: string;
  readonly book: RegisteredBook;
}

/** The same for one case on paper. */
export const takeSheet = async (
  dependencies: TakeFewRecordsDependencies,
  { bookId, recordId, book }: SheetWanted,
  context: CommandContext,
): Promise<boolean> => {
  const data = { recordId, bookId, ...takerIn(context, book) };
  const ofSheet = { ...context, commandId: uuidFrom(context.commandId, "taking") };
  return take(dependencies, book, { type: "LookUpSheetTaken", data }, ofSheet);
};
