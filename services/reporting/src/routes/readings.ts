import { areaOfRequest, Id, inShape, pageShape, type ServiceApp, toPage } from "@sogoc/http";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { createHoldsRecord } from "../exports/exported-records.ts";
import { listFileReadingsOfBook } from "../use-cases/list-file-readings-of-book.ts";
import { listReadingsOfAccount } from "../use-cases/list-readings-of-account.ts";
import { listReadingsOfRecord } from "../use-cases/list-readings-of-record.ts";
import { unitOfBook, unitOfRecord } from "./areas.ts";
import { Cursor } from "./shapes.ts";

const Reading = z.object({
  account: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  readerUnitId: z.string(),
  at: z.string(),
  purpose: z.string(),
});
const RecordReading = z.object({ recordId: z.string(), ...Reading.shape });
const FileReading = Reading.extend({
  file: z.enum(["scan", "export", "import"]),
  fileId: z.string(),
  bookId: z.string().nullable(),
});
const ExportLine = z.object({
  id: z.string(),
  bookId: z.string(),
  unitId: z.string(),
  account: z.string(),
  name: z.string(),
  at: z.string(),
  records: z.int(),
  manifestSha256: z.string(),
});

const bookRoute = (app: ServiceApp, dependencies: Dependencies<"books" | "fileReadings" | "http">): void => {
  app.get(
    "/books/:bookId/file-readings",
    {
      config: {
        permission: { roles: ["auditor"], area: unitOfBook(dependencies) },
        refusals: ["book-unknown"],
      },
      schema: {
        tags: ["audit"],
        summary:
          "Ai đã xem tệp của cả sổ / Who looked at files of the whole book: its scans and exports, newest first",
        params: z.object({ bookId: Id }),
        querystring: Cursor,
        response: { 200: pageShape(FileReading) },
      },
    },
    async (request) => {
      const page = await listFileReadingsOfBook(dependencies, request.params.bookId, request.query);
      return toPage(page, (row) => inShape(FileReading, row));
    },
  );
};

const recordRoute = (
  app: ServiceApp,
  dependencies: Dependencies<
    "blobs" | "exports" | "fileReadings" | "http" | "readings" | "records" | "store"
  >,
): void => {
  const holdsRecord = createHoldsRecord(dependencies);
  app.get(
    "/records/:recordId/readings",
    {
      config: {
        permission: { roles: ["auditor"], area: unitOfRecord(dependencies) },
        refusals: ["record-unknown"],
      },
      schema: {
        tags: ["audit"],
        summary:
          "Ai đã xem trường hợp này / Who looked at the record, newest first, and the exports that hold it",
        params: z.object({ recordId: Id }),
        querystring: Cursor,
        response: {
          200: pageShape(Reading).extend({
            exports: z.array(ExportLine),
            files: z
              .array(FileReading)
              .describe(
                "Readings of files that hold it beside others: scans of the whole book, exports, its import.",
              ),
          }),
        },
      },
    },
    async (request) => {
      const { page, exports, files } = await listReadingsOfRecord(
        dependencies,
        holdsRecord,
        request.params.recordId,
        request.query,
      );
      return {
        ...toPage(page, (row) => inShape(Reading, row)),
        exports: exports.map((row) => inShape(ExportLine, row)),
        files: files.map((row) => inShape(FileReading, row)),
      };
    },
  );
};

const accountRoute = (
  app: ServiceApp,
  dependencies: Dependencies<"clock" | "directory" | "readings" | "records">,
): void => {
  app.get(
    "/readings",
    {
      config: { permission: { roles: ["auditor"], area: "narrowed-by-query" } },
      schema: {
        tags: ["audit"],
        summary: "Một người đã xem những gì / What one account looked at in the auditor's area, newest first",
        querystring: Cursor.extend({
          account: Id,
          from: z.iso.datetime().optional(),
          to: z.iso.datetime().optional(),
        }),
        response: {
          200: pageShape(RecordReading),
        },
      },
    },
    async (request) => {
      const area = areaOfRequest(request, dependencies);
      const page = await listReadingsOfAccount(dependencies, area, request.query);
      return toPage(page, (row) => inShape(RecordReading, row));
    },
  );
};

/** Who looked at what: of a book, of a record, of one account. */
export const readingRoutes = (
  app: ServiceApp,
  dependencies: Dependencies<
    | "blobs"
    | "books"
    | "clock"
    | "directory"
    | "exports"
    | "fileReadings"
    | "http"
    | "readings"
    | "records"
    | "store"
  >,
): void => {
  bookRoute(app, dependencies);
  recordRoute(app, dependencies);
  accountRoute(app, dependencies);
};
