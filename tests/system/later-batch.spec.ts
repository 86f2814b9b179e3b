import { createCommandHandler } from "@sogoc/core";
import { asGiven } from "@sogoc/core/testing";
import { type DomainEvent, schemaOfWritten } from "@sogoc/events";
import { sampleEvent } from "@sogoc/events/testing";
import { createPagePdf } from "@sogoc/files";
import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { eventsOf } from "../support/decided-lot.ts";
import { confirm, csvOf, prepare, previewOf } from "../support/test-import.ts";
import { birthFields } from "../support/test-province.ts";

it("a case that turns up after acceptance goes into a later batch, and acceptance says that it is missing", async () => {
  const book = await acceptedBook();
  const { keeper, clerk, checker, manager, standalone, ports, bookId, accept, makePackage, ledger } = book;
  done(await keeper.post(`entry/v1/books/${bookId}/details`, { expectedCases: 4, reason: "Đếm lại sổ" }));
  await standalone.settled();
  await expect(accept()).rejects.toThrow("reconciliation-open");
  const closed = [{ rule: "cases-expected-differ", subject: "4/3", reason: "Tờ cuối nhập sau" }];
  done(await keeper.post(`entry/v1/books/${bookId}/reconcile`, { closed }));
  await standalone.settled();
  await accept();
  const [accepted] = await eventsOf(ports, "BatchAccepted");
  expect(accepted).toMatchObject({ bookCounts: { expected: 4, records: 3, openFindings: 0 } });

  const open = (numbers: object) =>
    keeper.post<{ batchId: string; code?: string; params?: object }>("entry/v1/batches", {
      bookId,
      ...numbers,
    });
  const refused = (await open({ from: 3, to: 4 })).body;
  expect(refused).toMatchObject({ code: "numbers-keyed", params: { numbers: "3", count: 1 } });
  expect((await open({})).body).toMatchObject({ code: "numbers-keyed", params: { count: 3 } });
  const { batchId } = done(await open({ from: 4, to: 4 }));
  // A number given up once is the later batch's, and not given up again while it is keyed.
  expect((await open({ from: 4, to: 9 })).body.code).toBe("batch-overlaps");
  // The book does not go out as a whole while its missing number is with a clerk.
  await standalone.settled();
  expect((await ledger()).ready).toMatchObject({ expected: 4, inBook: 3, openBatches: [{ from: 4, to: 4 }] });
  const tooSoon = await manager.post(`${book.path}/packages`, { exportId: await makePackage() });
  expect([tooSoon.status, tooSoon.body["code"]]).toEqual([409, "batches-not-accepted"]);

  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const path = `entry/v1/batches/${batchId}/records`;
  // Whoever types a number that has its case already is told where that is.
  const [, , third] = book.recordIds;
  const elsewhere = await clerk.post(path, { fields: birthFields(3) });
  expect(elsewhere.body).toMatchObject({
    code: "record-not-in-batch",
    params: { recordId: third, batchId: book.batchId, own: 1 },
    errors: [{ pointer: "/fields/so", detail: expect.stringContaining("lô cả quyển") }],
  });
  const { recordId } = done(await clerk.post<{ recordId: string }>(path, { fields: birthFields(4) }));
  const again = (await clerk.post(path, { fields: birthFields(4) })).body;
  expect(again).toMatchObject({ code: "record-exists", params: { recordId, batchId } });
  expect(again).not.toHaveProperty("errors");
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  // The others have their scans.
  await expect(accept()).rejects.toThrow("reconciliation-open");
  const pdf = createPagePdf({ title: "KHAI SINH 4", fields: [{ label: "Số", value: "4" }] });
  done(await keeper.upload(`entry/v1/books/${bookId}/scans`, "KS.2008.01.2008-03-17.04.pdf", pdf));
  await standalone.settled();
  await accept();
  // Both are first rounds of one book: their numbers tell them apart.
  const reviews = await checker.get<{ items: { id: string; round: number; numbers: object }[] }>(
    "review/v1/reviews",
  );
  const [supplement, whole] = done(reviews).items;
  expect([supplement, whole]).toMatchObject([{ round: 1, numbers: { from: 4, to: 4 } }, { round: 1 }]);
  expect(whole?.numbers).toEqual({});
  const one = await checker.get<{ numbers: object }>(`review/v1/reviews/${supplement?.id}`);
  expect(done(one).numbers).toEqual({ from: 4, to: 4 });
  expect((await eventsOf(ports, "BatchAccepted")).at(-1)).toMatchObject({
    batchId,
    bookCounts: { expected: 4, records: 4, openFindings: 0 },
  });
  // What was made of the book before tells how many cases it had then.
  expect(done(await manager.get("reporting/v1/exports"))).toMatchObject({
    items: [{ records: 3, inBook: 3 }],
  });
  await standalone.stop();
});

it("a second case of an accepted number goes into a later batch of its own", async () => {
  const { keeper, clerk, checker, standalone, ports, bookId, accept, ledger } = await acceptedBook();
  const open = (numbers: object) =>
    keeper.post<{ batchId: string; code?: string }>("entry/v1/batches", { bookId, ...numbers });
  const second = { from: 3, to: 3, secondCases: true };
  // While the first one can still be keyed, so can the second.
  expect((await open(second)).body.code).toBe("batch-overlaps");
  await accept();
  expect((await open({ from: 3, to: 3 })).body.code).toBe("numbers-keyed");
  expect((await open({ secondCases: true })).status).toBe(422);
  const { batchId } = done(await open(second));
  expect((await open(second)).body.code).toBe("batch-overlaps");
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  expect(done(await clerk.get<object>(`entry/v1/batches/${batchId}`))).toMatchObject(second);
  const path = `entry/v1/batches/${batchId}/records`;
  expect((await clerk.post(path, { fields: birthFields(3) })).body["code"]).toBe("record-not-in-batch");
  expect((await clerk.post(path, { fields: birthFields("4b") })).body["code"]).toBe("record-not-in-batch");
  const keyed = await clerk.post<{ number: string }>(path, { fields: birthFields("3b") });
  expect(done(keyed).number).toBe("3b");
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  const pdf = createPagePdf({ title: "KHAI SINH 3b", fields: [{ label: "Số", value: "3b" }] });
  done(await keeper.upload(`entry/v1/books/${bookId}/scans`, "KS.2008.01.2008-03-17.03b.pdf", pdf));
  await standalone.settled();
  expect((await ledger()).ready).toMatchObject({ inBook: 4, notAccepted: 1 });
  // Its number is another case's of the same book: the rules look there as well.
  const [opening] = (await eventsOf(ports, "ReviewOpened")).slice(-1);
  expect(opening).toMatchObject({ batchId, rules: { errors: 0, warnings: 0, open: 0 } });
  const listed = await checker.get<{ items: { id: string }[] }>(`review/v1/reviews?batchId=${batchId}`);
  const review = done(listed).items[0]?.id ?? "";
  const found = await checker.get<{ findings: { rule: string }[] }>(`review/v1/reviews/${review}/findings`);
  expect(done(found).findings.map(({ rule }) => rule)).not.toContain("suffix-alone");
  // The last number is 3, and there are four cases: a second case of a number owes no reason.
  await accept();
  expect((await eventsOf(ports, "BatchAccepted")).at(-1)).toMatchObject({
    batchId,
    bookCounts: { records: 4, openFindings: 0 },
  });
  expect((await ledger()).ready).toMatchObject({ inBook: 4, notAccepted: 0 });
  // And one more, once that is accepted: who keys it is told which letter is given already.
  const { batchId: third } = done(await open(second));
  done(await keeper.post(`entry/v1/batches/${third}/assign`, { accountId: clerk.account?.id }));
  const { numbers } = done(await clerk.get<{ numbers: string[] }>(`entry/v1/batches/${third}/numbers`));
  expect([...numbers].sort()).toEqual(["3", "3b"]);
  await standalone.stop();
});

it("a number of which no case is stored gets no second case, and an ordinary later batch", async () => {
  const { keeper, clerk, commune, standalone, ports, bookId, accept } = await acceptedBook();
  await accept();
  const commands = createCommandHandler({ store: ports.store, schemaOf: schemaOfWritten });
  const write = (stream: string, id: string, event: DomainEvent) =>
    commands.handle(asGiven<DomainEvent>(stream), id, [event], {
      actor: { account: keeper.account?.id ?? "", name: "thu", roles: ["book-keeper"], unit: commune },
      at: ports.clock.now(),
      commandId: ports.newId(),
      correlationId: ports.newId(),
    });
  const open = (numbers: object) =>
    keeper.post<{ batchId: string; code?: string; params?: object }>("entry/v1/batches", {
      bookId,
      ...numbers,
    });
  // The batch of the whole book holds every number, also one that nobody has ever keyed.
  const refused = (await open({ from: 3, to: 5, secondCases: true })).body;
  expect(refused).toMatchObject({ code: "no-first-case", params: { numbers: "4, 5", count: 2 } });
  // As the program before opened one all the same; nothing could be keyed in it under the number.
  await write("book", bookId, {
    type: "NumbersAllotted",
    data: { bookId, batchId: "x-old", from: 4, to: 4, secondCases: true },
  });
  await write(
    "batch",
    "x-old",
    sampleEvent("BatchOpened", {
      batchId: "x-old",
      bookId,
      unitId: commune,
      recordType: "KS",
      bookNumber: "01/2008",
      from: 4,
      to: 4,
      secondCases: true,
    }),
  );
  await standalone.settled();
  const { batchId } = done(await open({ from: 4, to: 4 }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  done(await clerk.post(`entry/v1/batches/${batchId}/records`, { fields: birthFields(4) }));
  // The older batch has its place now: second cases of the number, of which one is stored.
  done(await keeper.post("entry/v1/batches/x-old/assign", { accountId: clerk.account?.id }));
  done(await clerk.post("entry/v1/batches/x-old/records", { fields: birthFields("4b") }));
  await standalone.stop();
});

it("a workbook brings a second case into its batch, and leaves the first one where it is", async () => {
  const { keeper, clerk, commune, standalone, bookId, accept } = await acceptedBook();
  await accept();
  const second = { bookId, from: 3, to: 3, secondCases: true };
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", second));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  await standalone.settled();
  const rows = ["3", "3b"].map((so) => {
    const cells = Object.entries({ ...birthFields(so), quyenSo: { raw: "01/2008" } });
    return Object.fromEntries(cells.map(([code, { raw }]) => [code, raw]));
  });
  const { importId } = await prepare(clerk, { unitId: commune }, "so.csv", csvOf(rows));
  await previewOf(clerk, importId);
  await confirm(clerk, importId, "good-rows-only");
  await standalone.settled();
  const { items } = done(
    await clerk.get<{ items: { number: string }[] }>(`entry/v1/batches/${batchId}/records`),
  );
  expect(items.map(({ number }) => number)).toEqual(["3b"]);
  await standalone.stop();
});
