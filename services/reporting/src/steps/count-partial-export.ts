import { EXPORT_DAYS } from "@sogoc/access";
import { type CommandContext, everyHandOf, uuidFrom, vietnamDay } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import type { Dependencies } from "../dependencies.ts";
import { dayOfExportsDecider, isMoreThanADay } from "../domain/day-of-exports.ts";
import { type PartialExportEvent, partialExportDecider } from "../domain/partial-export.ts";
import type { RegisteredBook } from "./get-book.ts";
import { listFewExported } from "./list-few-exported.ts";

const COUNTED_MS = EXPORT_DAYS * 24 * 3_600_000;

/** What was exported before this counts no more. */
export const startOfCount = (at: Date): string => new Date(at.getTime() - COUNTED_MS).toISOString();

type CountPartialExportDependencies = Dependencies<"blobs" | "commands" | "exports">;

const count = async (
  dependencies: CountPartialExportDependencies,
  { records: inBook }: RegisteredBook,
  event: PartialExportEvent,
  context: CommandContext,
): Promise<boolean> => {
  const { bookId } = event.data;
  const since = startOfCount(context.at);
  const before = await listFewExported(dependencies, { bookId, since });
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

const exporterIn = ({ actor, at }: CommandContext, { details }: RegisteredBook) => ({
  unitId: details.unitId,
  takenBy: actor.account,
  takenAt: at.toISOString(),
});

const dayIdOf = (account: string, { at }: CommandContext): string =>
  uuidFrom("taking-of-day", account, vietnamDay(at));

interface FewWanted {
  readonly exportId: string;
  readonly bookId: string;
  readonly recordIds: readonly string[];
  readonly book: RegisteredBook;
}

/** Counts them with all that was taken that day by one account, or with its hand in it. */
const countOfHand = async (
  { commands }: CountPartialExportDependencies,
  hand: string,
  data: DataOf<"RecordsOfDayTaken">,
  context: CommandContext,
): Promise<boolean> => {
  const dayId = dayIdOf(hand, context);
  const isOwn = hand === data.takenBy;
  const commandId = uuidFrom("taking-of-day", data.exportId, ...(isOwn ? [] : [hand]));
  const event = { type: "RecordsOfDayTaken", data } as const;
  const { events } = await commands.handle(dayOfExportsDecider, dayId, event, {
    ...context,
    commandId,
    expectedRevision: undefined,
  });
  return events.length > 0;
};

/**
 * Counts them with all that the person has taken that day, of whatever books, and with all that
 * anybody has who may have done it in their place: a second account, or one whose password somebody
 * has set, is no second day's work.
 */
const countOfDay = async (
  dependencies: CountPartialExportDependencies,
  data: DataOf<"RecordsOfDayTaken">,
  context: CommandContext,
): Promise<boolean> => {
  const hands = [...new Set(everyHandOf(context.actor))];
  // Asked of all of them first: what one of them may not take is counted with nobody.
  for (const hand of hands) {
    const { state } = await dependencies.commands.load(dayOfExportsDecider, dayIdOf(hand, context));
    if (isMoreThanADay(state, data)) return false;
  }
  const counted: boolean[] = [];
  for (const hand of hands) counted.push(await countOfHand(dependencies, hand, data, context));
  return counted.every((isFew) => isFew);
};

/**
 * Counts a few records that a person exports of a book, with all that anybody exported of it within
 * seven days: two colleagues with half a book each have the book. False where they add up to one,
 * or where the person takes more in a day than one takes alone, of whatever books. One that fails
 * afterwards stays counted.
 */
export const countFewRecords = async (
  dependencies: CountPartialExportDependencies,
  { exportId, bookId, recordIds, book }: FewWanted,
  context: CommandContext,
): Promise<boolean> => {
  const data = { exportId, bookId, recordIds: [...new Set(recordIds)], ...exporterIn(context, book) };
  const exportContext = { ...context, commandId: uuidFrom("taking", exportId) };
  const isFewOfBook = await count(dependencies, book, { type: "FewRecordsTaken", data }, exportContext);
  return isFewOfBook && (await countOfDay(dependencies, data, context));
};

interface SheetWanted {
  readonly bookId: string;
  readonly recordId: string;
  readonly book: RegisteredBook;
}

/**
 * The same for one case on paper. Undefined where it is one of a few, else what it is too much
 * with: what was taken of its book, or by the person that day.
 */
export const countLookUpSheet = async (
  dependencies: CountPartialExportDependencies,
  { bookId, recordId, book }: SheetWanted,
  context: CommandContext,
): Promise<"sheets-amount-to-book" | "sheets-of-a-day" | undefined> => {
  const exporter = exporterIn(context, book);
  const data = { recordId, bookId, ...exporter };
  const sheetContext = { ...context, commandId: uuidFrom(context.commandId, "taking") };
  if (!(await count(dependencies, book, { type: "LookUpSheetTaken", data }, sheetContext)))
    return "sheets-amount-to-book";
  const ofDay = { exportId: sheetContext.commandId, bookId, recordIds: [recordId], ...exporter };
  return (await countOfDay(dependencies, ofDay, context)) ? undefined : "sheets-of-a-day";
};
