import { CommandRejected, everyDocument, sharesHand } from "@sogoc/core";
import {
  keyOfNote,
  keyOfScan,
  listUnconfirmed,
  type SentPackage,
  unconfirmedInWords,
} from "@sogoc/registers";
import type { Dependencies } from "../dependencies.ts";
import { listScansToPack, type PackageContent } from "../exports/write-export.ts";
import { currentEvents } from "../history/record-at.ts";
import type { BookReview } from "../read-models/book-view.ts";
import type { RegisteredBook } from "./get-book.ts";

/** What other people have confirmed of a book, by keys. */
const loadConfirmed = async (
  { store }: Dependencies<"store">,
  bookId: string,
): Promise<ReadonlySet<string>> => {
  const events = currentEvents(await store.readStream(`handover-${bookId}`));
  const keys = events.flatMap((event) =>
    event.type === "ChangesSinceAcceptanceConfirmed"
      ? [...event.data.notes.map(keyOfNote), ...event.data.scans.map(keyOfScan)]
      : [],
  );
  return new Set(keys);
};

/** The last round of each batch. */
const lastRounds = ({ reviews }: Pick<RegisteredBook, "reviews">): ReadonlyMap<string, BookReview> => {
  const byRound = Object.values(reviews).toSorted((one, other) => one.round - other.round);
  return new Map(byRound.map((review) => [review.batchId, review]));
};

/** The acceptance of a batch by its last round. */
const acceptanceIn = (round: BookReview | undefined) =>
  round?.verdict === "accepted" ? { scansSeen: round.scansSeen, by: round.decidedHands } : undefined;

/**
 * A package for the national database is not made of what one person alone put beside accepted
 * cases, before another has confirmed it. `sent` are the packages that went out. Throws
 * `changes-not-confirmed`, naming each.
 */
export const requireChangesConfirmed = async (
  dependencies: Dependencies<"records" | "scans" | "store">,
  book: RegisteredBook,
  sent: readonly SentPackage[],
  content: Pick<PackageContent, "only" | "withCover"> | undefined,
): Promise<void> => {
  const bookId = book.id;
  const inBook = await everyDocument(dependencies.records, { where: { bookId, status: "entered" } });
  const inForce = await everyDocument(dependencies.scans, { where: { bookId } });
  const rounds = lastRounds(book);
  const unconfirmed = listUnconfirmed({
    packages: sent,
    cases: inBook.map(({ id: recordId, number, notes, batchId }) => {
      return { recordId, number, notes, acceptance: acceptanceIn(rounds.get(batchId)) };
    }),
    scansOfOne: inForce.filter(({ attachedBy }) => attachedBy !== undefined),
    confirmed: await loadConfirmed(dependencies, bookId),
    isOwnAcceptance: ({ attachedBy }, { by }) => attachedBy !== undefined && sharesHand(attachedBy, by),
  });
  const packed = new Set((await listScansToPack(dependencies, bookId, content)).map(({ id }) => id));
  const inPackage = {
    notes: unconfirmed.notes.filter(({ recordId }) => content?.only.has(recordId) ?? true),
    scans: unconfirmed.scans.filter(({ id }) => packed.has(id)),
  };
  const changes = inPackage.notes.length + inPackage.scans.length;
  if (changes > 0)
    throw new CommandRejected("changes-not-confirmed", { changes }, unconfirmedInWords(inPackage));
};
