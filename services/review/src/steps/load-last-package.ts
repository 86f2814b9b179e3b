import { ancestorsOf, type Directory, withSuccessors } from "@sogoc/access";
import { type CommandHandler, CommandRejected, everyDocument } from "@sogoc/core";
import { registrationYearOf } from "@sogoc/registers";
import {
  type HandoverState,
  handoverDecider,
  type Outstanding,
  type PackedRecord,
  withoutNationalAnswer,
} from "../domain/handover.ts";
import type { AnsweredBook } from "../handover/book-matches.ts";
import type { SentTwice } from "../handover/either-package.ts";
import type { SettledCase } from "../handover/match-answer.ts";
import type { CaseOutcome, EarlierAnswer } from "../handover/repeated-answer.ts";
import type { BookView } from "../read-models/books.ts";
import { byNumber, type RecordReader } from "../read-models/records.ts";
import { type ReadManifestDependencies, readManifest } from "./read-manifest.ts";

interface LoadLastPackageDependencies extends ReadManifestDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly directory: Pick<Directory, "tree">;
  readonly records: RecordReader;
}

/** The package of a book that was handed over last. */
export interface LastPackage {
  readonly book: BookView;
  readonly sequence: number;
  readonly records: readonly PackedRecord[];
  /**
   * If it was answered already: cases of it, and of earlier packages, that no answer has named.
   * Later results are taken only for these.
   */
  readonly withoutAnswer?: readonly PackedRecord[] | undefined;
  /** While it waits for its answer: cases of earlier packages that no answer has named. */
  readonly stillOpen: readonly PackedRecord[];
  /** Cases of this package and of earlier ones whose result is known. */
  readonly settled: readonly SettledCase[];
  /** Cases that earlier packages contained with other values, while it waits for its answer. */
  readonly sentTwice: readonly SentTwice[];
  /** The answers to earlier packages, the oldest first. */
  readonly earlier: readonly EarlierAnswer[];
  /** The package that each case was in last. */
  readonly packageOf: ReadonlyMap<string, number>;
  /** The office in its manifest, and when it was made. */
  readonly office: string;
  readonly madeAt: string;
  /** Its book, with everything by which its answer may name it. */
  readonly answeredBook: AnsweredBook;
}

/** A package by its manifest. */
interface SentPackage {
  readonly sequence: number;
  readonly office: string;
  readonly records: readonly PackedRecord[];
}

/** The year in which each case of a book was registered, where its date says so. */
const listYears = async (
  { records }: Pick<LoadLastPackageDependencies, "records">,
  bookId: string,
): Promise<ReadonlyMap<string, number>> => {
  const ofBook = await everyDocument(records, {
    where: { bookId, status: "entered" },
    orderBy: byNumber,
  });
  return new Map(
    ofBook.flatMap((record) => {
      const year = registrationYearOf(record);
      return year === undefined ? [] : [[record.id, year] as const];
    }),
  );
};

const listSent = async (
  dependencies: LoadLastPackageDependencies,
  bookId: string,
  { packages }: HandoverState,
  years: ReadonlyMap<string, number>,
): Promise<readonly SentPackage[]> => {
  const sent: SentPackage[] = [];
  for (const { exportId, sequence } of packages) {
    const { records, book } = await readManifest(dependencies, bookId, exportId);
    const dated = records.map((one) => ({ ...one, registeredIn: years.get(one.recordId) }));
    sent.push({ sequence, records: dated, office: book.office });
  }
  return sent;
};

/**
 * The cases of answered packages that are loaded or refused, except those that were sent again in a
 * package that waits for its answer.
 */
const settledIn = (
  packages: readonly SentPackage[],
  { lastAnswered, outstanding }: HandoverState,
): readonly SettledCase[] => {
  const sent = new Map<string, PackedRecord>();
  for (const { records, sequence } of packages) {
    for (const record of records) {
      sent.delete(record.recordId);
      if (sequence <= lastAnswered) sent.set(record.recordId, record);
    }
  }
  return [...sent.values()].flatMap((record): SettledCase[] => {
    const stillOutstanding = outstanding.get(record.recordId);
    if (stillOutstanding === undefined) return [{ record, before: "loaded" }];
    return stillOutstanding.reason === undefined ? [] : [{ record, before: "refused" }];
  });
};

/**
 * The cases of a package that waits for its answer which an earlier package contained with other
 * values.
 */
const sentTwiceIn = (
  packages: readonly SentPackage[],
  { lastAnswered, outstanding }: HandoverState,
): readonly SentTwice[] => {
  const last = packages.at(-1);
  if (!last || last.sequence <= lastAnswered) return [];
  const before = new Map<string, { readonly package: number; readonly revision: number }>();
  for (const { sequence, records } of packages.slice(0, -1))
    for (const { recordId, revision } of records) before.set(recordId, { package: sequence, revision });
  return last.records.flatMap((record) => {
    const sent = before.get(record.recordId);
    if (!sent || sent.revision === record.revision) return [];
    return [{ record, ...sent, before: outcomeOf(outstanding.get(record.recordId))?.says }];
  });
};

const outcomeOf = (stillOutstanding: Outstanding | undefined): CaseOutcome | undefined => {
  if (!stillOutstanding) return { says: "loaded", reason: undefined };
  const { reason } = stillOutstanding;
  return reason === undefined ? undefined : { says: "refused", reason };
};

/** The answers to all packages but the last one. */
const earlierAnswersIn = (
  packages: readonly SentPackage[],
  { answers }: HandoverState,
): readonly EarlierAnswer[] =>
  answers
    .filter(({ sequence }) => sequence < packages.length)
    .map(({ sequence, sha256, packedRecordIds, outstanding }) => {
      const known = new Map<string, CaseOutcome>();
      for (const { recordId } of packages.slice(0, sequence).flatMap(({ records }) => records)) {
        const outcome = outcomeOf(outstanding.get(recordId));
        if (outcome) known.set(recordId, outcome);
      }
      const asked = packedRecordIds ?? packages[sequence - 1]?.records.map(({ recordId }) => recordId) ?? [];
      return { package: sequence, sha256, named: asked.filter((recordId) => known.has(recordId)), known };
    });

/**
 * The book with all its offices: as its package names it, as it is now, and every name of the unit
 * that has it and of the units above.
 */
const answeredBookOf = (
  { directory }: Pick<LoadLastPackageDependencies, "directory">,
  book: BookView,
  office: string,
  years: ReadonlyMap<string, number>,
): AnsweredBook => {
  const { recordType, bookNumber, openingYear, unitId } = book;
  const tree = directory.tree();
  const namesOf = (ids: Iterable<string>): readonly string[] =>
    [...ids].flatMap((id) => {
      const unit = tree.units.get(id);
      return unit ? [...unit.names.map(({ name }) => name), ...unit.aliases] : [];
    });
  const having = withSuccessors(tree, unitId);
  const above = [...having].flatMap((id) => ancestorsOf(tree, id).filter((one) => !having.has(one)));
  const offices = [office, book.office, ...namesOf(having)];
  return {
    recordType,
    bookNumber,
    openingYear,
    years: new Set(years.values()),
    offices,
    above: namesOf(new Set(above)),
  };
};

/**
 * The package that an answer to this book's hand-over is about. Call before an answer is received.
 * Throws `not-handed-over` where there is none.
 */
export const loadLastPackage = async (
  dependencies: LoadLastPackageDependencies,
  book: BookView,
): Promise<LastPackage> => {
  const { state } = await dependencies.commands.load(handoverDecider, book.id);
  const years = await listYears(dependencies, book.id);
  const packages = await listSent(dependencies, book.id, state, years);
  const last = packages.at(-1);
  if (!last) throw new CommandRejected("not-handed-over");
  const { records, office, sequence } = last;
  const inLast = new Set(records.map(({ recordId }) => recordId));
  const notNamed = withoutNationalAnswer(state).map(({ recordId, number, revision }) => ({
    recordId,
    number,
    revision,
    registeredIn: years.get(recordId),
  }));
  const before = notNamed.filter(({ recordId }) => !inLast.has(recordId));
  const isAnswered = sequence <= state.lastAnswered;
  return {
    book,
    sequence,
    records: isAnswered ? [...records, ...before] : records,
    withoutAnswer: isAnswered ? notNamed : undefined,
    stillOpen: isAnswered ? [] : before,
    settled: settledIn(packages, state),
    sentTwice: sentTwiceIn(packages, state),
    earlier: earlierAnswersIn(packages, state),
    packageOf: new Map(
      packages.flatMap((one) => one.records.map(({ recordId }) => [recordId, one.sequence] as const)),
    ),
    office,
    madeAt: (await dependencies.exports.find(state.packages.at(-1)?.exportId ?? ""))?.at ?? "",
    answeredBook: answeredBookOf(dependencies, book, office, years),
  };
};
