import { type Directory, requireWorkingUnit } from "@sogoc/access";
import { vietnamDay } from "@sogoc/core";
import { CommandHeaders, commandContext, type HttpPorts, Id, type ServiceApp, withUpload } from "@sogoc/http";
import { z } from "zod";
import type { KnownBooks } from "../use-cases/register-book.ts";
import {
  type InventoryRow,
  type ReadInventoryRow,
  registerInventory,
  registerInventoryRefusals,
} from "../use-cases/register-inventory.ts";
import { NewBookShape } from "./shapes.ts";
import { queryText } from "./subjects.ts";

const MAX_INVENTORY = 16 * 1024 ** 2;

const Outcome = z.object({
  row: z.int(),
  outcome: z.enum(["registered", "exists", "refused"]),
  bookId: z.string().optional(),
  bookNumber: z.string().optional(),
  detail: z.string().optional(),
});

interface Access extends KnownBooks {
  readonly http: HttpPorts;
  readonly directory: Directory;
}

const wholeNumber = (text: string | undefined): number | undefined =>
  text === undefined || text === "" ? undefined : Number(text);

const readRowOf =
  (unitId: string): ReadInventoryRow =>
  ({ recordType, bookNumber, office, pages, expectedCases, note }: InventoryRow) => {
    const { success, data, error } = NewBookShape.safeParse({
      unitId,
      recordType: recordType?.toUpperCase(),
      bookNumber,
      office,
      pages: wholeNumber(pages),
      expectedCases: wholeNumber(expectedCases),
      note: note === "" ? undefined : note,
    });
    if (success) return { book: data };
    return { detail: error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ") };
  };

/** Books by the workbook that an office has made of its shelves. */
export const inventoryRoutes = (app: ServiceApp, access: Access): void => {
  const { http, directory } = access;
  app.post(
    "/books/inventory",
    {
      bodyLimit: MAX_INVENTORY,
      config: {
        permission: { roles: ["book-keeper"], area: queryText("unitId") },
        refusals: registerInventoryRefusals,
      },
      schema: {
        tags: ["books"],
        summary: "Kiểm kê sổ bằng tệp bảng tính / Register books from an inventory workbook",
        description: "Columns: Loại sổ, Quyển số, Nơi đăng ký, Số trang, Số trường hợp, Ghi chú.",
        consumes: ["multipart/form-data"],
        headers: CommandHeaders,
        querystring: z.object({ unitId: Id }),
        response: { 200: z.object({ books: z.array(Outcome) }) },
      },
    },
    async (request, reply) => {
      const { unitId } = request.query;
      const context = commandContext(request, http);
      requireWorkingUnit(directory.tree(), unitId, vietnamDay(context.at));
      const books = await withUpload(request, MAX_INVENTORY, (upload) =>
        registerInventory(access, upload, readRowOf(unitId), context),
      );
      reply.header("sogoc-position", String(await http.head()));
      return { books: [...books] };
    },
  );
};
