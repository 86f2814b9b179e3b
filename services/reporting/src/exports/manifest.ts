import { z } from "zod";

const FileFacts = z.object({ name: z.string(), sha256: z.string(), size: z.int() });

/** What stands in `manifest.json`; the schema version is raised when its meaning changes. */
export const Manifest = z.object({
  schema: z.literal(1),
  exportId: z.string(),
  createdAt: z.string(),
  createdBy: z.object({ account: z.string(), name: z.string(), unit: z.string() }),
  /** Everything up to this place in the log is in the files. */
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
  workbook: FileFacts,
  scans: FileFacts,
  files: z.array(FileFacts.extend({ kind: z.string(), pages: z.int(), number: z.string().nullable() })),
});
export type Manifest = z.infer<typeof Manifest>;
