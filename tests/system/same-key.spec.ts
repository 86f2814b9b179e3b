import { createPagePdf } from "@sogoc/files";
import { describe, expect, it } from "vitest";
import { done } from "../../apps/standalone/src/local-client.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

const furnish = async () => {
  const test = await startTestProvince();
  const { commune, person, standalone } = test;
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const clerk = await person("nam", [{ role: "clerk", unitId: commune }]);
  const manager = await person("du-lieu", [{ role: "data-manager", unitId: commune }]);
  const bookOf = (bookNumber: string) => ({
    unitId: commune,
    recordType: "KS",
    bookNumber,
    office: "UBND xã Mai Lâm",
  });
  const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", bookOf("01/2008")));
  const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
  done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
  await standalone.settled();
  return { ...test, keeper, clerk, manager, bookOf, bookId, batchId };
};

describe("one idempotency key", () => {
  it("makes one record, one book and one account, and is refused for another", async () => {
    const { keeper, clerk, admin, bookOf, batchId, commune, standalone, ports } = await furnish();
    const records = `entry/v1/batches/${batchId}/records`;
    const accountOf = (signInName: string) => ({ signInName, displayName: "Trần Minh", unitId: commune });
    const tries = [
      [clerk, records, { fields: birthFields(1) }, { fields: birthFields(2) }],
      [keeper, "entry/v1/books", bookOf("02/2008"), bookOf("03/2008")],
      [admin, "accounts/v1/accounts", accountOf("minh"), accountOf("long")],
    ] as const;
    for (const [who, path, body, other] of tries) {
      const first = await who.post(path, body, "key-00000001");
      expect([path, first.status]).toEqual([path, 201]);
      expect((await who.post(path, body, "key-00000001")).body).toEqual(first.body);
      expect((await who.post(path, other, "key-00000001")).body).toMatchObject({ code: "command-id-reused" });
      // What is right under its own key goes on as before.
      expect((await who.post(path, other, "key-00000002")).status).toBe(201);
    }
    const { events } = await ports.store.readAll({ after: 0, limit: 1_000, types: ["RecordEntered"] });
    expect(events).toHaveLength(2);
    await standalone.stop();
  });

  it("is not used up by what was refused", async () => {
    const { clerk, batchId, standalone } = await furnish();
    const path = `entry/v1/batches/${batchId}/records`;
    const wrong = { ...birthFields(1), nksNgaySinh: { raw: "01.03.2009" } };
    expect((await clerk.post(path, { fields: wrong }, "key-00000001")).status).toBe(422);
    expect((await clerk.post(path, { fields: birthFields(1) }, "key-00000001")).status).toBe(201);
    await standalone.stop();
  });

  it("makes one export, also of two requests at once, and no other part of the book under it", async () => {
    const { manager, clerk, bookId, batchId, standalone, ports, person, commune } = await furnish();
    const path = `entry/v1/batches/${batchId}/records`;
    const { recordId } = done(await clerk.post<{ recordId: string }>(path, { fields: birthFields(1) }));
    await standalone.settled();
    const send = (body: object) =>
      manager.post<{ exportId: string; code?: string }>("reporting/v1/exports", body, "export-0001");
    const [one, two] = await Promise.all([send({ bookId }), send({ bookId })]);
    expect(two.body.exportId).toBe(one.body.exportId);
    const phase = async () =>
      done(await manager.get<{ phase: string }>(`reporting/v1/exports/${one.body.exportId}`)).phase;
    await expect.poll(phase).toBe("finished");
    expect((await send({ bookId, recordIds: [recordId] })).body.code).toBe("command-id-reused");
    const second = await person("du-lieu-2", [{ role: "data-manager", unitId: commune }]);
    done(await second.post(`reporting/v1/exports/${one.body.exportId}/approve`));
    const manifest = await manager.get(`reporting/v1/exports/${one.body.exportId}/manifest.json`);
    const { events } = await ports.store.readAll({ after: 0, limit: 1_000, types: ["BookExported"] });
    expect(events.map(({ data }) => (data as { manifestSha256: string }).manifestSha256)).toEqual([
      String(manifest.headers["etag"]).replaceAll('"', ""),
    ]);
    await standalone.stop();
  });

  it("stands for the file that came with it", async () => {
    const { keeper, bookId, standalone } = await furnish();
    const path = `entry/v1/books/${bookId}/scans?wholeBook=true`;
    const scan = (title: string) => createPagePdf({ title, fields: [] });
    const upload = (title: string) => keeper.upload(path, "ca-quyen.pdf", scan(title), "scan-00000001");
    expect((await upload("Quyển một")).body).toMatchObject({ attached: 1 });
    expect((await upload("Quyển một")).body).toMatchObject({ unchanged: 1 });
    expect((await upload("Quyển hai")).body).toMatchObject({ code: "command-id-reused" });
    await standalone.stop();
  });
});
