import { AcceptanceFigures, FieldValue } from "@sogoc/events";
import { z } from "zod";
import { batchStates } from "../read-models/batch-state.ts";

export const Id = z.string().min(1).max(80);
export const Day = z.iso.date();
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
  registeredOn: z.string().nullable(),
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
  status: z.enum(["entered", "voided", "accepted"]),
  acceptedAt: z.string().nullable(),
  asOf: z.string().nullable().describe("The moment asked for; null = as it stands."),
  source: z.enum(["keyed", "imported"]),
  keyedBy: z.object({ account: z.string(), name: z.string() }),
  scanId: z.string().optional(),
  duplicateReason: z.string().optional(),
  accepted: z.array(z.object({ rule: z.string(), fields: z.array(z.string()), reason: z.string() })),
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
  who: z.object({ account: z.string(), name: z.string(), roles: z.array(z.string()) }),
  unit: z.object({ id: z.string(), name: z.string() }),
  what: Told,
  why: z.string().optional(),
  changes: z.array(z.object({ field: z.string(), ...Labels, before: ToldValue, after: ToldValue })),
  marks: z.array(z.object({ field: z.string(), severity: z.string(), reason: z.string(), ...Labels })),
});

export const BatchLine = z.object({
  id: z.string(),
  bookId: z.string(),
  unitId: z.string(),
  unitName: z.string(),
  recordType: z.string(),
  bookNumber: z.string(),
  from: z.int().nullable(),
  to: z.int().nullable(),
  state: z.enum(batchStates),
  since: z.string(),
  lastActivityAt: z.string(),
  clerk: z.object({ account: z.string(), name: z.string() }).nullable(),
  leaseUntil: z.string().nullable(),
  round: z.int(),
  records: z.int(),
  sampled: z.int(),
  checked: z.int(),
  figures: AcceptanceFigures.nullable(),
});
export type BatchLine = z.infer<typeof BatchLine>;

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
  files: z.int(),
  scannedPages: z.int(),
  records: z.int(),
  submitted: z.int(),
  accepted: z.int(),
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
      accepted: z.boolean(),
    })
    .nullable()
    .describe("Null while nothing was handed over."),
  lastActivityAt: z.string(),
});
export type BookLine = z.infer<typeof BookLine>;
