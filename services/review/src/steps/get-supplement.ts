import { everyDocument, type Hands, noHands } from "@sogoc/core";
import {
  isCoverOutdated,
  type SentPackage,
  type ShownBook,
  type SupplementRecord,
  supplementOf,
} from "@sogoc/registers";
import type { HandoverState } from "../domain/handover.ts";
import { supplementHands, type UnjudgedNote, unjudgedNotes } from "../domain/supplement-hands.ts";
import { type UnconfirmedChanges, unconfirmedChangesIn } from "../domain/unconfirmed-changes.ts";
import type { BookReader } from "../read-models/books.ts";
import type { ScanReader, ScanView } from "../read-models/scans.ts";
import { getBook } from "./get-book.ts";
import type { BookCase } from "./list-cases-with-holds.ts";
import { packageOf, type ReadManifestDependencies, readManifest } from "./read-manifest.ts";

export interface GetSupplementDependencies extends ReadManifestDependencies {
  readonly books: BookReader;
  readonly scans: ScanReader;
}

/** A book with its scans in force. */
interface BookInForce extends ShownBook {
  readonly scans: readonly ScanView[];
}

/** The office of a book and its scans in force. Throws `book-unknown`. */
export const getShownBook = async (
  { books, scans }: Pick<GetSupplementDependencies, "books" | "scans">,
  bookId: string,
): Promise<BookInForce> => {
  const { office } = await getBook(books, bookId);
  return { office, scans: await everyDocument(scans, { where: { bookId } }) };
};

/** What the packages of a book do not contain as it is now. */
export interface Supplement {
  readonly records: readonly SupplementRecord[];
  /** The book has another cover than the packages. */
  readonly coverChanged: boolean;
  /**
   * Everybody who, without a second person, wrote a note or attached a scan that no second
   * acceptance covers.
   */
  readonly hands: Hands;
  /** Notes by decision that no second acceptance covers, sent or not. */
  readonly notes: readonly UnjudgedNote[];
  /** What one person alone put beside what was accepted, and nobody else has confirmed yet. */
  readonly unconfirmed: UnconfirmedChanges<UnconfirmedScan>;
}

/** A scan in force, as far as it tells who attached it alone. */
export interface UnconfirmedScan extends Pick<ScanView, "id" | "kind" | "number" | "sha256" | "version"> {
  readonly fileName: string;
  readonly at: string;
  /** Undefined where one person asked for it and another approved. */
  readonly attachedBy: Hands | undefined;
}

/**
 * Everything that was accepted, corrected, annotated or got another scan after the packages of a
 * book went out, by comparing with their manifests. Throws what `manifestRefusals` names.
 */
export const getSupplement = async (
  dependencies: GetSupplementDependencies,
  bookId: string,
  {
    packages,
    outstanding,
    acceptedPackages,
    confirmed,
  }: Pick<HandoverState, "packages" | "outstanding" | "acceptedPackages" | "confirmed">,
  cases: readonly BookCase[],
): Promise<Supplement> => {
  const shown = await getShownBook(dependencies, bookId);
  const scans = shown.scans.map(
    ({
      id,
      kind,
      number,
      sha256,
      version,
      fileName,
      attachedAt: at,
      attachedBy,
      isByTwo,
    }): UnconfirmedScan => ({
      id,
      kind,
      version,
      number,
      sha256,
      fileName,
      at,
      attachedBy: isByTwo ? undefined : attachedBy,
    }),
  );
  if (packages.length === 0)
    return {
      records: [],
      coverChanged: false,
      hands: noHands,
      notes: unjudgedNotes([], 0, cases),
      unconfirmed: unconfirmedChangesIn([], cases, scans, confirmed),
    };
  const sent: SentPackage[] = [];
  for (const { exportId } of packages)
    sent.push(packageOf(await readManifest(dependencies, bookId, exportId)));
  const accepted = cases
    .filter(({ why }) => !why.includes("not-accepted") && !why.includes("returned"))
    .map(({ recordId: id, number, writtenRevision }) => ({ id, number, writtenRevision }));
  return {
    records: supplementOf(accepted, shown, sent, new Set(outstanding.keys())),
    coverChanged: isCoverOutdated(shown, sent),
    notes: unjudgedNotes(sent, acceptedPackages, cases),
    hands: supplementHands(sent, acceptedPackages, cases, scans),
    unconfirmed: unconfirmedChangesIn(sent, cases, scans, confirmed),
  };
};
