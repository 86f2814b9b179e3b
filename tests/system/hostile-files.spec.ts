import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createPagePdf, createWorkbookWriter, createZipWriter, openZip } from "@sogoc/files";
import { forgeWorkbook, forgeZip } from "@sogoc/files/testing";
import { isUpload } from "@sogoc/http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createLocalClient, done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { bytesOf, csvOf, prepare, previewOf } from "../support/test-import.ts";
import { birthFields, startTestProvince, type TestProvince } from "../support/test-province.ts";

const page = (title: string) => createPagePdf({ title, fields: [] });
const scriptPdf = Buffer.from(
  "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>\nendobj\n" +
    "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n3 0 obj <</Type/Page/Parent 2 0 R>> endobj\n" +
    "trailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n",
);

const zipOf = (entries: readonly (readonly [name: string, content: Buffer])[]): Promise<Buffer> =>
  bytesOf(async (file) => {
    const writer = createZipWriter(file);
    for (const [name, content] of entries) await writer.add(name, content);
    await writer.finish();
  });

const workbook = (): Promise<Buffer> =>
  bytesOf(async (file) => {
    const writer = createWorkbookWriter(file);
    await writer.addSheet("DL Import", [{ header: "so" }]);
    await writer.finish();
  });

describe("files that nobody should send", () => {
  let test: TestProvince;
  let keeper: LocalClient;
  let bookId: string;

  beforeAll(async () => {
    test = await startTestProvince();
    keeper = await test.person("thu", [{ role: "book-keeper", unitId: test.commune }]);
    const book = { recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
    ({ bookId } = done(
      await keeper.post<{ bookId: string }>("entry/v1/books", { unitId: test.commune, ...book }),
    ));
  });
  afterAll(() => test.standalone.stop());

  interface Outcome {
    readonly fileName: string;
    readonly outcome: string;
    readonly reason?: string;
    readonly detailVi?: string;
    readonly detailEn?: string;
  }
  const upload = (name: string, bytes: Buffer) =>
    keeper.upload<{ files: Outcome[] }>(`entry/v1/books/${bookId}/scans`, name, bytes);
  const outcomeOf = async (name: string, bytes: Buffer): Promise<Outcome | undefined> =>
    done(await upload(name, bytes)).files[0];
  const good = "KS.2008.01.2008-03-17.01.pdf";

  it.each([
    ["pdf-script", good, () => scriptPdf],
    ["not-a-pdf", good, () => Buffer.from("MZ not a pdf at all")],
    ["damaged", good, () => page("A").subarray(0, 900)],
    ["name", "scan001.pdf", () => page("B")],
    ["name", "KS.2009.01.2009-03-17.01.pdf", () => page("C")],
    ["name", "KT.2008.01.2008-03-17.01.pdf", () => page("D")],
    ["name", "KS.2008.01.2008-02-30.01.pdf", () => page("E")],
    ["name", "Cover.pdf", () => page("F")],
  ])("are refused as scans with a plain reason: %s, %s", async (reason, name, bytes) => {
    const outcome = await outcomeOf(name, bytes());
    expect(outcome).toMatchObject({ outcome: "refused", reason });
    expect(outcome?.detailVi).toBeTruthy();
    expect(outcome?.detailEn).toBeTruthy();
    const listed = done(await keeper.get<{ items: unknown[] }>(`entry/v1/books/${bookId}/scans`));
    expect(listed.items).toEqual([]);
  });

  it("are refused whole where the files of a zip lie on top of one another", async () => {
    const content = page("chồng");
    const names = ["50", "51", "52"].map((number) => `KS.2008.01.2008-03-17.${number}.pdf`);
    const zip = forgeZip(names.map((path, index) => ({ path, content, onTop: index > 0 })));
    const { status, body } = await upload("quet.zip", zip);
    expect([status, body]).toMatchObject([422, { code: "scan-refused" }]);
    expect(JSON.stringify(body)).toContain("chồng lên nhau");
    const listed = done(await keeper.get<{ items: unknown[] }>(`entry/v1/books/${bookId}/scans`));
    expect(listed.items).toEqual([]);
  });

  it("do not stop the good ones in the same zip", async () => {
    const zip = await zipOf([
      ["KS.2008.01.2008-03-17.02.pdf", page("2")],
      ["KS.2008.01.2008-03-17.03.pdf", scriptPdf],
      ["nhầm.pdf", page("3")],
      ["KS.2008.01.2008-03-17.04.pdf", page("4")],
      ["KS.2008.01.2008-03-17.05.pdf", page("4")],
    ]);
    const { files } = done(await upload("quet.zip", zip));
    expect(files.map(({ outcome, reason = "" }) => `${outcome} ${reason}`.trim())).toEqual([
      ...["attached", "refused pdf-script", "refused name", "attached", "refused same-content"],
    ]);
    const again = done(await upload("quet.zip", zip));
    expect(again.files.filter(({ outcome }) => outcome === "unchanged")).toHaveLength(2);
  });

  it("do not stop the good ones either when a byte of one was damaged on the way", async () => {
    const pages = [6, 7, 8].map((so) => page(`trang ${so}`));
    const zip = await zipOf(pages.map((bytes, index) => [`KS.2008.01.2008-03-17.0${index + 6}.pdf`, bytes]));
    const at = zip.indexOf(pages[1] ?? Buffer.alloc(0));
    expect(at).toBeGreaterThan(0);
    zip.writeUInt8((zip[at + 2_000] ?? 0) ^ 1, at + 2_000);
    const { files } = done(await upload("quet.zip", zip));
    expect(files.map(({ outcome, reason = "" }) => `${outcome} ${reason}`.trim())).toEqual([
      ...["attached", "refused damaged", "attached"],
    ]);
  });

  it("become a hundred entries in the book's history, however many they are; all of them are told and counted", async () => {
    const before = done(await keeper.get<{ refusedScans: number }>(`entry/v1/books/${bookId}`)).refusedScans;
    const names = Array.from({ length: 130 }, (_, index) => `anh-${index}.pdf`);
    const longest = `${"x".repeat(300)}.pdf`;
    const zip = await zipOf([...names, longest].map((name) => [name, Buffer.from("x")]));
    const head = await test.ports.store.head();
    const { files } = done(await upload("quet.zip", zip));
    expect(files.map(({ outcome }) => outcome)).toEqual(Array<string>(131).fill("refused"));
    const { events } = await test.ports.store.readAll({ after: head, limit: 1_000, types: ["ScanRefused"] });
    expect(events).toHaveLength(101);
    expect(events.at(-1)?.data).toMatchObject({ fileName: "quet.zip", reason: "others", others: 30 });
    await test.standalone.settled();
    const { refusedScans } = done(await keeper.get<{ refusedScans: number }>(`entry/v1/books/${bookId}`));
    expect(refusedScans - before).toBe(131);
  });

  it("never leave their folder: a path in a zip is refused", async () => {
    const zip = forgeZip([{ path: "../../passwd.pdf", content: page("x") }]);
    const answer = await upload("quet.zip", zip);
    expect([answer.status, (answer.body as { code?: string }).code]).toEqual([422, "scan-refused"]);
    expect(JSON.stringify(answer.body)).toContain("unsafe-path");
  });

  it("do not unpack for ever: a zip bomb is refused, as scans and as a workbook", async () => {
    const bomb = forgeZip([{ path: "KS.2008.01.2008-03-17.09.pdf", content: Buffer.alloc(80 * 2 ** 20) }]);
    expect(bomb.length).toBeLessThan(2 ** 20);
    const answer = await upload("quet.zip", bomb);
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toMatch(/compression-ratio|entry-too-large/);
    const state = await prepare(keeper, { unitId: test.commune }, "so.xlsx", bomb);
    expect(state).toMatchObject({ phase: "failed", failure: "workbook-refused" });
  });

  it.each([
    ["a macro workbook", "macro", async () => forgeWorkbook("", { "xl/vbaProject.bin": "macro" })],
    [
      "an old .xls",
      ".xls",
      async () => Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(512)]),
    ],
    ["something else", ".xlsx", async () => Buffer.from("không phải bảng tính")],
    ["half a workbook", "hỏng", async () => (await workbook()).subarray(0, 600)],
    ["a sheet of something else", "mẫu", workbook],
  ])("are refused as workbooks with a plain reason: %s", async (_name, word, make) => {
    const state = await prepare(keeper, { unitId: test.commune }, "so.xlsx", await make());
    expect(state).toMatchObject({ phase: "failed", failure: "workbook-refused" });
    expect(state.failureDetail?.vi).toContain(word);
    expect(state.failureDetail?.en).toBeTruthy();
  });

  it("are refused where text is no Unicode", async () => {
    const bytes = Buffer.concat([csvOf([]), Buffer.from([0xff, 0xfe, 0x0a])]);
    const state = await prepare(keeper, { unitId: test.commune }, "so.csv", bytes);
    expect(state).toMatchObject({ phase: "failed", failure: "workbook-refused" });
  });

  it("are told apart from a cell that is merely too long: its row is refused, the others are not", async () => {
    const rows = [31, 32].map((so) => {
      const cells = { ...birthFields(so), quyenSo: { raw: "01/2008" } };
      return Object.fromEntries(Object.entries(cells).map(([code, { raw }]) => [code, raw]));
    });
    const [first = {}, second = {}] = rows;
    const place = { unitId: test.commune, openBatches: true };
    const bytes = csvOf([{ ...first, ghiChu: "năm 2000 ".repeat(3_000) }, second]);
    const { importId, phase } = await prepare(keeper, place, "so.csv", bytes);
    expect(phase).toBe("prepared");
    const { problems } = await previewOf(keeper, importId);
    const long = problems.filter(({ rule }) => rule === "value-too-long");
    expect(long).toMatchObject([{ field: "ghiChu", row: 2 }]);
    expect(long[0]?.value.length).toBeLessThan(200);
  });

  it("run no formula: the cell is refused, and what we write is text", async () => {
    const cells = { ...birthFields(30), quyenSo: { raw: "01/2008" }, ghiChu: { raw: "=1+1" } };
    const row = Object.fromEntries(Object.entries(cells).map(([code, { raw }]) => [code, raw]));
    const place = { unitId: test.commune, openBatches: true };
    const { importId } = await prepare(
      keeper,
      place,
      "so.csv",
      csvOf([{ ...row, ngayDangKy: "31.02.2008" }]),
    );
    const { problems } = await previewOf(keeper, importId);
    expect(problems.map(({ field }) => field)).toContain("ngayDangKy");
    const report = await keeper.get(`entry/v1/imports/${importId}/errors.xlsx`);
    expect(report.status).toBe(200);
    const zip = await openZip(report.bytes);
    for await (const entry of zip) {
      expect((await entry.read()).toString("utf8"), entry.name).not.toMatch(/<f[ >]/);
    }
  });
});

describe("files from public reports, sent as scans of KS 02/2008", () => {
  let test: TestProvince;
  let keeper: LocalClient;
  let scans: string;
  const folder = join(import.meta.dirname, "../../packages/files/test-files");

  beforeAll(async () => {
    test = await startTestProvince();
    keeper = await test.person("thu", [{ role: "book-keeper", unitId: test.commune }]);
    const book = { recordType: "KS", bookNumber: "02/2008", office: "UBND xã Mai Lâm" };
    const registered = done(
      await keeper.post<{ bookId: string }>("entry/v1/books", { unitId: test.commune, ...book }),
    );
    scans = `entry/v1/books/${registered.bookId}/scans`;
  });
  afterAll(() => test.standalone.stop());

  it.each([
    ["two-pages-one-deleted.pdf", "KS.2008.02.2008-03-11.01.pdf", "1", 2],
    ["one-page-two-deleted.pdf", "KS.2008.02.2008-03-12.02.pdf", "2", 1],
    ["padded-with-zeros.pdf", "KS.2008.02.2008-03-13.03.pdf", "3", 1],
  ])("count the pages that are seen: %s", async (file, name, number, pages) => {
    const { files } = done(
      await keeper.upload<{ files: object[] }>(scans, name, await readFile(join(folder, file))),
    );
    expect(files).toMatchObject([{ outcome: "attached", number }]);
    await test.standalone.settled();
    const { items } = done(await keeper.get<{ items: object[] }>(`${scans}?number=${number}`));
    expect(items).toMatchObject([{ number, pages }]);
  });

  it("are taken out of a folder whose name is in an old code page", async () => {
    const zip = await readFile(join(folder, "folder-in-cp437.zip"));
    const { files } = done(await keeper.upload<{ files: object[] }>(scans, "scans.zip", zip));
    expect(files).toMatchObject([{ fileName: "KS.2008.02.2008-03-16.06.pdf", outcome: "attached" }]);
  });

  it("are answered as malformed on every route that takes a file, where the body has no boundary or no end", async () => {
    const everything = ["book-keeper", "clerk", "data-manager", "checker", "acceptor"] as const;
    const grants = everything.map((role) => ({ role, unitId: test.commune }));
    await test.person("moi-viec", grants);
    const { body } = await createLocalClient(test.standalone.server).anonymous.post<{ accessToken: string }>(
      "accounts/v1/sessions",
      { signInName: "moi-viec", password: "moi-viec-mat-khau" },
    );
    const uploads = test.standalone.routes.filter(isUpload);
    expect(uploads.length).toBeGreaterThanOrEqual(5);
    const whole = '--x\r\nContent-Disposition: form-data; name="file"; filename="so.csv"\r\n\r\nso;ten';
    const given = { unitId: test.commune, recordType: "KS", why: "unreadable" };
    for (const { url, method, schema } of uploads) {
      const asked = schema["querystring"];
      const names = asked instanceof z.ZodObject ? Object.keys(asked.shape) : [];
      const query = new URLSearchParams(Object.entries(given).filter(([name]) => names.includes(name)));
      for (const type of ["multipart/form-data", "multipart/form-data; boundary=x"]) {
        const bookId = scans.split("/")[3] ?? "";
        const path = url.replace(":bookId", bookId);
        const answer = await test.standalone.server.inject({
          method: method as "POST",
          url: `${path}?${query}`,
          payload: whole,
          headers: { authorization: `Bearer ${body.accessToken}`, "content-type": type },
        });
        expect(answer.statusCode, `${url} ${type} ${answer.body}`).toBeLessThan(500);
        if (!url.includes("handovers")) expect(answer.json<{ code: string }>().code).toBe("malformed-body");
      }
    }
  });
});
