import { ancestorsOf, type Directory, withSuccessors } from "@sogoc/access";
import { type CommandHandler, CommandRejected, everyDocument } from "@sogoc/core";
import { contentsSent, registrationYearOf } from "@sogoc/registers";
import {
  type HandoverState,
  handoverDecider,
  type PackedRecord,
  withoutNationalAnswer,
} from "../domain/handover.ts";
import type { AnsweredBook } from "../handover/book-matches.ts";
import type { SettledCase } from "../handover/match-answer.ts";
import type { EarlierAnswer } from "../handover/repeated-answer.ts";
import {
  type CaseOutcome,
  casesSentAgain,
  outcomeOf,
  type SentCase,
  type SentPackage,
} from "../handover/sendings.ts";
import type { BookView } from "../read-models/books.ts";
import { byNumber, type RecordReader } from "../read-models/records.ts";
import { packageOf, type ReadManifestDependencies, readManifest } from "./read-manifest.ts";

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
  /** The cases that were in several packages. */
  readonly sentAgain: readonly SentCase[];
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
  const manifests: Awaited<ReturnType<typeof readManifest>>[] = [];
  for (const { exportId } of packages) manifests.push(await readManifest(dependencies, bookId, exportId));
  const contents = contentsSent(manifests.map(packageOf));
  return packages.flatMap(({ sequence }, index) => {
    const manifest = manifests[index];
    if (!manifest) return [];
    const records = manifest.records.map((one) => ({ ...one, registeredIn: years.get(one.recordId) }));
    const { office } = manifest.book;
    return [{ sequence, records, office, contents: contents[index] ?? new Map() }];
  });
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
    sentAgain: casesSentAgain(packages, state.answers),
    earlier: earlierAnswersIn(packages, state),
    packageOf: new Map(
      packages.flatMap((one) => one.records.map(({ recordId }) => [recordId, one.sequence] as const)),
    ),
    office,
    madeAt: (await dependencies.exports.find(state.packages.at(-1)?.exportId ?? ""))?.at ?? "",
    answeredBook: answeredBookOf(dependencies, book, office, years),
  };
};
