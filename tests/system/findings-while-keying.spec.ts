import type { Role } from "@sogoc/events";
import { createPagePdf } from "@sogoc/files";
import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

interface Finding {
  readonly rule: string;
  readonly subject: string;
  readonly awaits: boolean;
  readonly closed: string | null;
}

/** A book keyed in two batches by one clerk, checked and accepted by others. */
const startBook = async (inventory: object) => {
  const test = await startTestProvince();
  const { commune, person, standalone } = test;
  const of = (name: string, ...roles: readonly Role[]) =>
    person(
      name,
      roles.map((role) => ({ role, unitId: commune })),
    );
  const keeper = await of("thu", "book-keeper");
  const clerk = await of("nam", "clerk");
  const checker = await of("kiem", "checker");
  const acceptor = await of("duyet", "acceptor", "book-keeper");
  const manager = await of("du-lieu", "data-manager");
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", { ...book, ...inventory }));
  const open = async (from: number, to: number) => {
    const opened = await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId, from, to });
    const { batchId } = done(opened);
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    return batchId;
  };
  /** Of this one number, for nobody. */
  const openEmpty = async (number: number) => {
    const numbers = { bookId, from: number, to: number };
    return done(await keeper.post<{ batchId: string }>("entry/v1/batches", numbers)).batchId;
  };
  const key = async (batchId: string, number: number) => {
    const pdf = createPagePdf({ title: `KHAI SINH ${number}`, fields: [] });
    const name = `KS.2008.01.2008-03-17.0${number}.pdf`;
    done(await keeper.upload(`entry/v1/books/${bookId}/scans`, name, pdf));
    done(await clerk.post(`entry/v1/batches/${batchId}/records`, { fields: birthFields(number) }));
  };
  /** Hands the batch in and looks at all of it; answers how it can be accepted. */
  const check = async (batchId: string) => {
    done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    const listed = await checker.get<{ items: { id: string; sample: { recordId: string }[] }[] }>(
      `review/v1/reviews?batchId=${batchId}`,
    );
    const [review] = done(listed).items;
    for (const { recordId } of review?.sample ?? []) {
      const path = `review/v1/reviews/${review?.id}/records/${recordId}`;
      const { revision } = done(await checker.get<{ revision: number }>(path));
      done(await checker.post(`${path}/check`, { recordRevision: revision, marks: [] }));
    }
    return async () => {
      const answered = await acceptor.post<{ code?: string }>(`review/v1/reviews/${review?.id}/accept`);
      await standalone.settled();
      return answered.status === 200 ? "accepted" : answered.body.code;
    };
  };
  const findings = async () => {
    await standalone.settled();
    const path = `reporting/v1/books/${bookId}/reconciliation`;
    const told = done(await keeper.get<{ findings: Finding[] }>(path)).findings;
    return told.map(({ rule, subject, awaits }) => [rule, subject, awaits]);
  };
  const close = async (rule: string, subject: string, who = keeper) => {
    const closed = [{ rule, subject, reason: "Đối chiếu sổ giấy" }];
    const answered = await who.post<{ code?: string }>(`entry/v1/books/${bookId}/reconcile`, { closed });
    await standalone.settled();
    return answered.body.code ?? "closed";
  };
  return { ...test, keeper, acceptor, manager, bookId, open, openEmpty, key, check, findings, close };
};

it("numbers that nobody is keying are told as missing, whoever keys the ones after them", async () => {
  const { open, key, check, findings, close, standalone } = await startBook({});
  const [first, second] = [await open(1, 3), await open(4, 9)];
  await key(first, 1);
  await key(second, 6);
  const accept = await check(first);
  // 2 and 3 are missing for good: only 4 and 5 may still be keyed.
  expect(await findings()).toEqual(
    expect.arrayContaining([
      ["number-gap", "2–3", false],
      ["number-gap", "4–5", true],
    ]),
  );
  expect(await accept()).toBe("reconciliation-open");
  expect(await close("number-gap", "4–5")).toBe("finding-not-standing");
  expect(await close("number-gap", "2–3")).toBe("closed");
  expect(await accept()).toBe("accepted");
  // What was closed stays so once the others are keyed.
  await key(second, 4);
  await key(second, 5);
  expect(await findings()).toContainEqual(["number-gap", "2–3", false]);
  expect(await close("last-number-differs", "6/4")).toBe("finding-not-standing");
  await standalone.stop();
});

it("more cases than the inventory says are told at once, and fewer before the book is handed over", async () => {
  const started = await startBook({ expectedCases: 1 });
  const { keeper, manager, bookId, open, key, check, findings, close, standalone } = started;
  const [first, second] = [await open(1, 2), await open(3, 9)];
  await key(first, 1);
  await key(first, 2);
  const accept = await check(first);
  expect(await findings()).toContainEqual(["cases-expected-differ", "1/2", false]);
  expect(await accept()).toBe("reconciliation-open");
  done(await keeper.post(`entry/v1/books/${bookId}/details`, { expectedCases: 4, reason: "Đếm lại sổ" }));
  // Two more are to come, and the other batch may hold them.
  expect(await findings()).toEqual([["cases-expected-differ", "4/2", true]]);
  expect(await accept()).toBe("accepted");
  const makePackage = async () => {
    const body = { bookId, purpose: "hand-over" };
    const { exportId } = done(await manager.post<{ exportId: string }>("reporting/v1/exports", body));
    const path = `reporting/v1/exports/${exportId}`;
    await expect.poll(async () => done(await manager.get<{ phase: string }>(path)).phase).toBe("finished");
    await standalone.settled();
    return exportId;
  };
  const path = `review/v1/handovers/${bookId}`;
  const handOver = async (exportId: string, because?: string) =>
    (await manager.post<{ code?: string }>(`${path}/packages`, { exportId, because })).body.code ??
    "handed over";
  expect(await handOver(await makePackage())).toBe("batches-not-accepted");
  await key(second, 3);
  const acceptSecond = await check(second);
  expect(await acceptSecond()).toBe("reconciliation-open");
  expect(await close("cases-expected-differ", "4/3")).toBe("closed");
  expect(await acceptSecond()).toBe("accepted");
  const exportId = await makePackage();
  // The first package is the whole book: a case less than the inventory says takes a word.
  expect(await handOver(exportId)).toBe("cases-not-let-go");
  expect(await handOver(exportId, "Sổ có 3 trường hợp, đã đếm lại")).toBe("handed over");
  await standalone.stop();
});

it("a batch behind the inventory postpones nothing, and whoever accepted closes nothing that a withdrawn one had", async () => {
  const started = await startBook({ expectedCases: 5 });
  const { keeper, acceptor, bookId, open, openEmpty, key, check, findings, close, standalone } = started;
  const first = await open(1, 3);
  for (const number of [1, 2, 3]) await key(first, number);
  const far = await openEmpty(900);
  const accept = await check(first);
  expect(await findings()).toEqual([["cases-expected-differ", "5/3", false]]);
  expect(await accept()).toBe("reconciliation-open");
  // Two are missing: one number does not make up for them.
  const near = await openEmpty(5);
  expect(await findings()).toEqual([["cases-expected-differ", "5/3", false]]);
  expect(await accept()).toBe("reconciliation-open");
  const next = await openEmpty(4);
  expect(await findings()).toEqual([["cases-expected-differ", "5/3", true]]);
  expect(await accept()).toBe("accepted");
  for (const batchId of [next, near, far])
    done(await keeper.post(`entry/v1/batches/${batchId}/withdraw`, { reason: "Mở nhầm" }));
  expect(await findings()).toEqual([["cases-expected-differ", "5/3", false]]);
  expect(await close("cases-expected-differ", "5/3", acceptor)).toBe("accepted-by-yourself");
  const recount = (who: typeof keeper) =>
    who.post<{ code?: string }>(`entry/v1/books/${bookId}/details`, { expectedCases: 3, reason: "Đếm lại" });
  expect((await recount(acceptor)).body.code).toBe("accepted-by-yourself");
  expect(await close("cases-expected-differ", "5/3")).toBe("closed");
  done(await recount(keeper));
  await standalone.stop();
});
