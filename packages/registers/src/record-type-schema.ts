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
export const Field = z.object({
  code: z.string().min(1),
  label_vi: z.string().min(1),
  label_en: z.string().min(1),
  type: FieldType,
  maxLength: z.int().positive(),
  required: z.boolean(),
  group: z.string().min(1),
  codeTable: z.string().optional(),
  aliases: z.array(z.string()).optional(),
  note: z.string().optional(),
});
export type Field = z.infer<typeof Field>;

const Layout = z.object({
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
export const PersonColumns = z.object({
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
    .object({
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
export const RecordFacts = z.object({
  signatory: z.object({ name: z.string(), position: z.string() }).optional(),
  parentage: z.array(z.object({ parent: z.string(), child: z.string(), limit: z.string() })).optional(),
  deadlines: z
    .array(
      z.object({
        event: z.string(),
        kind: z.string(),
        onTime: z.string(),
        late: z.string(),
        limit: z.string(),
      }),
    )
    .optional(),
  datesInWords: z.array(z.object({ date: z.string(), words: z.string() })).optional(),
  parentsKind: z.object({ field: z.string(), absent: z.record(z.string(), z.array(z.string())) }).optional(),
  declarations: z
    .array(z.object({ kind: z.string(), declared: z.string(), cancelled: z.string() }))
    .optional(),
  couple: z
    .object({
      husband: z.string(),
      wife: z.string(),
      ended: z.string().optional(),
      endedValues: z.array(z.string()).optional(),
    })
    .optional(),
  deathNotice: z
    .object({ kind: z.string(), none: z.string(), number: z.string(), date: z.string(), death: z.string() })
    .optional(),
  acknowledgement: z
    .object({
      kind: z.string(),
      parent: z.string(),
      child: z.string(),
      parentSex: z.record(z.string(), z.enum(["1", "2"])),
      limit: z.string(),
    })
    .optional(),
  residencePeriod: z.object({ from: z.string(), to: z.string() }).optional(),
  purpose: z.object({ kind: z.string(), other: z.string(), text: z.string() }).optional(),
});
export type RecordFacts = z.infer<typeof RecordFacts>;

/**
 * A kind of register book: its columns, sheets and the facts its rules need. Plain data, safe to
 * send as JSON.
 */
export const RecordType = z.object({
  code: z.string().regex(/^[A-Z]{2,5}$/),
  name_vi: z.string().min(1),
  name_en: z.string().min(1),
  filePrefix: z.string().regex(/^[A-Z]{2,5}$/),
  contractorTable: z.string().optional(),
  confidence: z.string(),
  source: z.string(),
  officeField: z.string(),
  naturalKey: z.array(z.string()).min(1),
  subjectFields: z.array(z.string()).min(1),
  knownExtraColumns: z.array(z.string()).default([]),
  layouts: z.record(z.string(), Layout),
  persons: z.array(PersonColumns).default([]),
  facts: RecordFacts.default({}),
  fields: z.array(Field).min(1),
  /** Names of groups of fields that the texts of the windows do not have. */
  groups: z
    .record(z.string(), z.object({ label_vi: z.string().min(1), label_en: z.string().min(1) }))
    .default({}),
  /** The cells of one invented case that no rule objects to; the specs try the rules on it. */
  sample: z.record(z.string(), z.string()).default({}),
});
export type RecordType = z.infer<typeof RecordType>;
