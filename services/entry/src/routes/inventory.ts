import { CommandRejected, digestOfLines, uuidFrom } from "@sogoc/core";
import { openWorkbook } from "@sogoc/files";
import { CommandHeaders, commandContext, type ServiceApp, withUpload } from "@sogoc/http";
import { z } from "zod";
import { bookDecider } from "../domain/book.ts";
import type { EntryParts } from "../entry-parts.ts";
import { queryText } from "./areas.ts";
import { NewBook, toBookRegistered } from "./books.ts";
import { Id } from "./shapes.ts";

const MAX_INVENTORY = 16 * 1024 ** 2;

/** Columns of an inventory workbook, in Vietnamese as offices write them or by our own names. */
const columnNames: Readonly<Record<string, readonly string[]>> = {
  recordType: ["loại sổ", "loai so", "loai", "recordtype"],
  bookNumber: ["quyển số", "quyen so", "quyenso", "booknumber"],
  office: ["nơi đăng ký", "noi dang ky", "noidangky", "office"],
  pages: ["số trang", "so trang", "pages"],
  expectedCases: ["số trường hợp", "so truong hop", "expectedcases"],
  note: ["ghi chú", "ghi chu", "note"],
};

const columnOf = (header: string): string | undefined => {
  const folded = header.normalize("NFC").trim().toLowerCase();
  return Object.keys(columnNames).find((name) => columnNames[name]?.includes(folded));
};

const Outcome = z.object({
  row: z.int(),
  outcome: z.enum(["registered", "exists", "refused"]),
  bookId: z.string().optional(),
  bookNumber: z.string().optional(),
  detail: z.string().optional(),
});

export const inventoryRoutes = (app: ServiceApp, parts: EntryParts): void => {
  app.post(
    "/books/inventory",
    {
      bodyLimit: MAX_INVENTORY,
      config: {
        permission: { roles: ["book-keeper"], area: queryText("unitId") },
        refusals: ["unit-unknown", "workbook-refused"],
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
      if (!parts.runtime.directory.tree().units.has(unitId)) throw new CommandRejected("unit-unknown");
      const context = commandContext(request, parts.http);
      const seen = new Set<string>();

      const register = async (
        row: number,
        values: Record<string, string>,
      ): Promise<z.infer<typeof Outcome>> => {
        const whole = (text: string | undefined) =>
          text === undefined || text === "" ? undefined : Number(text);
        const parsed = NewBook.safeParse({
          unitId,
          recordType: values["recordType"]?.toUpperCase(),
          bookNumber: values["bookNumber"],
          office: values["office"],
          pages: whole(values["pages"]),
          expectedCases: whole(values["expectedCases"]),
          note: values["note"] === "" ? undefined : values["note"],
        });
        if (!parsed.success) {
          const detail = parsed.error.issues
            .map((issue) => `${issue.path.join(".")}: ${issue.message}`)
            .join("; ");
          return { row, outcome: "refused", detail };
        }
        const data = toBookRegistered(parsed.data);
        const { bookId, bookNumber } = data;
        // A second row of the same book would look like a repetition of the first one's command.
        if (seen.has(bookId)) return { row, outcome: "exists", bookId, bookNumber };
        seen.add(bookId);
        try {
          const commandDigest = digestOfLines([JSON.stringify(data)]).slice(0, 32);
          const step = { ...context, commandId: uuidFrom(context.commandId, bookId), commandDigest };
          await parts.runtime.commands.handle(bookDecider, bookId, { type: "RegisterBook", data }, step);
          return { row, outcome: "registered", bookId, bookNumber };
        } catch (error) {
          if (error instanceof CommandRejected && error.code === "book-exists") {
            return { row, outcome: "exists", bookId, bookNumber };
          }
          throw error;
        }
      };

      const books = await withUpload(request, MAX_INVENTORY, async ({ file, fileName }) => {
        const workbook = await openWorkbook(file, { fileName, maxRows: 5_000, maxTextLength: 2 ** 22 });
        try {
          const outcomes: z.infer<typeof Outcome>[] = [];
          let columns: (string | undefined)[] | undefined;
          for await (const { row, cells } of workbook.rows(workbook.sheets[0])) {
            if (!columns) {
              columns = cells.map((cell) => columnOf(cell?.text ?? ""));
              continue;
            }
            const values: Record<string, string> = {};
            for (const [index, cell] of cells.entries()) {
              const name = columns[index];
              if (name !== undefined && cell) values[name] = cell.text.normalize("NFC").trim();
            }
            if (Object.keys(values).length > 0) outcomes.push(await register(row, values));
          }
          return outcomes;
        } finally {
          workbook.close();
        }
      });
      reply.header("sogoc-position", String(await parts.ports.store.head()));
      return { books };
    },
  );
};
