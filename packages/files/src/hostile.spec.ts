import { describe, expect, it } from "vitest";
import { Budget, type BudgetLimits } from "./budget.ts";
import { inspectPdf, pdfBudget, pdfLimits } from "./inspect-pdf.ts";
import { FileRefusal } from "./refusal.ts";
import { type HostileFile, hostileFiles } from "./testing/hostile-files.ts";
import { openWorkbook } from "./workbook.ts";
import { type WorkbookLimits, workbookBudget, workbookLimits } from "./workbook-model.ts";
import { openZip } from "./zip.ts";

// Work is counted, not timed: what a reader did is in its budget, and reading more is what a larger
// file may cost.

const roomy: BudgetLimits = {
  bytes: Number.POSITIVE_INFINITY,
  listing: 2 ** 30,
  unpacked: 2 ** 30,
  items: 2 ** 30,
  steps: 2 ** 40,
  text: 2 ** 30,
  depth: 100,
};

const read = async ({ kind, fileName }: HostileFile, bytes: Buffer, budget: Budget): Promise<void> => {
  if (kind === "workbook") {
    const book = await openWorkbook(bytes, { ...small, fileName }, budget);
    for await (const _ of book);
    return;
  }
  if (!fileName.endsWith(".zip")) {
    inspectPdf(bytes, {}, budget);
    return;
  }
  for await (const entry of await openZip(bytes)) inspectPdf(await entry.read(), {}, budget);
};

/** What was charged, and the reason if it was refused. */
const costOf = async (file: HostileFile, bytes: number, limits: BudgetLimits) => {
  const content = file.make(bytes);
  const budget = new Budget(limits, file.kind === "scan" ? "scan-refused" : "workbook-refused");
  try {
    await read(file, content, budget);
    return { reason: undefined, spent: budget.spent, size: content.length };
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error;
    return { reason: error.reason, spent: budget.spent, size: content.length };
  }
};

/** As in earnest, but smaller by the same factor as the files. */
const small: WorkbookLimits = {
  ...workbookLimits,
  maxElements: 400_000,
  maxTextLength: 2 ** 22,
  maxSmallPartBytes: 2 ** 20,
  maxSharedStringBytes: 2 ** 20,
};
const smallPdf = { ...pdfLimits, maxObjectBytes: 2 ** 22, maxTokens: 500_000 };

const limitsOf = ({ kind }: HostileFile, size: number): BudgetLimits =>
  kind === "workbook" ? workbookBudget(small) : pdfBudget(size, smallPdf);

describe("a file that is made to keep its reader busy", () => {
  it.each(hostileFiles)("costs no more than in proportion to its size: $name", async (file) => {
    const limits = (size: number) => (file.kind === "scan" ? pdfBudget(size, pdfLimits) : roomy);
    const once = await costOf(file, 40_000, limits(50_000));
    const fourfold = await costOf(file, 160_000, limits(200_000));
    // What is read again and again would make it sixteen times the work.
    expect(fourfold.spent.steps).toBeLessThan(6 * Math.max(once.spent.steps, 40_000));
    expect(fourfold.spent.items).toBeLessThan(6 * Math.max(once.spent.items, 40_000));
  });

  // Each of many objects begins anew what goes on to the end of the file: the budget ends that.
  const endedByBudget = /(strings|comments) that never end/;
  const endedByReader = hostileFiles.filter(({ name }) => !endedByBudget.test(name));

  it.each(endedByReader)("costs so even under a budget without end: $name", async (file) => {
    const once = await costOf(file, 40_000, roomy);
    const fourfold = await costOf(file, 160_000, roomy);
    expect(fourfold.spent.steps).toBeLessThan(6 * Math.max(once.spent.steps, 40_000));
    expect(fourfold.spent.items).toBeLessThan(6 * Math.max(once.spent.items, 40_000));
  });

  it.each(hostileFiles)("is refused by name: $name", async (file) => {
    const size = 3 * 2 ** 20;
    const { reason } = await costOf(file, size, limitsOf(file, size));
    expect(file.reasons).toContain(reason);
  });
});
