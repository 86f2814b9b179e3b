import { Day } from "@sogoc/events";
import { Id, inShape, pageShape, readingContext, type ServiceApp, toPage } from "@sogoc/http";
import { findRecordType } from "@sogoc/registers";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { doubtsIn, writtenOfficeOf } from "../read-models/record-summary.ts";
import { searchRecords } from "../use-cases/search-records.ts";
import { rolesThatReadRecords } from "./roles.ts";
import { scopeOf } from "./scope-of-request.ts";
import { FoundRecord } from "./shapes.ts";

const SearchBody = z.strictObject({
  words: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe("Names, with or without accents; the last word may be begun."),
  number: z.string().trim().max(24).optional().describe("Registration number: 7, 07, 7a, 7/2008."),
  bookNumber: z.string().trim().max(15).optional(),
  office: z.string().trim().max(200).optional().describe("The office as the book writes it, whole or begun."),
  recordType: z
    .string()
    .max(10)
    .refine((code) => findRecordType(code) !== undefined, "Loại sổ không có. / No such book type.")
    .optional(),
  unitId: Id.optional(),
  bookId: Id.optional(),
  registeredFrom: Day.optional(),
  registeredTo: Day.optional(),
  keyedBy: Id.optional().describe("Account that keyed or imported it first."),
  keyedFrom: Day.optional().describe("Day in Viet Nam."),
  keyedTo: Day.optional(),
  changedBy: Id.optional().describe("Account that changed it last, after it was keyed."),
  changedFrom: Day.optional(),
  changedTo: Day.optional(),
  status: z.enum(["entered", "voided"]).optional(),
  limit: z.int().min(1).max(200).default(50),
  after: z.string().max(4_000).optional(),
});

/** Made once: a schema compiles itself when it is first used. */
const StoredPart = FoundRecord.omit({ unitName: true, batchState: true, doubtful: true, office: true });

/** Searches for records. */
export const searchRoutes = (
  app: ServiceApp,
  dependencies: Dependencies<"batches" | "clock" | "commands" | "directory" | "http" | "records">,
): void => {
  app.post(
    "/search",
    {
      config: { permission: { roles: [...rolesThatReadRecords], area: "narrowed-by-query" } },
      schema: {
        tags: ["records"],
        summary:
          "Tra cứu / Search by name without accents, number, book, date, unit, who keyed or changed it and when; POST keeps names out of addresses",
        body: SearchBody,
        response: { 200: pageShape(FoundRecord) },
      },
    },
    async (request) => {
      const units = scopeOf(request, dependencies, request.body.unitId);
      const scope = { units, area: scopeOf(request, dependencies) };
      const page = await searchRecords(
        dependencies,
        scope,
        request.body,
        readingContext(request, dependencies.http),
      );
      return toPage(page, ({ row, unitName, batchState }) => ({
        ...inShape(StoredPart, row),
        unitName,
        batchState,
        doubtful: doubtsIn(row.recordType, row.kept),
        office: writtenOfficeOf(row.recordType, row.kept) || undefined,
      }));
    },
  );
};
