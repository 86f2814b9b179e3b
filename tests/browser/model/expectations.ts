import { expect } from "vitest";
import { toQueue } from "./clerk.ts";
import type { Company } from "./company.ts";
import { CASES, type Clerk, clerks, type Job } from "./job.ts";
import type { Stride } from "./walk.ts";

/** What the books before this one left in the province's figures. */
export interface Finished {
  readonly books: number;
}

const figureOf = (company: Company, label: string) => async (): Promise<string> =>
  (await company.province.locator(`.figure:has(span:text-is("${label}")) b`).textContent()) ?? "";

/** The province's page was not touched: it must have heard. */
const expectProvince = async (company: Company, job: Job, { books }: Finished) => {
  const begun = job.stage === "unregistered" ? 0 : 1;
  const accepted = job.stage === "accepted" ? CASES : 0;
  await expect.poll(figureOf(company, "Sổ")).toBe(String(books + begun));
  await expect.poll(figureOf(company, "Trường hợp đã nhập")).toBe(String(books * CASES + job.saved));
  await expect.poll(figureOf(company, "Trường hợp đã nghiệm thu")).toBe(String(books * CASES + accepted));
};

const stateShown = (job: Job): string => {
  if (job.stage === "keying") return job.returned ? "Đã trả lại" : "Đang nhập";
  return job.stage === "accepted" ? "Đã nghiệm thu" : "Đã nộp";
};

/**
 * A clerk sees the batch while they hold it, in its state, with its mark; and nothing of it before
 * or after, but what they have begun in it and cannot finish while somebody else has it.
 */
const expectQueue = async (company: Company, job: Job, clerk: Clerk, bookNumber: string) => {
  const keys = company.clerks[clerk];
  await toQueue(keys);
  await keys.reload();
  await keys.sees("main h1", "Lô của tôi");
  const book = `:has(strong:text-is("Sổ Khai sinh ${bookNumber}"))`;
  const card = `main .card:not([data-half-keyed])${book}`;
  if (job.holder !== clerk) {
    await keys.seesNo(card);
    if (clerk === "nam" && job.draft && job.stage === "keying") await keys.sees(`[data-half-keyed]${book}`);
    return;
  }
  await keys.seesNo(`[data-half-keyed]${book}`);
  await keys.sees(`${card} .tag`, stateShown(job));
  await keys.sees(card, `Đã nhập: ${job.saved}`);
  if (job.mark && job.stage === "keying") await keys.sees(`${card} [data-tone=bad]`, "1 ô");
  else await keys.seesNo(`${card} [data-tone=bad]`);
};

/**
 * Everything that people see of the job agrees with the model. While the server is away nobody sees
 * anything new.
 */
export const expectSeen = async (
  company: Company,
  stride: Stride,
  finished: Finished,
  bookNumber: string,
) => {
  const { before, after } = stride;
  if (after.server === "away") return;
  await expectProvince(company, after, finished);
  if (after.stage === "unregistered") return;
  for (const clerk of clerks) {
    const concerned = before.holder === clerk || after.holder === clerk || after.stage !== before.stage;
    if (concerned) await expectQueue(company, after, clerk, bookNumber);
  }
};
