import { CommandRejected } from "@sogoc/core";
import { type DataOf, FieldChange, HandoverFigures } from "@sogoc/events";
import { Barred, inShape, Reason } from "@sogoc/http";
import { contentParts, supplementKinds } from "@sogoc/registers";
import { z } from "zod";
import { holds } from "../domain/holds.ts";
import { AnswerMapping } from "../handover/answer-file.ts";
import type { Centuries, Century } from "../handover/short-years.ts";
import { OutstandingShape } from "./review-shapes.ts";

const Outstanding = z.object({
  recordId: z.string(),
  number: z.string(),
  reason: z.string().nullable().describe("Why it was refused; null where the answer did not name it."),
  pending: z
    .literal(true)
    .optional()
    .describe("The answer named it, and said that its result is still to come."),
  confirmed: z.string().nullable(),
  corrected: z.boolean().describe("It was changed since it was handed over."),
  sentAgain: z.literal(true).optional().describe("It is in the package that waits for its answer."),
});

const Package = z.object({
  sequence: z.int(),
  exportId: z.string(),
  records: z.int(),
  manifestSha256: z.string(),
  handedOverBy: z.string(),
  note: z.string().optional(),
  letGo: z
    .object({
      marks: z.int(),
      findings: z.int(),
      bookFindings: z.int().optional(),
      missingCases: z.int().optional(),
      because: z.string(),
    })
    .optional()
    .describe(
      "Cases that went out although nobody had settled their marks or findings, open findings and missing cases of the book then, and why.",
    ),
  leftOut: z
    .object({ refusalNotAnswered: z.int(), correctionWaits: z.int(), notChosen: z.int() })
    .optional()
    .describe("Outstanding cases that it does not hold, by the reason."),
  supplement: z
    .object({ additions: z.int(), changes: z.int(), cover: z.literal(true).optional() })
    .optional()
    .describe("Cases in it that no package held before, and those that had changed since one did."),
});

const AnswerWords = z.array(
  z.object({
    text: z.string(),
    says: z.enum(["loaded", "refused", "pending"]),
    lines: z.int(),
    number: z.string().describe("The number in the first line of them."),
    reason: z.string().optional(),
  }),
);

const RecordedAnswer = z.object({
  package: z.int(),
  fileName: z.string(),
  recordedBy: z.object({ account: z.string(), name: z.string() }),
  words: AnswerWords.optional().describe("What each text of the file counts as; none in older answers."),
  doubted: z
    .object({
      lines: z.int(),
      because: z.string(),
      awaitsWord: z.int().optional(),
      examples: z
        .array(
          z.object({
            row: z.int(),
            number: z.string(),
            says: z.enum(["loaded", "refused", "pending"]),
            text: z.string(),
          }),
        )
        .optional(),
    })
    .optional()
    .describe("Lines that speak against what they count as, why they count so, and the first of them."),
  aside: z
    .object({
      lines: z.int(),
      because: z.string(),
      examples: z.array(
        z.object({
          sheet: z.string().optional(),
          row: z.int(),
          number: z.string().optional(),
          text: z.string(),
        }),
      ),
    })
    .optional()
    .describe("Lines that count for no case, on another sheet, in another table or without a number."),
  sheet: z.string().optional().describe("The sheet that was read, of several."),
  shortYears: z.object({ places: z.int(), century: z.literal([1900, 2000]) }).optional(),
  shortYearColumns: z
    .array(z.object({ heading: z.string(), places: z.int(), century: z.literal([1900, 2000]) }))
    .optional()
    .describe("Of which century its years of two digits are, by column; older answers have `shortYears`."),
  ofEither: z
    .object({
      cases: z.array(
        z.object({
          recordId: z.string(),
          number: z.string(),
          says: z.enum(["loaded", "refused"]),
          package: z.int(),
        }),
      ),
      of: z.enum(["earlier", "last"]),
      because: z.string(),
    })
    .optional()
    .describe("Lines that may be of an earlier package or of the last one, and of which they are."),
  unknown: z.array(z.string()).describe("Numbers in it that no package holds."),
  contradicted: z
    .object({
      kept: z.enum(["file", "before"]),
      because: z.string(),
      cases: z.array(
        z.object({
          recordId: z.string(),
          number: z.string(),
          before: z.enum(["loaded", "refused"]),
          now: z.enum(["loaded", "refused"]),
        }),
      ),
    })
    .optional()
    .describe("Cases of which an answer before it said otherwise, and which of the two was kept."),
});

const HeldCase = z.object({
  recordId: z.string(),
  number: z.string(),
  why: z.array(z.enum(holds)),
});

/** A package of the hand-over's stream in the form of the API. */
export const toPackage = (data: DataOf<"BookHandedOver">): z.infer<typeof Package> => inShape(Package, data);

export const HandoverShape = z.object({
  bookId: z.string(),
  status: z.enum(["none", "in-work", "accepted"]),
  answered: z.int(),
  figures: HandoverFigures.extend({
    changed: z.int().describe("Handed over, and corrected since: loaded as they were."),
    additions: z.int().describe("Accepted since, and in no package."),
  }).nullable(),
  packages: z.array(Package),
  answers: z.array(RecordedAnswer).describe("In the order in which they were recorded."),
  setAside: z
    .array(z.object({ recordId: z.string(), number: z.string(), because: z.string() }))
    .describe("Refused by a later file, kept as loaded: they wait for the word of whoever accepts."),
  doubtedLines: z
    .int()
    .describe(
      "Lines that speak against what they count as, or count for no case, and wait for the word of whoever accepts.",
    ),
  acceptances: z
    .array(
      z.object({
        at: z.string(),
        by: z.string().describe("Name of who decided."),
        note: z.string().optional(),
        packages: z.int().describe("As many packages as it rests on."),
        overtaken: z
          .literal(true)
          .optional()
          .describe("Something came after it, a package or another word: it is not what stands now."),
      }),
    )
    .describe("Every second acceptance, the first one first."),
  outstanding: z.array(Outstanding),
  supplement: z
    .array(z.object({ recordId: z.string(), number: z.string(), kind: z.enum(supplementKinds) }))
    .describe("What was accepted or corrected after the packages went out: goes out with the next one."),
  notes: z
    .array(
      z.object({
        recordId: z.string(),
        number: z.string(),
        text: z.string(),
        decision: z.object({ number: z.string(), day: z.string(), issuedBy: z.string() }),
        at: z.string(),
        by: z.string().describe("Whose note it is: they do not accept the result."),
      }),
    )
    .describe("Notes by decision that go out with the book and that no second acceptance has judged."),
  toConfirm: z
    .object({
      notes: z.array(
        z.object({
          recordId: z.string(),
          number: z.string(),
          revision: z.int(),
          text: z.string(),
          decision: z.object({ number: z.string(), day: z.string(), issuedBy: z.string() }),
          at: z.string(),
          byName: z.string(),
          own: z.literal(true).optional().describe("The reader's own: somebody else confirms it."),
        }),
      ),
      scans: z.array(
        z.object({
          kind: z.enum(["case", "cover", "whole-book"]),
          number: z.string().optional(),
          sha256: z.string(),
          version: z.int(),
          fileName: z.string(),
          at: z.string(),
          byName: z.string(),
          own: z.literal(true).optional(),
        }),
      ),
      barred: Barred.optional().describe("Why whoever asks may confirm none of it."),
    })
    .describe(
      "What one person alone put beside what was accepted: it goes out once another has confirmed it.",
    ),
  barred: Barred.optional().describe("Why whoever asks may not accept it, whatever is still outstanding."),
  coverChanged: z.boolean().describe("The book's cover is another one than that of the packages."),
  ready: z.object({
    inBook: z.int(),
    outstanding: OutstandingShape.optional(),
    expected: z.int().nullable().describe("Cases that the inventory says; null where nobody has counted."),
    ownNumbers: z.int().describe("Cases that it counts: without second cases of a number."),
    notAccepted: z.int(),
    openBatches: z
      .array(
        z.object({
          from: z.int().optional(),
          to: z.int().optional(),
          secondCases: z.literal(true).optional(),
        }),
      )
      .describe("Batches of the book that nobody has accepted, with cases or without, by their numbers."),
    exchanges: z
      .array(z.enum(["office", "case", "cover", "whole-book"]))
      .describe("Requests for another office, cover or scan of the whole book that wait for a decision."),
    openFindings: z
      .int()
      .describe("Findings of the book that are not closed; after the first package those that are due."),
    findings: z
      .array(z.object({ rule: z.string(), messageVi: z.string(), messageEn: z.string() }))
      .describe("These findings, in words."),
    closedFindings: z
      .array(
        z.object({
          rule: z.string(),
          messageVi: z.string(),
          messageEn: z.string(),
          reason: z.string(),
          by: z.string().optional(),
        }),
      )
      .describe("Findings that stand and were closed, with the reason and by whom."),
    held: z.array(HeldCase).describe("Cases that are not handed over, or not without a word, and why."),
  }),
  revision: z
    .int()
    .describe("Also the ETag: another one after every package and answer, and with what the book says."),
});

export const AnswerPreview = z.object({
  headerRow: z.int(),
  sheets: z
    .array(z.object({ name: z.string(), rows: z.int(), isRead: z.boolean() }))
    .describe("All sheets of the file in their order, with their rows; one is read, `sheet` chooses."),
  headings: z.array(z.string()),
  statuses: z.array(z.string()).describe("Different texts of the proposed status column."),
  columns: z
    .object({ number: z.int().optional(), status: z.int().optional(), reason: z.int().optional() })
    .describe("What the headings tell, also where no whole mapping can be proposed."),
  proposal: AnswerMapping.nullable().describe(
    "Null where a column, or any text of the status column, is not understood: a person maps it.",
  ),
  rows: z.array(z.object({ row: z.int(), cells: z.array(z.string()) })),
  matched: z
    .object({
      counts: z.object({ loaded: z.int(), refused: z.int(), pending: z.int(), notNamed: z.int() }),
      unknown: z.array(z.string()).describe("Numbers in the file that the package does not hold."),
      contradicted: z
        .array(
          z.object({
            recordId: z.string(),
            number: z.string(),
            before: z.enum(["loaded", "refused"]),
            now: z.enum(["loaded", "refused"]),
            row: z.int().optional(),
            reason: z.string().optional(),
          }),
        )
        .describe("Cases that an answer before has settled and this file says otherwise of."),
      cases: z
        .array(
          z.object({
            recordId: z.string(),
            number: z.string(),
            says: z.enum(["loaded", "refused", "pending", "not-named"]),
            text: z.string().optional().describe("The status as it is written."),
            row: z.int().optional(),
            reason: z.string().optional(),
            ofPackage: z.int().optional().describe("The earlier package that it was in last."),
          }),
        )
        .describe("What is not loaded first; at most 500."),
      late: z
        .int()
        .describe("Cases of packages before that no answer has named, and that the file names; not counted."),
      words: AnswerWords.describe("What each text of the status column counts as, most lines first."),
      doubted: z
        .object({
          count: z.int(),
          lines: z.array(
            z.object({
              row: z.int(),
              number: z.string(),
              says: z.enum(["loaded", "refused", "pending"]),
              text: z.string(),
            }),
          ),
        })
        .describe("Lines that speak against what they count as: they wait for a word with `doubted`."),
      aside: z
        .object({
          count: z.int(),
          lines: z.array(
            z.object({
              sheet: z.string().optional(),
              row: z.int(),
              number: z.string().describe("Empty without one."),
              text: z.string(),
            }),
          ),
        })
        .describe("Lines that count for no case, as on another sheet: they wait for a word with `aside`."),
      ofEither: z
        .array(
          z.object({
            recordId: z.string(),
            number: z.string(),
            says: z.enum(["loaded", "refused"]),
            row: z.int().optional(),
            package: z.int().describe("The earlier package that contained it, with something else."),
            last: z.int().describe("The package that contained it last."),
            differs: z
              .array(z.enum(contentParts))
              .describe("What of it the two packages hold otherwise; `cover` is that of the book."),
            changes: z
              .array(FieldChange)
              .describe("What was changed between the two packages; of the first cases alone."),
          }),
        )
        .describe(
          "Lines that may be of an earlier package than the one that contained their case last: they wait for a word with `whose`.",
        ),
      sameAs: z
        .int()
        .optional()
        .describe("The earlier package whose answer the file repeats: it waits for a word with `sameAs`."),
    })
    .nullable()
    .describe("Case by case, by the mapping asked with or else the proposal; null where there is none."),
  unread: z
    .object({
      count: z.int(),
      places: z.array(z.object({ row: z.int(), heading: z.string(), text: z.string() })),
    })
    .describe(
      "Places that may name another book and cannot be read; row 0 is the name of the file or sheet. They wait for a word with `unread`.",
    ),
  earlierDay: z
    .string()
    .optional()
    .describe("The last day that the file tells of, where that is before its package was made."),
  shortYears: z
    .object({
      count: z.int(),
      examples: z.array(z.object({ row: z.int(), heading: z.string(), text: z.string() })),
      columns: z.array(
        z.object({
          column: z.int(),
          heading: z.string(),
          count: z.int(),
          examples: z.array(z.object({ row: z.int(), text: z.string() })),
        }),
      ),
    })
    .describe("Cells whose years have two digits. They wait for a word with `century` or `centuries`."),
});

export const AnswerQuery = z.object({
  sheet: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .describe("Which sheet is read, counted from 1. Without it the first one with headings."),
  mapping: z
    .string()
    .max(765)
    .optional()
    .describe(
      "JSON of the columns and texts as a person has confirmed them. A preview without it goes by its own proposal; nothing is recorded without it (`answer-mapping-missing`).",
    ),
  century: z
    .enum(["1900", "2000"])
    .optional()
    .describe("Of which century all its years of two digits are, once a person has looked at them."),
  centuries: z
    .string()
    .regex(/^[A-Za-z0-9_-]*$/)
    .max(150)
    .optional()
    .describe("The same by columns, counted from 0: `2-1900_5-2000`. It goes before `century`."),
});

export const AnswerWord = AnswerQuery.extend({
  kept: z
    .enum(["file", "before"])
    .optional()
    .describe("Where the file says otherwise than an answer before: which is right, with `because`."),
  sameAs: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe("The earlier package whose answer the file repeats, with `because`: it is this one's too."),
  whose: z
    .enum(["earlier", "last"])
    .optional()
    .describe("Of which package lines are that may be of an earlier one or of the last, with `because`."),
  unread: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe("How many lines that cannot be read were looked at, with `because`: they name no other."),
  doubted: z.coerce
    .number()
    .int()
    .min(1)
    .max(20_000)
    .optional()
    .describe("How many lines that speak against what they count as were looked at, with `because`."),
  aside: z.coerce
    .number()
    .int()
    .min(1)
    .max(40_000)
    .optional()
    .describe("How many lines that count for no case were looked at, with `because`."),
  // It is a part of the address, whose length servers limit.
  because: Reason.max(150)
    .optional()
    .describe("Why that is so, or why a file from before its package was made is its answer."),
});

const unreadableCenturies = () =>
  new CommandRejected("invalid-request", {}, [
    { pointer: "/querystring/centuries", detail: "Không đọc được. / It cannot be read." },
  ]);

const centuryNamed = (text: string | undefined): Century => (text === "1900" ? 1900 : 2000);

/** The century of all years of two digits, or that of each column. */
export const centuryFrom = ({
  century,
  centuries,
}: Pick<z.infer<typeof AnswerQuery>, "century" | "centuries">): Centuries | undefined => {
  if (centuries === undefined) return century === undefined ? undefined : centuryNamed(century);
  return new Map(
    centuries.split("_").map((one) => {
      const [, column, text] = /^(\d{1,3})-(1900|2000)$/u.exec(one) ?? [];
      if (column === undefined) throw unreadableCenturies();
      return [Number(column), centuryNamed(text)];
    }),
  );
};

/** The sheet asked for, counted from 0. */
export const sheetFrom = ({ sheet }: Pick<z.infer<typeof AnswerQuery>, "sheet">): number | undefined =>
  sheet === undefined ? undefined : sheet - 1;

/** Reads a mapping. Throws `invalid-request` with a pointer for a text that is none. */
export const mappingFrom = (text: string | undefined): AnswerMapping | undefined => {
  if (text === undefined) return undefined;
  try {
    return AnswerMapping.parse(JSON.parse(text));
  } catch {
    throw new CommandRejected("invalid-request", {}, [
      {
        pointer: "/querystring/mapping",
        detail: "Không đọc được cách ghép cột. / The mapping cannot be read.",
      },
    ]);
  }
};
