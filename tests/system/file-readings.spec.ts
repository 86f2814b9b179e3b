import { createPagePdf } from "@sogoc/files";
import { describe, expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { confirm, csvOf, prepare } from "../support/test-import.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

interface FileReading {
  readonly file: string;
  readonly fileId: string;
  readonly account: string;
  readonly purpose: string;
  readonly bookId: string | null;
}

const rowOf = (so: number): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(birthFields(so)).map(([code, { raw }]) => [code, raw])),
  quyenSo: "01/2008",
});

/** A book with one imported case: sent by Nam, who also checks, and written by the keeper. */
const furnish = async () => {
  const test = await startTestProvince();
  const { commune, person, standalone } = test;
  const keeper = await person("thu", [
    { role: "book-keeper", unitId: commune },
    { role: "clerk", unitId: commune },
  ]);
  const nam = await person("nam", [
    { role: "clerk", unitId: commune },
    { role: "checker", unitId: commune },
  ]);
  const book = { unitId: commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: nam.account?.id }));
  await standalone.settled();
  const { importId } = await prepare(nam, { unitId: commune }, "so.csv", csvOf([rowOf(1)]));
  done(await keeper.post(`entry/v1/batches/${batchId}/take-back`, { reason: "giao lại" }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: keeper.account?.id }));
  await standalone.settled();
  const written = await confirm(keeper, importId, "good-rows-only");
  expect(written).toMatchObject({ phase: "finished", written: 1 });
  await standalone.settled();
  return { ...test, keeper, nam, bookId, batchId, importId };
};

describe("whoever made a workbook", () => {
  it("does not check the rows that somebody else had written from it", async () => {
    const { keeper, nam, batchId, person, commune, standalone } = await furnish();
    const acceptor = await person("duyet", [{ role: "acceptor", unitId: commune }]);
    done(await keeper.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    const { items } = done(
      await acceptor.get<{ items: { id: string; sample: { recordId: string }[] }[] }>("review/v1/reviews"),
    );
    const [review] = items;
    const recordPath = `review/v1/reviews/${review?.id}/records/${review?.sample[0]?.recordId}`;
    const { revision } = done(await nam.get<{ revision: number }>(recordPath));
    const check = await nam.post(`${recordPath}/check`, { recordRevision: revision, marks: [] });
    expect(check.body["code"]).toBe("keyed-by-yourself");
    await standalone.stop();
  });
});

describe("what the rules say of a batch", () => {
  it("is a reading of the records that it is said of", async () => {
    const { keeper, batchId, person, commune, standalone, ports } = await furnish();
    const acceptor = await person("duyet", [{ role: "acceptor", unitId: commune }]);
    const other = { ...birthFields(2), meNgaySinh: { raw: "2001" } };
    const accepted = [
      {
        rule: "parent-age-implausible",
        fields: ["meNgaySinh", "nksNgaySinh"],
        reason: "sổ ghi như vậy",
      },
    ];
    const keyed = { fields: other, accepted };
    const { recordId } = done(
      await keeper.post<{ recordId: string }>(`entry/v1/batches/${batchId}/records`, keyed),
    );
    done(await keeper.post(`entry/v1/batches/${batchId}/submit`));
    await standalone.settled();
    const { items } = done(await acceptor.get<{ items: { id: string }[] }>("review/v1/reviews"));
    const { findings } = done(
      await acceptor.get<{ findings: { records: string[] }[] }>(`review/v1/reviews/${items[0]?.id}/findings`),
    );
    expect(findings.flatMap(({ records }) => records)).toContain(recordId);
    const { events } = await ports.store.readAll({ after: 0, limit: 10_000, types: ["RecordsRead"] });
    const own = events.filter(({ metadata }) => metadata.actor.account === acceptor.account?.id);
    expect(own.flatMap(({ data }) => (data as { recordIds: string[] }).recordIds)).toContain(recordId);
    await standalone.stop();
  });
});

describe("a file with many people in it", () => {
  it("is never looked at without a word in the log, and every record answers who did", async () => {
    const { keeper, nam, bookId, batchId, importId, person, commune, standalone } = await furnish();
    const manager = await person("du-lieu", [{ role: "data-manager", unitId: commune }]);
    const second = await person("du-lieu-2", [{ role: "data-manager", unitId: commune }]);
    const auditor = await person("thanh-tra", [{ role: "auditor", unitId: commune }]);
    const pdf = createPagePdf({ title: "SỔ ĐĂNG KÝ KHAI SINH", fields: [] });
    const path = `entry/v1/books/${bookId}/scans?wholeBook=true`;
    const { files } = done(await keeper.upload<{ files: { scanId: string }[] }>(path, "ca-quyen.pdf", pdf));
    const scanId = files[0]?.scanId ?? "";
    const { exportId } = done(await manager.post<{ exportId: string }>("reporting/v1/exports", { bookId }));
    const phase = async () =>
      done(await manager.get<{ phase: string }>(`reporting/v1/exports/${exportId}`)).phase;
    await expect.poll(phase).toBe("finished");
    done(await second.post(`reporting/v1/exports/${exportId}/approve`));

    expect((await nam.get(`entry/v1/scans/${scanId}/content`)).status).toBe(200);
    const checker = await person("kiem", [{ role: "checker", unitId: commune }]);
    expect((await checker.get(`entry/v1/scans/${scanId}/content`)).status).toBe(200);
    expect((await auditor.get(`entry/v1/scans/${scanId}/content`)).status).toBe(200);
    expect((await second.get(`reporting/v1/exports/${exportId}/workbook.xlsx`)).status).toBe(200);
    expect((await second.get(`reporting/v1/exports/${exportId}/manifest.json`)).status).toBe(200);
    // The keeper has looked at the workbook of somebody else before it was confirmed; whose it
    // is looks at what they know.
    expect((await nam.get(`entry/v1/imports/${importId}/preview`)).status).toBe(200);
    await standalone.settled();

    const { items } = done(
      await keeper.get<{ items: { id: string }[] }>(`entry/v1/batches/${batchId}/records`),
    );
    const readings = done(
      await auditor.get<{ files: FileReading[] }>(`reporting/v1/records/${items[0]?.id}/readings`),
    );
    const named = readings.files.map(({ file, fileId, account }) => [file, fileId, account]);
    const expected = [
      ["export", exportId, second.account?.id],
      ["import", importId, keeper.account?.id],
      ["scan", scanId, nam.account?.id],
      ["scan", scanId, checker.account?.id],
      ["scan", scanId, auditor.account?.id],
    ];
    expect(named.sort()).toEqual(expected.sort());
    // Each for what they do with the book: a checker who opens an image keys nothing, nor does
    // whoever had the batch before it was given to somebody else.
    const purposes = readings.files.filter(({ file }) => file === "scan").map(({ purpose }) => purpose);
    expect(purposes.sort()).toEqual(["checking", "look-up", "look-up"]);
    const ofBook = done(
      await auditor.get<{ items: FileReading[] }>(`reporting/v1/books/${bookId}/file-readings`),
    );
    expect(ofBook.items.map(({ file }) => file).sort()).toEqual(["export", "scan", "scan", "scan"]);
    await standalone.stop();
  });
});
