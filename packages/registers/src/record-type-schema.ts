import { z } from "zod";

/** How a cell is written; decides how it is normalised and which rules look at it. */
export const FieldType = z.enum([
  "registerNumber",
  "bookNumber",
  "pageNumber",
  "fullDate",
  "partialDate",
  "code",
  "listName",
  "personName",
  "place",
  "orgName",
  "idNumber",
  "time",
  "text",
  "integer",
]);
export type FieldType = z.infer<typeof FieldType>;

/** One column of a register. `maxLength` is a soft limit: no official figure is known. */
export const Field = z.strictObject({
  code: z.string().min(1),
  label_vi: z.string().min(1),
  label_en: z.string().min(1),
  type: FieldType,
  maxLength: z.int().positive(),
  required: z.boolean(),
  group: z.string().min(1),
  codeTable: z.string().optional(),
  aliases: z.array(z.string()).optional(),
  inNoSheet: z.boolean().optional().describe("True where no sheet has the column: no layout names it."),
  note: z.string().optional(),
});
export type Field = z.infer<typeof Field>;

const Layout = z.strictObject({
  codes: z.array(z.string()).min(1),
  confidence: z.string(),
  sheet: z.string().optional(),
  noteSheet: z.string().optional(),
  headersWithHint: z.record(z.string(), z.string()).optional(),
});

/**
 * Who is in the record, and in which columns. `sexIs` is set where the role decides the sex
 * (mother, husband).
 */
export const PersonColumns = z.strictObject({
  role: z.string(),
  label_vi: z.string(),
  label_en: z.string(),
  name: z.string(),
  sex: z.string().optional(),
  sexIs: z.enum(["1", "2"]).optional(),
  birth: z.string().optional(),
  death: z.string().optional(),
  ethnicGroup: z.string().optional(),
  nationality: z.string().optional(),
  birthplace: z.string().optional(),
  personalId: z.string().optional(),
  paper: z
    .strictObject({
      type: z.string(),
      number: z.string(),
      other: z.string().optional(),
      issued: z.string().optional(),
    })
    .optional(),
});
export type PersonColumns = z.infer<typeof PersonColumns>;

/**
 * What the quality rules have to know about the columns of this type. Every part may be left out.
 */
export const RecordFacts = z.strictObject({
  signatory: z
    .strictObject({ name: z.string(), position: z.string() })
    .optional()
    .describe("Who signed for the office: their name and what they were."),
  parentage: z
    .array(z.strictObject({ parent: z.string(), child: z.string(), limit: z.string() }))
    .optional()
    .describe("Roles of a parent and a child, and the limit of the parent's age at the birth."),
  deadlines: z
    .array(
      z.strictObject({
        event: z.string(),
        kind: z.string(),
        onTime: z.string(),
        late: z.string(),
        limit: z.string(),
      }),
    )
    .optional()
    .describe("Within how many days the event is registered, and the codes of `kind` for on time and late."),
  datesInWords: z
    .array(z.strictObject({ date: z.string(), words: z.string() }))
    .optional()
    .describe("A date that another column has in words."),
  parentsKind: z
    .strictObject({ field: z.string(), absent: z.record(z.string(), z.array(z.string())) })
    .optional()
    .describe("By the code of `field`, roles of parents that the case does not have."),
  declarations: z
    .array(z.strictObject({ kind: z.string(), declared: z.string(), cancelled: z.string() }))
    .optional()
    .describe("A court's declaration: its kind, the dates of its note and of its end."),
  couple: z
    .strictObject({
      husband: z.string(),
      wife: z.string(),
      ended: z.string().optional(),
      endedValues: z.array(z.string()).optional(),
    })
    .optional()
    .describe("Roles of husband and wife; the column and the values that say that the marriage ended."),
  deathNotice: z
    .strictObject({
      kind: z.string(),
      none: z.string(),
      number: z.string(),
      date: z.string(),
      death: z.string(),
    })
    .optional()
    .describe("The paper that tells of a death; `none` is the code of `kind` for no paper."),
  acknowledgement: z
    .strictObject({
      kind: z.string(),
      parent: z.string(),
      child: z.string(),
      parentSex: z.record(z.string(), z.enum(["1", "2"])),
      limit: z.string(),
    })
    .optional()
    .describe("Roles of parent and child, the parent's sex by the code of `kind`, the least gap of ages."),
  residencePeriod: z
    .strictObject({ from: z.string(), to: z.string() })
    .optional()
    .describe("From when to when somebody lived somewhere."),
  purpose: z
    .strictObject({ kind: z.string(), other: z.string(), text: z.string() })
    .optional()
    .describe("What a paper is for; `other` is the code of `kind` that wants words in `text`."),
});
export type RecordFacts = z.infer<typeof RecordFacts>;

/**
 * A kind of register book: its columns, sheets and the facts its rules need. Plain data, safe to
 * send as JSON.
 */
export const RecordType = z.strictObject({
  code: z.string().regex(/^[A-Z]{2,5}$/),
  order: z.number().optional().describe("Its place in lists; a type that says none comes last."),
  name_vi: z.string().min(1),
  name_en: z.string().min(1),
  filePrefix: z.string().regex(/^[A-Z]{2,5}$/),
  contractorTable: z.string().optional(),
  confidence: z
    .string()
    .describe("A law or official page, B two sources, C one source, D our own inference."),
  source: z.string().describe("Where the columns are known from."),
  officeField: z.string().describe("The column of the office that wrote the book."),
  dateField: z.string().describe("The column of the day of registration, of type fullDate."),
  naturalKey: z.array(z.string()).min(1).describe("The columns that name a case."),
  subjectFields: z.array(z.string()).min(1).describe("The columns of the names a case is known by."),
  knownExtraColumns: z
    .array(z.string())
    .default([])
    .describe("Headers of sheets that are no columns and are passed over."),
  layouts: z.record(z.string(), Layout),
  persons: z.array(PersonColumns).default([]),
  facts: RecordFacts.default({}),
  fields: z.array(Field).min(1),
  groups: z
    .record(z.string(), z.strictObject({ label_vi: z.string().min(1), label_en: z.string().min(1) }))
    .default({})
    .describe("Groups of columns that are called so in this type alone."),
  sample: z
    .record(z.string(), z.string())
    .default({})
    .describe("The cells of one invented case that no rule objects to; the specs try the rules on it."),
});
export type RecordType = z.infer<typeof RecordType>;
