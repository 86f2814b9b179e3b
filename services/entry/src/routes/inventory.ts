import type { Directory } from "@sogoc/access";
import {
  CommandHeaders,
  commandContext,
  type HttpPorts,
  Id,
  inShape,
  type ServiceApp,
  withUpload,
} from "@sogoc/http";
import { z } from "zod";
import type { FindSameBookDependencies } from "../steps/find-id-of-same-book.ts";
import { registerInventory, registerInventoryRefusals } from "../use-cases/register-inventory.ts";
import { readInventoryRowOf } from "./inventory-row.ts";
import { queryText } from "./named-in-request.ts";

const MAX_INVENTORY = 16 * 1024 ** 2;

const Outcome = z.object({
  row: z.int(),
  outcome: z.enum(["registered", "exists", "refused"]),
  bookId: z.string().optional(),
  bookNumber: z.string().optional(),
  detail: z.string().optional().describe("What is wrong with a refused row, in Vietnamese."),
  detailEn: z.string().optional().describe("The same in English."),
});

interface InventoryRoutesDependencies extends FindSameBookDependencies {
  readonly http: HttpPorts;
  readonly directory: Directory;
}

/** Books by the workbook that an office has made of its shelves. */
export const inventoryRoutes = (app: ServiceApp, dependencies: InventoryRoutesDependencies): void => {
  const { http } = dependencies;
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
      const books = await withUpload(request, http, MAX_INVENTORY, (upload) => {
        const context = commandContext(request, http);
        return registerInventory(dependencies, unitId, upload, readInventoryRowOf(unitId), context);
      });
      reply.header("sogoc-position", String(await http.head()));
      return { books: books.map((book) => inShape(Outcome, book)) };
    },
  );
};
