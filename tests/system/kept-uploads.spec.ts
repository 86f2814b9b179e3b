import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { createPagePdf } from "@sogoc/files";
import { forgeZip } from "@sogoc/files/testing";
import { type Engines, openEngines } from "@sogoc/host/engines";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLocalClient, done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { csvOf, prepare } from "../support/test-import.ts";
import { birthFields, startTestProvince, type TestProvince } from "../support/test-province.ts";

const fields = Array.from({ length: 40 }, (_, line) => ({ label: `Dòng ${line}`, value: "chữ ".repeat(20) }));
/** A page of some kilobytes. */
const pageOf = (title: string) => createPagePdf({ title, fields });
const PAGE = pageOf("A").length;
/** Two pages and a workbook, and not a third page. */
const QUOTA = 2 * PAGE + 4_000;

describe("uploaded files", () => {
  let folder: string;
  let engines: Engines;
  let test: TestProvince;
  let keeper: LocalClient;
  let bookId: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sogoc-uploads-"));
    engines = await openEngines({ engine: "embedded", folder });
    test = await startTestProvince(engines, { uploadQuota: QUOTA });
    keeper = await test.person("thu", [
      { role: "book-keeper", unitId: test.commune },
      { role: "clerk", unitId: test.commune },
      { role: "book-keeper", unitId: test.otherCommune },
    ]);
    bookId = await register("01/2008", test.commune);
  });
  afterAll(async () => {
    await test.standalone.stop();
    await engines.close();
    await rm(folder, { recursive: true, force: true });
  });

  const register = async (bookNumber: string, unitId: string) => {
    const book = { unitId, recordType: "KS", bookNumber, office: "UBND xã Mai Lâm" };
    return done(await keeper.post<{ bookId: string }>("entry/v1/books", book)).bookId;
  };
  const stored = async () => {
    let count = 0;
    for await (const _ of engines.blobs.list()) count++;
    return count;
  };
  const sendScan = (fileName: string, bytes: Uint8Array, to = bookId) =>
    keeper.upload<{ code?: string; files: { outcome: string; reason?: string }[] }>(
      `entry/v1/books/${to}/scans`,
      fileName,
      bytes,
    );

  it("that are refused are not kept: a workbook, and scans that the book does not take", async () => {
    expect(await stored()).toBe(0);
    const nonsense = Buffer.from("không phải bảng tính");
    const refused = await prepare(keeper, { unitId: test.commune }, "so.xlsx", nonsense);
    expect(refused.phase).toBe("failed");
    expect(await stored()).toBe(0);

    const page = pageOf("A");
    const name = "KS.2008.01.2008-03-17.01.pdf";
    expect(done(await sendScan(name, page)).files[0]?.outcome).toBe("attached");
    expect(await stored()).toBe(1);
    const other = pageOf("B");
    expect(done(await sendScan(name, other)).files[0]).toMatchObject({
      outcome: "refused",
      reason: "has-scan",
    });
    // The same content again under another name: the first one still needs it.
    const again = done(await sendScan("KS.2008.01.2008-03-17.02.pdf", page)).files[0];
    expect(again).toMatchObject({ outcome: "refused", reason: "same-content" });
    expect(await stored()).toBe(1);
    expect(await readdir(join(folder, "blobs", "unfinished"))).toEqual([]);
  });

  it("of an import that is prepared are kept, with their size in the log", async () => {
    const before = await stored();
    const row = Object.entries(birthFields(1)).map(([code, { raw }]) => [code, raw] as const);
    const csv = csvOf([Object.fromEntries(row)]);
    expect(csv.length).toBeLessThan(3_000);
    expect(PAGE).toBeGreaterThan(4_000);
    const prepared = await prepare(keeper, { unitId: test.commune }, "so.csv", csv);
    expect(prepared.phase).toBe("prepared");
    expect(await stored()).toBe(before + 2);
    const { events } = await engines.store.readAll({ after: 0, limit: 1_000, types: ["ImportPrepared"] });
    expect(events.at(-1)?.data).toMatchObject({ size: csv.length });
  });

  it("of a request that does not say its length are counted as they come, and no more is received", async () => {
    const CHUNK = 64 * 1024;
    const CHUNKS = 64;
    let sent = 0;
    const body = async function* () {
      yield '--x\r\nContent-Disposition: form-data; name="file"; filename="KS.2008.01.2008-03-17.09.pdf"\r\n';
      yield "Content-Type: application/pdf\r\n\r\n";
      for (; sent < CHUNKS; sent++) {
        await pause(5);
        yield Buffer.alloc(CHUNK, "trang ");
      }
      yield "\r\n--x--\r\n";
    };
    const before = await stored();
    const session = { signInName: "thu", password: "thu-mat-khau" };
    const { accessToken } = done(
      await createLocalClient(test.standalone.server).anonymous.post<{ accessToken: string }>(
        "accounts/v1/sessions",
        session,
      ),
    );
    const answer = await test.standalone.server.inject({
      method: "POST",
      url: `/api/entry/v1/books/${bookId}/scans`,
      payload: Readable.from(body()),
      headers: {
        authorization: `Bearer ${accessToken}`,
        "content-type": "multipart/form-data; boundary=x",
      },
    });
    expect([answer.statusCode, answer.json()]).toMatchObject([413, { code: "quota-exceeded" }]);
    expect(sent).toBeLessThan(CHUNKS / 2);
    expect(await stored()).toBe(before);
  });

  it("that unpack to more than came count as what they are, and what was refused is given back", async () => {
    const padded = Buffer.concat([pageOf("E"), Buffer.alloc(40_000)]);
    expect(padded.length).toBeGreaterThan(QUOTA);
    const zipped = forgeZip([{ path: "KS.2008.02.2008-03-17.01.pdf", content: padded }]);
    expect(zipped.length).toBeLessThan(QUOTA / 2);
    const book = await register("02/2008", test.otherCommune);
    for (let time = 1; time <= 3; time++) {
      const refused = await sendScan("quet.zip", zipped, book);
      expect([refused.status, refused.body.code]).toEqual([413, "quota-exceeded"]);
    }
  });

  it("of one unit take no more than its share; another unit has its own", async () => {
    const page = pageOf("C");
    const first = await sendScan("KS.2008.01.2008-03-17.03.pdf", page);
    expect(done(first).files[0]?.outcome).toBe("attached");
    await test.standalone.settled();
    const before = await stored();
    const more = pageOf("D");
    const refused = await sendScan("KS.2008.01.2008-03-17.04.pdf", more);
    expect([refused.status, refused.body]).toMatchObject([
      413,
      { code: "quota-exceeded", title: expect.stringContaining("hết phần lưu trữ") },
    ]);
    const path = `entry/v1/imports?unitId=${test.commune}&recordType=KS`;
    const workbook = await keeper.upload<{ code?: string }>(path, "so.xlsx", more);
    expect(workbook.body.code).toBe("quota-exceeded");
    expect(await stored()).toBe(before);
    const otherBook = await register("01/2008", test.otherCommune);
    const elsewhere = await sendScan("KS.2008.01.2008-03-17.01.pdf", more, otherBook);
    expect(done(elsewhere).files[0]?.outcome).toBe("attached");
  });

  it("that come side by side count each other", async () => {
    const book = await register("03/2008", test.otherCommune);
    await test.standalone.settled();
    // One more page fits there, and not two.
    const answers = await Promise.all(
      ["F", "G", "H"].map((title, index) =>
        sendScan(`KS.2008.03.2008-03-17.0${index + 1}.pdf`, pageOf(title), book),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 413, 413]);
    // Nor one that comes before the figures have caught up.
    expect((await sendScan("KS.2008.03.2008-03-17.04.pdf", pageOf("I"), book)).status).toBe(413);
  });
});
