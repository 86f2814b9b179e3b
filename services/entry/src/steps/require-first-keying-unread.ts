import { type Directory, type FileReading, heldUntilAfter, loadReadings } from "@sogoc/access";
import {
  type Acting,
  type CommandHandler,
  CommandRejected,
  type ErrorCode,
  noHands,
  settersBehind,
  sharesHand,
  withHand,
} from "@sogoc/core";
import type { RecordView } from "../read-models/records.ts";
import { bookNumberKey, senderKey, type UploadReader } from "../read-models/uploads.ts";
import type { Batch } from "./load-batch.ts";
import { loadImportState } from "./load-import.ts";

export interface FirstKeyingDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly directory: Pick<Directory, "inHandsOf" | "openedAt" | "tree">;
  readonly uploads: Pick<UploadReader, "findMany">;
}

export const firstKeyingReadRefusals = [
  "import-sent",
  "records-read",
  "reset-by-yourself",
] as const satisfies readonly ErrorCode[];

/** The first keying of a batch that is to be keyed again. */
export interface FirstKeying {
  readonly opened: Pick<Batch["opened"], "batchId" | "bookId" | "bookNumber" | "recordType" | "unitId">;
  readonly keyed: readonly Pick<
    RecordView,
    "enteredAt" | "firstEnteredAt" | "hands" | "id" | "keyedBy" | "sentBy" | "source"
  >[];
  /** Voided cases of the same numbers: they may contain the values that are to be keyed. */
  readonly voided?: readonly Pick<RecordView, "id">[] | undefined;
  /**
   * When the person got the second keying, if they have it: all their readings until then were
   * looked up at that time.
   */
  readonly assignedAt?: Date | undefined;
}

const DAY_MS = 24 * 3_600_000;

interface ReadingPeriod {
  readonly account: string;
  readonly since: Date;
  readonly until: Date;
}

/**
 * With which other accounts, and when, the person may have read: those of whoever has a hand in
 * their password now, since they were opened; and those whose password the person or one of these
 * had set, for a day after the owner chose the next one.
 */
const listOtherReadingPeriods = (
  directory: FirstKeyingDependencies["directory"],
  keyer: Acting,
  until: Date,
): readonly ReadingPeriod[] => {
  const setters = settersBehind(keyer).map(({ account }) => account);
  const ofSetters = setters.flatMap((account) => {
    const opened = directory.openedAt(account);
    return opened === undefined ? [] : [{ account, since: new Date(opened), until }];
  });
  const ofHeldAccounts = [keyer.account, ...setters]
    .flatMap((account) => directory.inHandsOf(account))
    .map(({ accountId: account, chosenAt }): ReadingPeriod => {
      const since = new Date(chosenAt);
      return { account, since, until: new Date(heldUntilAfter(since)) };
    });
  return [...ofSetters, ...ofHeldAccounts].filter(({ account }) => account !== keyer.account);
};

/** After a unit was closed, its books belong to another one. */
const mayBeOfUnit = (
  { directory }: Pick<FirstKeyingDependencies, "directory">,
  ofFile: string,
  { unitId }: Pick<FirstKeying["opened"], "unitId">,
): boolean => ofFile === unitId || (directory.tree().units.get(ofFile)?.successors.length ?? 0) > 0;

/**
 * Whether workbooks may contain cases of the batch although they name other books only. One with a
 * wrong book number is mended and sent again, so it may have contained cases of the batch that were
 * imported after its preview was made, unless rows of it were written to the books that it names.
 */
const mayBeMisnumbered = async (
  dependencies: FirstKeyingDependencies,
  importIds: readonly string[],
  { opened, keyed }: Pick<FirstKeying, "opened" | "keyed">,
): Promise<boolean> => {
  const imported = keyed.filter(({ source }) => source === "imported").map(({ enteredAt }) => enteredAt);
  const last = imported.sort().at(-1);
  if (last === undefined || importIds.length === 0) return false;
  const uploadsOfImports = await dependencies.uploads.findMany(importIds);
  for (const importId of importIds) {
    const { preparedAt = last, written = 0 } = uploadsOfImports.get(importId) ?? {};
    if (preparedAt > last || written > 0) continue;
    const { prepared } = await loadImportState(dependencies.commands, importId);
    if (!prepared) return true;
    if (prepared.recordType === opened.recordType && mayBeOfUnit(dependencies, prepared.unitId, opened))
      return true;
  }
  return false;
};

/**
 * Throws `import-sent` where the person ever sent a workbook with cases of the batch, or of its
 * book or book number, or one that may be of it by a wrong number: they know the first keying, or
 * made it. Of workbooks that name other books, only those sent before they were given the second
 * keying are asked about.
 */
const requireNotSent = async (
  dependencies: FirstKeyingDependencies,
  { opened, keyed, assignedAt }: FirstKeying,
  { account }: Acting,
): Promise<void> => {
  const ofSender = senderKey({ account, recordType: opened.recordType });
  const keys = [opened.batchId, opened.bookId, bookNumberKey(opened)];
  const sent = await dependencies.uploads.findMany([...keys, ofSender]);
  const mine = assignedAt ? [] : (sent.get(ofSender)?.imports ?? []);
  if (
    keys.some((key) => sent.get(key)?.sentBy.includes(account)) ||
    (await mayBeMisnumbered(dependencies, mine, { opened, keyed }))
  )
    throw new CommandRejected("import-sent");
};

/**
 * Whether a file that somebody has read may contain cases of the batch: an export of the book made
 * since its first case was keyed, unless it says that it holds others, or a workbook, of any time,
 * that may be of this book.
 */
const mayContainCases = async (
  dependencies: FirstKeyingDependencies,
  { read, day }: FileReading,
  { opened, keyed, voided = [], first }: FirstKeying & { readonly first: string },
): Promise<boolean> => {
  const { commands } = dependencies;
  const { bookId, unitId, recordType, bookNumber } = opened;
  if (read.file === "scan") return false;
  const { recordIds } = read;
  if (read.file === "export" && recordIds)
    return [...keyed, ...voided].some(({ id }) => recordIds.includes(id));
  if (read.file === "export")
    return (
      day >= first.slice(0, 10) &&
      (read.bookId === undefined ? read.unitId === unitId : read.bookId === bookId)
    );
  const { prepared } = await loadImportState(commands, read.fileId);
  if (prepared && prepared.recordType !== recordType) return false;
  if (!mayBeOfUnit(dependencies, read.unitId, opened)) return false;
  return (
    prepared?.bookNumbers?.includes(bookNumber) !== false ||
    (await mayBeMisnumbered(dependencies, [read.fileId], { opened, keyed }))
  );
};

/**
 * Refuses the second keying to whoever knows the first one, whatever roles they have now and
 * however long ago they read it, for example as a voided case or as a workbook before it was
 * confirmed. When the batch is assigned all their readings are looked up; when they key or end
 * their keying, those since the day before the assignment, to miss none made at that moment. Throws
 * `import-sent`; `records-read` where the person has read a case or a file that may contain it;
 * `reset-by-yourself` where somebody has a hand in both keyings, or where the first keying was read
 * with an account of whoever set the keyer's password, or with one whose password the keyer or such
 * a setter had set.
 */
export const requireFirstKeyingUnread = async (
  dependencies: FirstKeyingDependencies,
  { opened, keyed, voided = [], assignedAt }: FirstKeying,
  keyer: Acting,
  until: Date,
): Promise<void> => {
  const { commands, directory } = dependencies;
  const { account } = keyer;
  await requireNotSent(dependencies, { opened, keyed, assignedAt }, keyer);
  const hands = withHand(noHands, keyer.account, keyer);
  // Cases that they keyed themselves are refused elsewhere, with another code.
  const ofOthers = keyed.filter(({ keyedBy, sentBy }) => ![keyedBy, sentBy].includes(keyer.account));
  for (const one of ofOthers) {
    const accounts = one.hands.accounts.filter((account) => account !== keyer.account);
    if (sharesHand({ ...one.hands, accounts }, hands)) throw new CommandRejected("reset-by-yourself");
  }
  const [first] = keyed.map(({ firstEnteredAt }) => firstEnteredAt).sort();
  if (first === undefined) return;
  const isBySameHands = (handsOfReading: typeof hands) => sharesHand(handsOfReading, hands);
  const hasReadWith = async ({ account: readWith, ...during }: ReadingPeriod): Promise<boolean> => {
    // Older readings do not say whether values or only the scan were shown. Before the first case
    // was keyed there were no values, and whoever has the second keying is not shown any.
    const couldOnlySeePaper = (day: string) =>
      day < first.slice(0, 10) || (readWith === account && assignedAt);
    const assumeShown = (day: string) => (couldOnlySeePaper(day) ? "scan" : "values");
    const { recordIds, files } = await loadReadings(commands, readWith, {
      ...during,
      isBySameHands,
      assumeShown,
    });
    if ([...keyed, ...voided].some(({ id }) => recordIds.has(id))) return true;
    // A workbook counts whenever it was read, so it is looked at once.
    const dayOf = ({ read, day }: FileReading) => (read.file === "export" ? day : "");
    const filesRead = new Map(files.map((file) => [`${file.read.fileId} ${dayOf(file)}`, file]));
    for (const file of filesRead.values())
      if (await mayContainCases(dependencies, file, { opened, keyed, voided, first })) return true;
    return false;
  };
  const hasReadThemselves = assignedAt
    ? await hasReadWith({ account, since: new Date(assignedAt.getTime() - DAY_MS), until })
    : await hasReadWith({ account, since: new Date(directory.openedAt(account) ?? first), until });
  if (hasReadThemselves) throw new CommandRejected("records-read");
  for (const period of listOtherReadingPeriods(directory, keyer, until))
    if (await hasReadWith(period)) throw new CommandRejected("reset-by-yourself");
};
