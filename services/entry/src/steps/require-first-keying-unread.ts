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
import { numberKey, type UploadTotalsReader } from "../read-models/upload-totals.ts";
import type { Batch } from "./load-batch.ts";
import { loadImportState } from "./load-import.ts";

export interface FirstKeyingDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly directory: Pick<Directory, "inHandsOf" | "openedAt" | "tree">;
  readonly uploadTotals: Pick<UploadTotalsReader, "findMany">;
}

export const firstKeyingReadRefusals = [
  "import-sent",
  "records-read",
  "reset-by-yourself",
] as const satisfies readonly ErrorCode[];

/** The first keying of a batch that is to be keyed again. */
export interface FirstKeying {
  readonly opened: Pick<Batch["opened"], "batchId" | "bookId" | "bookNumber" | "recordType" | "unitId">;
  readonly keyed: readonly Pick<RecordView, "firstEnteredAt" | "hands" | "id" | "keyedBy" | "sentBy">[];
  /** Voided cases of the same numbers: they may contain the values that are to be keyed. */
  readonly voided?: readonly Pick<RecordView, "id">[] | undefined;
  /**
   * When the person got the second keying, if they have it: all their readings until then were
   * looked up at that time.
   */
  readonly assignedAt?: Date | undefined;
}

const DAY_MS = 24 * 3_600_000;

/**
 * Throws `import-sent` where the person ever sent a workbook with cases of the batch, or of its
 * book or book number: they know the first keying, or made it.
 */
const requireNotSent = async (
  { uploadTotals }: Pick<FirstKeyingDependencies, "uploadTotals">,
  opened: FirstKeying["opened"],
  { account }: Acting,
): Promise<void> => {
  const sent = await uploadTotals.findMany([opened.batchId, opened.bookId, numberKey(opened)]);
  if ([...sent.values()].some(({ sentBy: senders }) => senders.includes(account)))
    throw new CommandRejected("import-sent");
};

interface ReadingPeriod {
  readonly account: string;
  readonly since: Date;
  readonly until: Date;
}

/**
 * Other accounts that the person may have read with: those of whoever set the person's password, at
 * any time, and those whose password one of them had set, while it was in force.
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

/**
 * Whether a file that somebody has read may contain cases of the batch: an export of the book made
 * since its first case was keyed, or a workbook, of any time, that may be of this book.
 */
const mayContainCases = async (
  { commands, directory }: Pick<FirstKeyingDependencies, "commands" | "directory">,
  { read, day }: FileReading,
  { opened, first }: { readonly opened: FirstKeying["opened"]; readonly first: string },
): Promise<boolean> => {
  const { bookId, unitId, recordType, bookNumber } = opened;
  if (read.file === "scan") return false;
  if (read.file === "export")
    return (
      day >= first.slice(0, 10) &&
      (read.bookId === undefined ? read.unitId === unitId : read.bookId === bookId)
    );
  const { prepared } = await loadImportState(commands, read.fileId);
  if (prepared && prepared.recordType !== recordType) return false;
  if (prepared?.bookNumbers?.includes(bookNumber) === false) return false;
  // After a unit was closed, its books belong to another one.
  const isClosed = (directory.tree().units.get(read.unitId)?.successors.length ?? 0) > 0;
  return read.unitId === unitId || isClosed;
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
  await requireNotSent(dependencies, opened, keyer);
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
      if (await mayContainCases(dependencies, file, { opened, first })) return true;
    return false;
  };
  const hasReadThemselves = assignedAt
    ? await hasReadWith({ account, since: new Date(assignedAt.getTime() - DAY_MS), until })
    : await hasReadWith({ account, since: new Date(directory.openedAt(account) ?? first), until });
  if (hasReadThemselves) throw new CommandRejected("records-read");
  for (const period of listOtherReadingPeriods(directory, keyer, until))
    if (await hasReadWith(period)) throw new CommandRejected("reset-by-yourself");
};
