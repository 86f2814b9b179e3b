import { FieldValue, Mark, SeenAs } from "@sogoc/events";
import { Id } from "@sogoc/http";
import { FindingInWords } from "@sogoc/registers";
import { z } from "zod";
import { batchStates } from "../read-models/batch-state.ts";

/** Media type of workbooks. */
export const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
export const Moment = z.iso.datetime({ offset: true });

export const Cursor = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  // Made by us in letters that an address holds as they are: with any others it would not fit into
  // a request's head.
  after: z
    .string()
    .regex(/^[A-Za-z0-9_-]*$/)
    .max(8_000)
    .optional(),
});

const Severity = Mark.shape.severity;

export const UnitQuery = z.object({ unitId: Id.optional() });

const Findings = z.object({ errors: z.int(), warnings: z.int(), infos: z.int() });

/** A line of a result list: names, but no identity numbers and none of the other fields. */
export const FoundRecord = z.object({
  id: z.string(),
  unitId: z.string(),
  unitName: z.string(),
  bookId: z.string(),
  batchId: z.string(),
  recordType: z.string(),
  bookNumber: z.string(),
  number: z.string(),
  subjects: z.string(),
  office: z.string().optional().describe("The office that registered it, as the book writes it."),
  registeredOn: z.string().nullable(),
  doubtful: z
    .array(z.enum(["subjects", "registeredOn"]))
    .describe("What its keyers have doubts about, or could read in part only."),
  status: z.enum(["entered", "voided"]),
  batchState: z.enum(batchStates).nullable(),
  findings: Findings,
  changedAt: z.string(),
});

export const WholeRecord = z.object({
  id: z.string(),
  unitId: z.string(),
  unitName: z.string(),
  bookId: z.string(),
  batchId: z.string(),
  recordType: z.string(),
  bookNumber: z.string(),
  openingYear: z.int(),
  number: z.string(),
  fields: z.record(z.string(), FieldValue),
  otherBookNumber: z
    .literal(true)
    .optional()
    .describe(
      "The number of the book that the case holds is not its book's: it is marked and corrected as others are.",
    ),
  seen: z
    .record(z.string(), z.enum([...SeenAs.options, "from-import"]))
    .describe("How the values came that were not typed: confirmed as offered, or from a file."),
  status: z.enum(["entered", "voided", "accepted"]),
  acceptedAt: z.string().nullable(),
  asOf: z.string().nullable().describe("The moment asked for; null = as it is now."),
  source: z.enum(["keyed", "imported"]),
  keyedBy: z.object({ account: z.string(), name: z.string() }),
  scanId: z.string().optional(),
  duplicateReason: z.string().optional(),
  accepted: z.array(z.object({ rule: z.string(), fields: z.array(z.string()), reason: z.string() })),
  ruleFindings: z
    .array(
      FindingInWords.extend({
        letStand: z
          .object({ reason: z.string(), by: z.string().describe("Name of who said so."), at: z.string() })
          .optional(),
      }),
    )
    .describe("What today's rules say of these values, and how people answered it."),
  annotations: z.array(
    z.object({
      text: z.string(),
      decision: z.object({ number: z.string(), day: z.string(), issuedBy: z.string() }),
      at: z.string(),
    }),
  ),
  findings: Findings.optional(),
  enteredAt: z.string(),
  changedAt: z.string(),
  revision: z.int(),
});

const Told = z.object({ vi: z.string(), en: z.string() });
const Labels = { labelVi: z.string(), labelEn: z.string() };
const ToldValue = Told.extend({ value: FieldValue.optional() });

export const StoryLine = z.object({
  eventId: z.string(),
  type: z.string(),
  stream: z.string(),
  revision: z.int(),
  position: z.int(),
  at: z.string(),
  who: z.object({
    account: z.string(),
    name: z.string(),
    roles: z.array(z.string()),
    passwordSetBy: z
      .object({ name: z.string(), at: z.string(), opened: z.literal(true).optional() })
      .optional()
      .describe(
        "Who had set the password of the account shortly before, and when; or had opened the account.",
      ),
  }),
  unit: z.object({ id: z.string(), name: z.string() }),
  what: Told,
  why: z.string().optional(),
  changes: z.array(z.object({ field: z.string(), ...Labels, before: ToldValue, after: ToldValue })),
  marks: z.array(z.object({ field: z.string(), severity: Severity, reason: z.string(), ...Labels })),
  lost: z
    .array(
      z.object({
        field: z.string(),
        severity: Severity,
        reason: z.string().describe("What the mark said."),
        what: z.enum(["lowered", "withdrawn", "taken-back", "dropped"]),
        now: Severity.optional().describe("What it was made, where it was made milder."),
        because: z.string().optional().describe("Why; none where an own mark was taken away without a word."),
        ...Labels,
      }),
    )
    .describe("Marks that this check made milder or took away."),
});
