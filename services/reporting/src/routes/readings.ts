import { between } from "@sogoc/core";
import type { ServiceApp } from "@sogoc/http";
import { areaOfRequest } from "@sogoc/http";
import { z } from "zod";
import { currentEvents } from "../history/record-at.ts";
import { getRecordRow, type ReportingParts } from "../reporting-parts.ts";
import { unitOfBook, unitOfRecord } from "./areas.ts";
import { Cursor, Id } from "./shapes.ts";

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

export const readingRoutes = (app: ServiceApp, parts: ReportingParts): void => {
  /** The workbooks that the record was imported from. */
  const importsOf = async (recordId: string): Promise<readonly string[]> =>
    currentEvents(await parts.ports.store.readStream(`record-${recordId}`)).flatMap((event) =>
      event.type === "RecordEntered" && event.data.importId !== undefined ? [event.data.importId] : [],
    );

  app.get(
    "/books/:bookId/file-readings",
    {
      config: { permission: { roles: ["auditor"], area: unitOfBook(parts) }, refusals: ["book-unknown"] },
      schema: {
        tags: ["audit"],
        summary:
          "Ai đã xem tệp của cả sổ / Who looked at files of the whole book: its scans and exports, newest first",
        params: z.object({ bookId: Id }),
        querystring: Cursor,
        response: { 200: z.object({ items: z.array(FileReading), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { limit, after } = request.query;
      const page = await parts.fileReadings.query({
        where: { bookId: request.params.bookId },
        orderBy: [{ column: "at", descending: true }],
        limit,
        after,
      });
      return { ...page, items: page.items.map((row) => FileReading.parse(row)) };
    },
  );

  app.get(
    "/records/:recordId/readings",
    {
      config: {
        permission: { roles: ["auditor"], area: unitOfRecord(parts) },
        refusals: ["blind-keying", "record-unknown"],
      },
      schema: {
        tags: ["audit"],
        summary: "Ai đã xem trường hợp này / Who looked at the record, newest first, and exports of its book",
        params: z.object({ recordId: Id }),
        querystring: Cursor,
        response: {
          200: z.object({
            items: z.array(Reading),
            next: z.string().optional(),
            exports: z.array(ExportLine),
            files: z
              .array(FileReading)
              .describe(
                "Looks at files that it stands in beside others: scans of the whole book, exports, its import.",
              ),
          }),
        },
      },
    },
    async (request) => {
      const { recordId } = request.params;
      const { limit, after } = request.query;
      const { bookId } = await getRecordRow(parts, recordId);
      const newest = { orderBy: [{ column: "at", descending: true }], limit: 200 } as const;
      const page = await parts.readings.query({
        where: { recordId },
        orderBy: [{ column: "at", descending: true }],
        limit,
        after,
      });
      const taken = await parts.exports.query({ where: { bookId }, ...newest });
      const ofBook = await parts.fileReadings.query({ where: { bookId }, ...newest });
      const imports = await importsOf(recordId);
      const ofImports = await parts.fileReadings.query({ where: { fileId: { in: imports } }, ...newest });
      const files = [...ofBook.items, ...ofImports.items].sort((a, b) => (a.at < b.at ? 1 : -1));
      return {
        ...page,
        items: page.items.map((row) => Reading.parse(row)),
        exports: taken.items.map((row) => ExportLine.parse(row)),
        files: files.map((row) => FileReading.parse(row)),
      };
    },
  );

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
          200: z.object({
            items: z.array(RecordReading),
            next: z.string().optional(),
          }),
        },
      },
    },
    async (request) => {
      const { account, limit, after, from, to } = request.query;
      const page = await parts.readings.query({
        where: { account, at: between(from, to) },
        orderBy: [{ column: "at", descending: true }],
        limit,
        after,
      });
      const area = new Set(areaOfRequest(request, parts.http));
      const records = await parts.records.findMany(page.items.map(({ recordId }) => recordId));
      // A page may come out shorter than asked for: looks at records elsewhere are another
      // auditor's matter.
      const items = page.items
        .filter(({ recordId }) => area.has(records.get(recordId)?.unitId ?? ""))
        .map((row) => RecordReading.parse(row));
      return { ...page, items };
    },
  );
};
