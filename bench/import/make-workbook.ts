import { createGenerator, toWorkbook } from "@sogoc/synthetic";
import { reportOnce, type WorkbookJob, type WorkbookMade } from "./messages.ts";

// A process of its own, so that its memory is not the server's.
process.once("message", async ({ file, rows }: WorkbookJob) => {
  const books = new Set<string>();
  const cases = function* () {
    for (const one of createGenerator(7).generateRows(rows)) {
      books.add(one.bookNumber);
      yield one;
    }
  };
  await toWorkbook(cases(), "legacy", file);
  reportOnce<WorkbookMade>({ books: [...books] });
});

// Whoever started it is gone.
process.once("disconnect", () => process.exit(1));
