import { supplementKinds } from "@sogoc/registers";
import { z } from "zod";

const FileFacts = z.object({ name: z.string(), sha256: z.string(), size: z.int() });

/** What `manifest.json` says; the schema version is raised when its meaning changes. */
export const Manifest = z.object({
  schema: z.literal(1),
  exportId: z.string(),
  createdAt: z.string(),
  createdBy: z.object({ account: z.string(), name: z.string(), unit: z.string() }),
  /** Everything up to this position in the log is in the files. */
  position: z.int(),
  book: z.object({
    bookId: z.string(),
    unitId: z.string(),
    unitName: z.string(),
    recordType: z.string(),
    bookNumber: z.string(),
    openingYear: z.int(),
    office: z.string(),
    expectedCases: z.int().nullable(),
    pages: z.int().nullable(),
  }),
  counts: z.object({
    records: z.int(),
    accepted: z.int(),
    voided: z.int(),
    scans: z.int(),
    scannedPages: z.int(),
  }),
  /** Of corrections only: these records and no other. Left out = the whole book. */
  delta: z.literal(true).optional(),
  /**
   * Every record in the workbook, with the revision that was written. Manifests before this was
   * kept have none. In a later package `kind` says whether no package held the record before, or
   * it has changed since one did; it is left out where the record was refused or not named and goes
   * out again.
   */
  records: z
    .array(
      z.object({
        recordId: z.string(),
        number: z.string(),
        revision: z.int(),
        kind: z.enum(supplementKinds).optional(),
      }),
    )
    .optional(),
  workbook: FileFacts.extend({
    /** SHA-256 of each block of so many bytes: says where a changed byte lies. */
    blocks: z.object({ size: z.int(), sha256: z.array(z.string()) }).optional(),
  }),
  scans: FileFacts,
  files: z.array(FileFacts.extend({ kind: z.string(), pages: z.int(), number: z.string().nullable() })),
});
export type Manifest = z.infer<typeof Manifest>;
