import { EXPORT_DAYS } from "@sogoc/access";
import { type CommandContext, everyHandOf, uuidFrom, vietnamDay } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import type { Dependencies } from "../dependencies.ts";
import { dayOfExportsDecider, isMoreThanADay } from "../domain/day-of-exports.ts";
import {
  type PartialExport,
  type PartialExportEvent,
  partialExportDecider,
} from "../domain/partial-export.ts";
import type { RegisteredBook } from "./get-book.ts";
import { listFewExported } from "./list-few-exported.ts";

const COUNTED_MS = EXPORT_DAYS * 24 * 3_600_000;

/** What was exported before this counts no more. */
export const startOfCount = (at: Date): string => new Date(at.getTime() - COUNTED_MS).toISOString();

type CountPartialExportDependencies = Dependencies<"blobs" | "commands" | "exports">;

/** A few records of a book, as its count and that of a person's day take them. */
interface Counted {
  readonly book: RegisteredBook;
  readonly event: PartialExportEvent;
  readonly ofDay: DataOf<"RecordsOfDayTaken">;
}

const idOfBookCount = (bookId: string): string => uuidFrom("taking", bookId);

const forBook = async (
  dependencies: CountPartialExportDependencies,
  { book: { records: inBook }, event }: Counted,
  { at }: CommandContext,
): Promise<PartialExport> => {
  const since = startOfCount(at);
  const before = await listFewExported(dependencies, { bookId: event.data.bookId, since });
  return { event, before, since, inBook };
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
 * Whether they are a few with all that the person has taken that day, of whatever books, and with
 * all that anybody has who may have done it in their place: a second account, or one whose password
 * somebody has set, is no second day's work.
 */
const isFewOfDay = async (
  { commands }: CountPartialExportDependencies,
  { ofDay }: Counted,
  context: CommandContext,
): Promise<boolean> => {
  for (const hand of everyHandOf(context.actor)) {
    const { state } = await commands.load(dayOfExportsDecider, dayIdOf(hand, context));
    if (isMoreThanADay(state, ofDay)) return false;
  }
  return true;
};

const countOfDay = async (
  dependencies: CountPartialExportDependencies,
  { ofDay }: Counted,
  context: CommandContext,
): Promise<boolean> => {
  const counted: boolean[] = [];
  for (const hand of new Set(everyHandOf(context.actor)))
    counted.push(await countOfHand(dependencies, hand, ofDay, context));
  return counted.every((isFew) => isFew);
};

/**
 * Counts them with what was taken of the book and on that day. Answers what they are too much with,
 * if they are: then they are counted nowhere, since all counts are asked before any is raised. Of
 * several that are asked for at the same moment the day's is raised first: what it refuses then is
 * not counted at the book either, whose count holds colleagues out.
 */
const count = async (
  dependencies: CountPartialExportDependencies,
  counted: Counted,
  context: CommandContext,
  commandId: string,
): Promise<"book" | "day" | undefined> => {
  const { commands } = dependencies;
  const bookCountId = idOfBookCount(counted.event.data.bookId);
  const command = await forBook(dependencies, counted, context);
  const { state } = await commands.load(partialExportDecider, bookCountId);
  if (partialExportDecider.decide(command, state, context.actor).length === 0) return "book";
  if (!(await isFewOfDay(dependencies, counted, context))) return "day";
  if (!(await countOfDay(dependencies, counted, context))) return "day";
  const bookContext = { ...context, commandId, expectedRevision: undefined };
  const { events } = await commands.handle(partialExportDecider, bookCountId, command, bookContext);
  return events.length > 0 ? undefined : "book";
};

/**
 * Counts a few records that a person exports of a book, with all that anybody exported of it within
 * seven days: two colleagues with half a book each have the book. False where they add up to one,
 * or where the person takes more in a day than one takes alone, of whatever books. One that fails
 * afterwards stays counted; one that is refused is counted nowhere.
 */
export const countFewRecords = async (
  dependencies: CountPartialExportDependencies,
  { exportId, bookId, recordIds, book }: FewWanted,
  context: CommandContext,
): Promise<boolean> => {
  const data = { exportId, bookId, recordIds: [...new Set(recordIds)], ...exporterIn(context, book) };
  const counted: Counted = { book, event: { type: "FewRecordsTaken", data }, ofDay: data };
  return (await count(dependencies, counted, context, uuidFrom("taking", exportId))) === undefined;
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
  const commandId = uuidFrom(context.commandId, "taking");
  const tooMuchWith = await count(
    dependencies,
    {
      book,
      event: { type: "LookUpSheetTaken", data: { recordId, bookId, ...exporter } },
      ofDay: { exportId: commandId, bookId, recordIds: [recordId], ...exporter },
    },
    context,
    commandId,
  );
  return tooMuchWith && ({ book: "sheets-amount-to-book", day: "sheets-of-a-day" } as const)[tooMuchWith];
};
