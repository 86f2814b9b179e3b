import { type Directory, heldUntilAfter, loadReadings } from "@sogoc/access";
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
import type { UploadReader } from "../read-models/uploads.ts";
import type { Batch } from "./load-batch.ts";

export interface FirstKeyingDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly directory: Pick<Directory, "inHandsOf">;
  readonly uploads: Pick<UploadReader, "findMany">;
}

export const firstKeyingReadRefusals = [
  "import-sent",
  "records-read",
  "reset-by-yourself",
] as const satisfies readonly ErrorCode[];

/** Cases of a batch that were keyed, and are to be keyed again. */
export interface FirstKeying {
  readonly opened: Pick<Batch["opened"], "batchId" | "bookId" | "unitId">;
  readonly keyed: readonly Pick<RecordView, "enteredAt" | "hands" | "id" | "keyedBy" | "sentBy">[];
  /** When the person got the second keying, where they have it: they were asked then. */
  readonly assignedAt?: Date | undefined;
}

const DAY_MS = 24 * 3_600_000;

/**
 * Throws `import-sent` where the person has sent a workbook with cases of the batch, or of a book
 * that had no batch then, whatever became of it: they know the first keying, or made it.
 */
const requireNotSent = async (
  { uploads }: Pick<FirstKeyingDependencies, "uploads">,
  { batchId, bookId }: FirstKeying["opened"],
  { account }: Acting,
): Promise<void> => {
  const sent = await uploads.findMany([batchId, bookId]);
  if ([...sent.values()].some(({ sentBy: senders }) => senders.includes(account)))
    throw new CommandRejected("import-sent");
};

/**
 * Whoever may have read something for the person in these hands: whoever set the person's password,
 * and accounts whose password one of them had set and that were in use since that moment.
 */
const listOtherReaders = (
  directory: FirstKeyingDependencies["directory"],
  keyer: Acting,
  since: string,
): readonly string[] => {
  const setters = settersBehind(keyer).map(({ account }) => account);
  const taken = [keyer.account, ...setters]
    .flatMap((account) => directory.inHandsOf(account))
    .filter(({ chosenAt }) => heldUntilAfter(new Date(chosenAt)) > since);
  const readers = new Set([...setters, ...taken.map(({ accountId }) => accountId)]);
  return [...readers].filter((account) => account !== keyer.account);
};

/**
 * Who knows the first keying does not key a second time, whatever roles they hold now. What a
 * person was reading while the batch was assigned to them shows only afterwards: they are asked
 * again, from the day before on. Throws `import-sent`; `reset-by-yourself` where somebody has a
 * hand in both keyings, or has read a case, or a file that may hold it, by an account that one of
 * the two had the password of; `records-read` where the person has.
 */
export const requireFirstKeyingUnread = async (
  dependencies: FirstKeyingDependencies,
  { opened, keyed, assignedAt }: FirstKeying,
  keyer: Acting,
  until: Date,
): Promise<void> => {
  const { commands, directory } = dependencies;
  const { bookId, unitId } = opened;
  await requireNotSent(dependencies, opened, keyer);
  const hands = withHand(noHands, keyer.account, keyer);
  // What they keyed themselves is refused by its own name.
  const ofOthers = keyed.filter(({ keyedBy, sentBy }) => ![keyedBy, sentBy].includes(keyer.account));
  for (const one of ofOthers) {
    const accounts = one.hands.accounts.filter((account) => account !== keyer.account);
    if (sharesHand({ ...one.hands, accounts }, hands)) throw new CommandRejected("reset-by-yourself");
  }
  const [first] = keyed.map(({ enteredAt }) => enteredAt).sort();
  if (first === undefined) return;
  const inHands = (read: typeof hands) => sharesHand(read, hands);
  const hasRead = async (account: string, since: Date, unsaid?: "scan"): Promise<boolean> => {
    const { recordIds, files } = await loadReadings(commands, account, { since, until, inHands, unsaid });
    const mayHoldIt = files.some(
      (read) => read.file !== "scan" && (read.bookId ?? bookId) === bookId && read.unitId === unitId,
    );
    return mayHoldIt || keyed.some(({ id }) => recordIds.has(id));
  };
  const since = new Date(first);
  // Since it was assigned an older reading is one of the paper: they were shown nothing else.
  const hasReadThemselves = assignedAt
    ? await hasRead(keyer.account, new Date(assignedAt.getTime() - DAY_MS), "scan")
    : await hasRead(keyer.account, since);
  if (hasReadThemselves) throw new CommandRejected("records-read");
  for (const account of listOtherReaders(directory, keyer, first))
    if (await hasRead(account, since)) throw new CommandRejected("reset-by-yourself");
};
