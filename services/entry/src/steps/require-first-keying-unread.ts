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

/** Cases of a batch that were keyed, and are to be keyed again. */
export interface FirstKeying {
  readonly opened: Pick<Batch["opened"], "batchId" | "bookId" | "bookNumber" | "recordType" | "unitId">;
  readonly keyed: readonly Pick<RecordView, "firstEnteredAt" | "hands" | "id" | "keyedBy" | "sentBy">[];
  /** Cases of their numbers that were voided: they may hold what is to be keyed. */
  readonly voided?: readonly Pick<RecordView, "id">[] | undefined;
  /** When the person got the second keying, where they have it: they were asked then. */
  readonly assignedAt?: Date | undefined;
}

const DAY_MS = 24 * 3_600_000;

/**
 * Throws `import-sent` where the person has sent a workbook with cases of the batch, or of a book
 * that had no batch, or was not registered, then, whatever became of it: they know the first
 * keying, or made it.
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

interface Reader {
  readonly account: string;
  readonly since: Date;
  readonly until: Date;
}

/**
 * Whoever may have read something for the person in these hands: whoever set the person's password,
 * at any time, and accounts whose password one of them had set, while they were in their hands.
 */
const listOtherReaders = (
  directory: FirstKeyingDependencies["directory"],
  keyer: Acting,
  until: Date,
): readonly Reader[] => {
  const setters = settersBehind(keyer).map(({ account }) => account);
  const all = setters.flatMap((account) => {
    const opened = directory.openedAt(account);
    return opened === undefined ? [] : [{ account, since: new Date(opened), until }];
  });
  const taken = [keyer.account, ...setters]
    .flatMap((account) => directory.inHandsOf(account))
    .map(({ accountId: account, chosenAt }): Reader => {
      const since = new Date(chosenAt);
      return { account, since, until: new Date(heldUntilAfter(since)) };
    });
  return [...all, ...taken].filter(({ account }) => account !== keyer.account);
};

/**
 * Whether a file that somebody has looked at may hold cases of the batch: an export of the book
 * since the first of them was keyed, or a workbook that is not certainly another book's, whenever
 * that was.
 */
const mayHoldCases = async (
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
  // The book of a unit that was closed may be another's by now.
  const isClosed = (directory.tree().units.get(read.unitId)?.successors.length ?? 0) > 0;
  return read.unitId === unitId || isClosed;
};

/**
 * Who knows the first keying does not key a second time, whatever roles they hold now, and however
 * long ago they read it: as a case that was voided since, or a workbook before it was confirmed.
 * What a person was reading while the batch was assigned to them shows only afterwards: they are
 * asked again, from the day before on. Throws `import-sent`; `reset-by-yourself` where somebody has
 * a hand in both keyings, or has read a case, or a file that may hold it, by an account that one of
 * the two had the password of; `records-read` where the person has.
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
  // What they keyed themselves is refused by its own name.
  const ofOthers = keyed.filter(({ keyedBy, sentBy }) => ![keyedBy, sentBy].includes(keyer.account));
  for (const one of ofOthers) {
    const accounts = one.hands.accounts.filter((account) => account !== keyer.account);
    if (sharesHand({ ...one.hands, accounts }, hands)) throw new CommandRejected("reset-by-yourself");
  }
  const [first] = keyed.map(({ firstEnteredAt }) => firstEnteredAt).sort();
  if (first === undefined) return;
  const inHands = (read: typeof hands) => sharesHand(read, hands);
  const hasRead = async ({ account: reader, ...during }: Reader): Promise<boolean> => {
    // An older reading does not say what it was of. Before anything was keyed, and since they had
    // the second keying, there was only the paper to be looked at.
    const isPaper = (day: string) => day < first.slice(0, 10) || (reader === account && assignedAt);
    const unsaid = (day: string) => (isPaper(day) ? "scan" : "values");
    const { recordIds, files } = await loadReadings(commands, reader, { ...during, inHands, unsaid });
    if ([...keyed, ...voided].some(({ id }) => recordIds.has(id))) return true;
    // Of a workbook the day does not matter: it is asked about once.
    const dayOf = ({ read, day }: FileReading) => (read.file === "export" ? day : "");
    const looked = new Map(files.map((file) => [`${file.read.fileId} ${dayOf(file)}`, file]));
    for (const file of looked.values())
      if (await mayHoldCases(dependencies, file, { opened, first })) return true;
    return false;
  };
  const hasReadThemselves = assignedAt
    ? await hasRead({ account, since: new Date(assignedAt.getTime() - DAY_MS), until })
    : await hasRead({ account, since: new Date(directory.openedAt(account) ?? first), until });
  if (hasReadThemselves) throw new CommandRejected("records-read");
  for (const reader of listOtherReaders(directory, keyer, until))
    if (await hasRead(reader)) throw new CommandRejected("reset-by-yourself");
};
