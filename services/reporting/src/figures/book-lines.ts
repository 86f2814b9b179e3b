import { allPages } from "@sogoc/core";
import { bookProgressNames } from "@sogoc/registers";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { type BatchStateName, batchStates } from "../read-models/batch-state.ts";
import type { BookView } from "../read-models/book-view.ts";
import type { HandoverView } from "../read-models/handovers.ts";
import { handedFiguresOf } from "./handed-over.ts";
import { unitNameOf } from "./scope.ts";

/** A book as a shelf shows it. */
export const BookLine = z.object({
  id: z.string(),
  unitId: z.string(),
  unitName: z.string(),
  recordType: z.string(),
  bookNumber: z.string(),
  openingYear: z.int(),
  phase: z.int(),
  office: z.string(),
  expected: z.int().nullable(),
  pages: z.int().nullable(),
  standing: z.enum(bookProgressNames),
  files: z.int(),
  scannedPages: z.int(),
  records: z.int(),
  ownNumbers: z.int().describe("Cases that the inventory counts: without second cases of a number."),
  submitted: z.int(),
  accepted: z.int(),
  ownNumbersAccepted: z.int().describe("Of these the accepted ones."),
  returnedRounds: z.int(),
  ruleErrors: z.int(),
  ruleWarnings: z.int(),
  batches: z.record(z.enum(batchStates), z.int()),
  handover: z
    .object({
      packages: z.int(),
      awaitsAnswer: z.boolean(),
      outstanding: z
        .int()
        .describe("Records that the national database has not taken yet, as far as it told."),
      toSupplement: z
        .int()
        .nullable()
        .describe(
          "Records accepted or corrected after the packages went out; null where it cannot be known.",
        ),
      notLoaded: z
        .int()
        .nullable()
        .describe(
          "Records that the national database does not have as they are here, sent or not; null where it cannot be known.",
        ),
      accepted: z.boolean(),
    })
    .nullable()
    .describe("Null while nothing was handed over."),
  lastActivityAt: z.string(),
});
export type BookLine = z.infer<typeof BookLine>;

const countBatchStates = async (dependencies: Dependencies<"batches">, bookIds: readonly string[]) => {
  const counts = new Map<string, Partial<Record<BatchStateName, number>>>();
  for await (const page of allPages(dependencies.batches, { where: { bookId: { in: bookIds } } })) {
    for (const { bookId, state } of page) {
      if (bookId === null || state === null) continue;
      const known = counts.get(bookId) ?? {};
      counts.set(bookId, { ...known, [state]: (known[state] ?? 0) + 1 });
    }
  }
  return counts;
};

const countScans = async (dependencies: Dependencies<"scans">, bookIds: readonly string[]) => {
  const counts = new Map<string, { files: number; pages: number }>();
  for await (const page of allPages(dependencies.scans, { where: { bookId: { in: bookIds } } })) {
    for (const { bookId, kind, pages } of page) {
      const known = counts.get(bookId) ?? { files: 0, pages: 0 };
      counts.set(bookId, {
        files: known.files + (kind === "case" ? 1 : 0),
        pages: known.pages + (kind === "cover" ? 0 : pages),
      });
    }
  }
  return counts;
};

const handoverOf = async (
  { supplements }: Dependencies<"supplements">,
  book: BookView,
  ledger: HandoverView | undefined,
): Promise<BookLine["handover"]> => {
  if (!ledger) return null;
  const supplement = await supplements.count(ledger, book);
  return {
    packages: ledger.packages.length,
    awaitsAnswer: ledger.packages.at(-1)?.answer === null,
    outstanding: ledger.outstanding.length,
    toSupplement: supplement && supplement.additions + supplement.changes + supplement.withCover,
    notLoaded: supplement && handedFiguresOf(ledger, supplement).notLoaded,
    accepted: ledger.accepted !== null,
  };
};

export type BookLinesDependencies = Dependencies<
  "batches" | "clock" | "directory" | "handovers" | "scans" | "supplements"
>;

/** Books as a shelf shows them; those not registered yet are left out. */
export const listBookLines = async (
  dependencies: BookLinesDependencies,
  rows: readonly BookView[],
): Promise<BookLine[]> => {
  const ids = rows.map(({ id }) => id);
  const [states, files, handovers] = await Promise.all([
    countBatchStates(dependencies, ids),
    countScans(dependencies, ids),
    dependencies.handovers.findMany(ids),
  ]);
  const lines: BookLine[] = [];
  for (const row of rows) {
    if (!row.book || row.phase === null) continue;
    const { unitId, recordType, bookNumber, openingYear, office } = row.book;
    const { expected, pages, records, submitted, accepted, returnedRounds, ruleErrors, ruleWarnings } = row;
    const { ownNumbers, ownNumbersAccepted } = row;
    lines.push({
      id: row.id,
      unitId,
      unitName: unitNameOf(dependencies, unitId),
      recordType,
      bookNumber,
      openingYear,
      office,
      phase: row.phase,
      expected,
      pages,
      records,
      ownNumbers,
      standing: row.standing,
      submitted,
      accepted,
      ownNumbersAccepted,
      returnedRounds,
      ruleErrors,
      ruleWarnings,
      files: files.get(row.id)?.files ?? 0,
      scannedPages: files.get(row.id)?.pages ?? 0,
      batches: {
        open: 0,
        assigned: 0,
        "second-keying": 0,
        arbitration: 0,
        submitted: 0,
        "in-review": 0,
        returned: 0,
        "to-mend": 0,
        accepted: 0,
        withdrawn: 0,
        ...states.get(row.id),
      },
      handover: await handoverOf(dependencies, row, handovers.get(row.id)),
      lastActivityAt: row.lastActivityAt,
    });
  }
  return lines;
};
