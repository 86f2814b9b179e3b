import { createPagePdf } from "@sogoc/files";
import { expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { acceptedBook } from "../support/accepted-book.ts";
import { eventsOf } from "../support/decided-lot.ts";
import { birthFields } from "../support/test-province.ts";

it("a case that turns up after acceptance goes into a supplementary batch, and acceptance says that it is missing", async () => {
  const { keeper, clerk, standalone, ports, bookId, accept } = await acceptedBook();
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
  // A number given up once is the supplementary batch's, and not given up again while it is keyed.
  expect((await open({ from: 4, to: 9 })).body.code).toBe("batch-overlaps");

  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  const path = `entry/v1/batches/${batchId}/records`;
  expect((await clerk.post(path, { fields: birthFields(3) })).body["code"]).toBe("record-not-in-batch");
  done(await clerk.post(path, { fields: birthFields(4) }));
  done(await clerk.post(`entry/v1/batches/${batchId}/submit`));
  await standalone.settled();
  // The others have their scans.
  await expect(accept()).rejects.toThrow("reconciliation-open");
  const pdf = createPagePdf({ title: "KHAI SINH 4", fields: [{ label: "Số", value: "4" }] });
  done(await keeper.upload(`entry/v1/books/${bookId}/scans`, "KS.2008.01.2008-03-17.04.pdf", pdf));
  await standalone.settled();
  await accept();
  expect((await eventsOf(ports, "BatchAccepted")).at(-1)).toMatchObject({
    batchId,
    bookCounts: { expected: 4, records: 4, openFindings: 0 },
  });
  await standalone.stop();
});
