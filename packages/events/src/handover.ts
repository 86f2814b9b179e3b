import { z } from "zod";
import { BookType, Day, Id, Sha256, Text } from "./values.ts";

const bookPlace = { bookId: Id, unitId: Id, recordType: BookType, bookNumber: z.string().max(15) };

/** A record of a package that the national database did not take, or said nothing about. */
const NotLoaded = z.strictObject({
  recordId: Id,
  number: z.string().max(24),
  /** Revision of the record that was handed over. */
  revision: z.int().min(0),
});

/** What an answer says of a case. */
const Said = z.enum(["loaded", "refused"]);

/** How many records of a book were handed over and what became of them. */
export const HandoverFigures = z.strictObject({
  packages: z.int().min(1),
  records: z.int().min(0),
  loaded: z.int().min(0),
  refused: z.int().min(0),
  unanswered: z.int().min(0),
});
export type HandoverFigures = z.infer<typeof HandoverFigures>;

/**
 * Streams `handover-<bookId>`: one ledger per book of what was sent when, and what was answered.
 */
export const handoverEvents = {
  BookHandedOver: z.strictObject({
    ...bookPlace,
    /** 1 for the whole book, then one more for each package of corrections or additions. */
    sequence: z.int().min(1),
    exportId: Id,
    records: z.int().min(1),
    manifestSha256: Sha256,
    workbookSha256: Sha256,
    scansSha256: Sha256,
    note: Text.optional(),
    /**
     * Cases in it that hold a field which a check marked and nobody mended, or a finding that
     * nobody answered, and why they go out all the same; left out where there are none, and in
     * older events.
     */
    letGo: z
      .strictObject({
        marks: z.int().min(0),
        findings: z.int().min(0),
        /** Findings of the book's reconciliation that were open; left out where there were none. */
        bookFindings: z.int().min(1).optional(),
        /** Of the first package: cases of the inventory that the book does not have. */
        missingCases: z.int().min(1).optional(),
        because: Text,
      })
      .optional(),
    /** Of a package of corrections: how many outstanding cases it does not hold, by the reason. */
    leftOut: z
      .strictObject({
        refusalNotAnswered: z.int().min(0),
        correctionWaits: z.int().min(0),
        notChosen: z.int().min(0),
      })
      .optional(),
    /**
     * Of a later package: how many of its records no package held before, and how many had changed
     * since one did; left out where it only repeats what was refused or left out, and in older
     * events. `cover`: it holds the cover of the book, which is another one since.
     */
    supplement: z
      .strictObject({
        additions: z.int().min(0),
        changes: z.int().min(0),
        cover: z.literal(true).optional(),
      })
      .optional(),
    handedOverBy: Id,
  }),
  NationalAnswerRecorded: z.strictObject({
    ...bookPlace,
    sequence: z.int().min(1),
    fileName: z.string().max(200),
    /** The answer file, among the blobs. */
    sha256: Sha256,
    loaded: z.int().min(0),
    /** Of a package of corrections: the records that it held. */
    packedRecordIds: z.array(Id).optional(),
    /**
     * Reasons are shortened to what an event can carry; the whole text stands in the answer file.
     */
    refused: z.array(NotLoaded.extend({ reason: Text })),
    /**
     * Records of the package of which the answer says nothing yet: it does not name them, or says
     * that theirs is still to come (`pending`). Older events do not tell these apart.
     */
    missing: z.array(NotLoaded.extend({ pending: z.literal(true).optional() })),
    /** Numbers in the answer that the package does not hold. */
    unknown: z.array(z.string().max(40)).max(200),
    /**
     * More results of a package that was answered already: for the cases in `packedRecordIds`,
     * which no answer had named. Its counts are of these alone.
     */
    more: z.literal(true).optional(),
    /**
     * Cases of which an answer before it said otherwise, and which of the two a person holds right;
     * what they hold right of it is in its counts, and in `packedRecordIds`.
     */
    contradicted: z
      .strictObject({
        cases: z.array(z.strictObject({ recordId: Id, number: z.string().max(24), before: Said, now: Said })),
        kept: z.enum(["file", "before"]),
        because: Text,
        /**
         * What the file refuses and a person holds loaded all the same waits for the word of
         * whoever accepts; left out in older events.
         */
        awaitsWord: z.literal(true).optional(),
      })
      .optional(),
    /** It tells of no later day than one before its package was made, and why it is its answer. */
    earlier: z.strictObject({ day: Day, because: Text }).optional(),
    /** It says what an answer to this earlier package said, and why it is the answer to its own. */
    sameAs: z.strictObject({ package: z.int().min(1), because: Text }).optional(),
    /**
     * Lines that may be results of cases as an earlier package contained them, or as the last one
     * does with other values; a person said of which. What is of the earlier one decides nothing.
     */
    ofEither: z
      .strictObject({
        cases: z.array(
          z.strictObject({ recordId: Id, number: z.string().max(24), says: Said, package: z.int().min(1) }),
        ),
        of: z.enum(["earlier", "last"]),
        because: Text,
      })
      .optional(),
    /** Places in it that may name another book, and cannot be read, and why they do not. */
    unread: z.strictObject({ places: z.int().min(1), because: Text }).optional(),
    /** Cells whose years had two digits, and of which century a person said they are. */
    shortYears: z.strictObject({ places: z.int().min(1), century: z.literal([1900, 2000]) }).optional(),
    /** The same by column, also where not all are of one century; left out in older events. */
    shortYearColumns: z
      .array(
        z.strictObject({
          heading: z.string().max(100),
          places: z.int().min(1),
          century: z.literal([1900, 2000]),
        }),
      )
      .optional(),
    /**
     * Texts of the status column, how many lines each stands in, what it counts as, and the number
     * in the first of them, with the reason that stands there; left out in older events.
     */
    words: z
      .array(
        z.strictObject({
          text: z.string().max(100),
          says: z.enum(["loaded", "refused", "pending"]),
          lines: z.int().min(1),
          number: z.string().max(40),
          reason: z.string().max(100).optional(),
        }),
      )
      .max(30)
      .optional(),
    /** Lines that speak against what they count as, and why they count so. */
    doubted: z
      .strictObject({
        lines: z.int().min(1),
        because: Text,
        /**
         * How many of them count as loaded or still to come, and so wait for the word of whoever
         * accepts; left out where there are none, and in older events.
         */
        awaitsWord: z.int().min(1).optional(),
        /** The first of them; rows are counted as in the sheet. */
        examples: z
          .array(
            z.strictObject({
              row: z.int().min(1),
              number: z.string().max(40),
              says: z.enum(["loaded", "refused", "pending"]),
              text: z.string().max(100),
            }),
          )
          .max(20)
          .optional(),
      })
      .optional(),
    /**
     * Lines that count for no case although they may say something of one: on another sheet, in
     * another table, or without a number; and why nothing of them counts. They wait for the word of
     * whoever accepts.
     */
    aside: z
      .strictObject({
        lines: z.int().min(1),
        because: Text,
        /** The first of them; `sheet` where it is another one than was read, `number` if any. */
        examples: z
          .array(
            z.strictObject({
              sheet: z.string().max(100).optional(),
              row: z.int().min(1),
              number: z.string().max(40).optional(),
              text: z.string().max(100),
            }),
          )
          .max(20),
      })
      .optional(),
    /** The sheet that was read, in a file with several; left out in older events. */
    sheet: z.string().max(100).optional(),
    /**
     * Which column is which, counted from 0, and which texts mean loaded or still to come, as who
     * recorded it had confirmed; left out in older events.
     */
    mapping: z
      .strictObject({
        headerRow: z.int().min(1),
        number: z.int().min(0),
        status: z.int().min(0),
        reason: z.int().min(0).optional(),
        loadedWhen: z.array(z.string().max(100)),
        pendingWhen: z.array(z.string().max(100)).optional(),
      })
      .optional(),
    recordedBy: Id,
  }),
  /**
   * A refused record stays as it is, because the paper says so; it goes out again with the next
   * package.
   */
  RefusalConfirmed: z.strictObject({
    ...bookPlace,
    recordId: Id,
    number: z.string().max(24),
    reason: Text,
    confirmedBy: Id,
  }),
  /**
   * Notes by decision and scans that one person alone put beside what was accepted, and that
   * another has looked at, so that they may go out.
   */
  ChangesSinceAcceptanceConfirmed: z.strictObject({
    ...bookPlace,
    /** Each with the revision of the record in which it was written. */
    notes: z.array(z.strictObject({ recordId: Id, number: z.string().max(24), revision: z.int().min(0) })),
    scans: z.array(
      z.strictObject({
        kind: z.enum(["case", "cover", "whole-book"]),
        number: z.string().max(24).optional(),
        sha256: Sha256,
        /** One more than the revision of the book with which it was attached. */
        version: z.int().min(1),
      }),
    ),
    confirmedBy: Id,
  }),
  /** The second acceptance: the result of the unit that manages the data is complete. */
  HandoverAccepted: z.strictObject({
    ...bookPlace,
    figures: HandoverFigures,
    note: Text.optional(),
    /** Refusals of the national database that were not believed, seen by whoever accepts. */
    setAside: z.int().min(1).optional(),
    /** Lines of answers that spoke against what they count as, seen by whoever accepts. */
    doubted: z.int().min(1).optional(),
    decidedBy: Id,
  }),
};
