import { type Directory, heldUntilAfter, loadReadings } from "@sogoc/access";
import {
  type Acting,
  type CommandHandler,
  CommandRejected,
  noHands,
  settersBehind,
  sharesHand,
  withHand,
} from "@sogoc/core";
import type { RecordView } from "../read-models/records.ts";
import type { Batch } from "./load-batch.ts";

interface FirstKeyingDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly directory: Pick<Directory, "inHandsOf">;
}

/** Cases of a batch that were keyed, and are to be keyed again. */
export interface FirstKeying {
  readonly opened: Pick<Batch["opened"], "bookId" | "unitId">;
  readonly keyed: readonly Pick<
    RecordView,
    "enteredAt" | "id" | "keyedBy" | "openedBy" | "sentBy" | "resetBy"
  >[];
  /** The person has the second keying: they were asked before, and see nothing of the first. */
  readonly isAssigned: boolean;
}

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
 * Who knows the first keying does not key a second time, whatever roles they hold now. Throws
 * `reset-by-yourself` where somebody has a hand in both keyings, or has read a case, or a file that
 * may hold it, by an account that one of the two had the password of; `records-read` where the
 * person has.
 */
export const requireFirstKeyingUnread = async (
  { commands, directory }: FirstKeyingDependencies,
  { opened: { bookId, unitId }, keyed, isAssigned }: FirstKeying,
  keyer: Acting,
  until: Date,
): Promise<void> => {
  const hands = withHand(noHands, keyer.account, keyer);
  const isOwn = ({ keyedBy, sentBy }: FirstKeying["keyed"][number]) =>
    [keyedBy, sentBy].includes(keyer.account);
  // What they keyed themselves is refused by its own name.
  for (const { keyedBy, sentBy = keyedBy, resetBy, openedBy } of keyed.filter((one) => !isOwn(one)))
    if (sharesHand({ accounts: [keyedBy, sentBy], setters: resetBy, openers: openedBy }, hands))
      throw new CommandRejected("reset-by-yourself");
  const [first] = keyed.map(({ enteredAt }) => enteredAt).sort();
  if (first === undefined) return;
  const hasRead = async (account: string): Promise<boolean> => {
    const asked = { since: new Date(first), until, inHands: (read: typeof hands) => sharesHand(read, hands) };
    const { recordIds, files } = await loadReadings(commands, account, asked);
    const mayHoldIt = files.some(
      (read) => read.file !== "scan" && (read.bookId ?? bookId) === bookId && read.unitId === unitId,
    );
    return mayHoldIt || keyed.some(({ id }) => recordIds.has(id));
  };
  if (!isAssigned && (await hasRead(keyer.account))) throw new CommandRejected("records-read");
  for (const account of listOtherReaders(directory, keyer, first))
    if (await hasRead(account)) throw new CommandRejected("reset-by-yourself");
};
