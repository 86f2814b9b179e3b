import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { EXPORT_KEY_NAME, type FieldValues } from "@sogoc/events";
import { openWorkbook, openZip } from "@sogoc/files";
import {
  canonicalNumber,
  detectLayout,
  findField,
  getRecordType,
  type OriginalRow,
  originalKey,
  readField,
  readOriginalRow,
  restoreOriginals,
} from "@sogoc/registers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as make from "../testing/events.ts";
import { auditor, manager, startWorld, stranger } from "../testing/world.ts";

const pdf = Buffer.from("%PDF-1.4 synthetic page");
const sha = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

const stored: Readonly<Record<string, FieldValues>> = {
  "7": make.fieldsOf("007/2008", "=HYPERLINK(1)", {
    so: { raw: "007/2008", value: "7/2008" },
    quyenSo: { raw: "1/2008", value: "01/2008" },
    meHoTen: { blank: true },
    chaHoTen: { illegible: "torn", raw: "Trần" },
    nksGioiTinh: { raw: "Nữ", value: "2" },
  }),
  "7a": make.fieldsOf("7", "Lê Thị  Mai", {
    nksHoTen: { raw: "Lê Thị  Mai", value: "Lê Thị Mai", doubtful: true },
  }),
  "8/2009": make.fieldsOf("8/2009", "Ngô Văn Tám", { nksNgaySinh: { raw: "1/2009", value: "2009-01" } }),
};

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
  await world.happen("account-manager-1", [
    {
      type: "RoleGranted",
      data: { accountId: "manager-1", role: "data-manager", unitId: "tinh", from: "2026-01-01" },
    },
  ]);
  const { sha256, size } = await world.ports.blobs.put(pdf);
  await world.happen("book-book-a", [
    make.bookRegistered(),
    make.scanAttached({ sha256: "e".repeat(64) }),
    make.scanAttached({ scanId: "scan-b", replaces: "scan-a", sha256, size }),
    make.scanAttached({ scanId: "scan-c", kind: "cover", fileName: "cover.pdf", sha256, size }),
  ]);
  for (const [number, fields] of Object.entries(stored)) {
    const recordId = `record-${number.replace("/", "-")}`;
    const more = number === "7a" ? { duplicateReason: "sổ ghi trùng số" } : {};
    await world.happen(`record-${recordId}`, [make.recordEntered({ recordId, number, fields, ...more })]);
  }
  const gone = { recordId: "record-x", number: "99" };
  await world.happen("record-record-x", [
    make.recordEntered(gone),
    make.recordVoided({ recordId: "record-x" }),
  ]);
});
afterAll(() => world.stop());

const acceptor = "acceptor-1:acceptor:tinh";
const decide = (who: string, exportId: string, way: "approve" | "decline", seen = '"-1"') =>
  world.server.inject({
    method: "POST",
    url: `/api/reporting/v1/exports/${exportId}/${way}`,
    headers: { authorization: `Bearer ${who}`, "if-match": seen },
    payload: way === "decline" ? { reason: "Chưa rõ gửi cho ai" } : {},
  });

/**
 * The export of a book, or of some of its records, which a second person lets go where that is
 * asked.
 */
const exportBook = async (bookId = "book-a", recordIds?: readonly string[]): Promise<string> => {
  const exportId = await writeExport(bookId, recordIds);
  if (recordIds === undefined) expect((await decide(acceptor, exportId, "approve")).statusCode).toBe(200);
  return exportId;
};

const writeExport = async (bookId = "book-a", recordIds?: readonly string[]): Promise<string> => {
  const started = await world.post(manager, "/exports", { bookId, recordIds });
  expect(started.statusCode).toBe(202);
  const { exportId } = started.json();
  for (let turn = 0; turn < 200; turn++) {
    const { phase, failure } = (await world.get(manager, `/exports/${exportId}`)).json();
    if (phase === "failed") throw new Error(failure);
    if (phase === "finished") return exportId;
    await pause(10);
  }
  throw new Error("the export does not finish");
};

/** As an import into an empty store reads the workbook: `So goc` first, then `DL Import`. */
const reimport = async (bytes: Buffer): Promise<Record<string, FieldValues>> => {
  const workbook = await openWorkbook(bytes);
  expect(workbook.sheets).toEqual(["So goc", "DL Import", "Ghi chu"]);
  const type = getRecordType("KS");
  const originals: OriginalRow[] = [];
  for await (const { cells } of workbook.rows("So goc")) {
    const row = readOriginalRow(cells.map((cell) => cell?.text));
    if (row) originals.push(row);
  }
  const records: Record<string, FieldValues> = {};
  const [header, ...rows] = await Array.fromAsync(workbook.rows("DL Import"));
  const columns = detectLayout(header?.cells.map((cell) => cell?.text ?? "") ?? [])?.columns ?? [];
  for (const { cells } of rows) {
    const fields: FieldValues = {};
    const textOf = (code: string) => cells[columns.indexOf(code)]?.text ?? "";
    for (const code of columns) {
      const field = code === undefined ? undefined : findField(type, code);
      const value = field && readField(field, textOf(field.code));
      if (field && value) fields[field.code] = value;
    }
    expect(cells.every((cell) => cell === undefined || cell.kind === "text")).toBe(true);
    const number = canonicalNumber(textOf("so"), "01/2008") ?? "";
    const mine = originals.flatMap((row) =>
      row.kind === "value" && row.key === originalKey("01/2008", number) ? [row] : [],
    );
    const place = { bookNumber: "01/2008", number };
    const restored = restoreOriginals(type, place, fields, mine, textOf);
    expect(restored.contradicted).toEqual([]);
    records[number] = restored.fields;
  }
  return records;
};

describe("the export of a book", () => {
  it("is told of once the key is there that signs it, also where nobody asks for the signature", async () => {
    expect(await world.ports.secrets.find(EXPORT_KEY_NAME)).toBeUndefined();
    await writeExport();
    expect(await world.ports.secrets.find(EXPORT_KEY_NAME)).toBeDefined();
  });

  it("re-imports without loss", async () => {
    const exportId = await exportBook();
    const workbook = await world.get(manager, `/exports/${exportId}/workbook.xlsx`);
    expect(await reimport(workbook.rawPayload)).toEqual(stored);
  });

  it("holds the scans in force, and a manifest that names every file by its hash", async () => {
    const exportId = await exportBook();
    const [workbook, scans, manifest] = await Promise.all(
      ["workbook.xlsx", "scans.zip", "manifest.json"].map((name) =>
        world.get(manager, `/exports/${exportId}/${name}`),
      ),
    );
    if (!workbook || !scans || !manifest) throw new Error("three files");
    const facts = manifest.json();
    expect(facts.workbook).toMatchObject({
      name: "workbook.xlsx",
      sha256: sha(workbook.rawPayload),
      size: workbook.rawPayload.length,
    });
    expect(facts.scans).toEqual({
      name: "scans.zip",
      sha256: sha(scans.rawPayload),
      size: scans.rawPayload.length,
    });
    expect(facts.counts).toEqual({ records: 3, accepted: 0, voided: 1, scans: 2, scannedPages: 4 });
    const zip = await openZip(scans.rawPayload);
    const files = await Promise.all(zip.entries.map(async (entry) => [entry.name, sha(await entry.read())]));
    expect(files.sort()).toEqual(
      facts.files.map(({ name, sha256 }: Record<string, string>) => [name, sha256]).sort(),
    );
    expect(files.map(([name]) => name)).toEqual(["KS.2008.01.2008-03-02.07.pdf", "cover.pdf"]);
    await world.settle();
    const taken = (await world.get(auditor, "/records/record-7/readings")).json().exports;
    expect(taken).toContainEqual(
      expect.objectContaining({
        id: exportId,
        account: "manager-1",
        manifestSha256: sha(manifest.rawPayload),
      }),
    );
  });

  it("was seen, with its files, only by readers of what it held", async () => {
    const exportId = await exportBook("book-a", ["record-7"]);
    await world.get(manager, `/exports/${exportId}/workbook.xlsx`);
    await world.settle();
    const looksAt = async (recordId: string) => {
      const looks = (await world.get(auditor, `/records/${recordId}/readings`)).json();
      const ids = (list: Record<string, string>[], key: string) => list.map((one) => one[key]);
      return [...ids(looks.exports, "id"), ...ids(looks.files, "fileId")].filter((id) => id === exportId);
    };
    expect(await looksAt("record-7")).toEqual([exportId, exportId]);
    for (const other of ["record-7a", "record-8-2009", "record-x"]) expect(await looksAt(other)).toEqual([]);
  });

  it("of some records holds their scans alone: 7, 7b and 7/2009 are three cases", async () => {
    const files = {
      "7": "KS.2008.05.2008-03-02.07.pdf",
      "7b": "KS.2008.05.2008-03-02.07b.pdf",
      "7/2009": "KS.2008.05.2009-03-02.07.pdf",
    };
    const bookId = "book-e";
    const { sha256, size } = await world.ports.blobs.put(pdf);
    await world.happen("book-book-e", [
      make.bookRegistered({ bookId, bookNumber: "05/2008" }),
      ...Object.entries(files).map(([number, fileName]) =>
        make.scanAttached({ bookId, scanId: `scan-${fileName}`, number, fileName, sha256, size }),
      ),
    ]);
    const idOf = (number: string) => `record-e-${number.replace("/", "-")}`;
    // So that what is asked for does not add up to all of it.
    for (const number of [...Object.keys(files), "9", "10", "11"]) {
      const place = { bookId, bookNumber: "05/2008", recordId: idOf(number), number };
      await world.happen(`record-${idOf(number)}`, [make.recordEntered(place)]);
    }
    for (const [number, fileName] of Object.entries(files)) {
      const exportId = await exportBook(bookId, [idOf(number)]);
      const scans = await world.get(manager, `/exports/${exportId}/scans.zip`);
      const { entries } = await openZip(scans.rawPayload);
      expect(entries.map(({ name }) => name)).toEqual([fileName]);
    }
    // A record of another book stands for nothing of this one.
    const foreign = await world.post(manager, "/exports", { bookId, recordIds: ["record-7", idOf("7")] });
    expect(foreign.statusCode).toBe(422);
    expect(foreign.json()).toMatchObject({
      code: "records-not-of-book",
      errors: [{ pointer: "/recordIds/0" }],
    });
    // Nor does one that was voided.
    const voided = { bookId: "book-a", recordIds: ["record-x"] };
    expect((await world.post(manager, "/exports", voided)).json().code).toBe("records-not-of-book");
  });

  it("happens once for one idempotency key", async () => {
    const headers = { authorization: `Bearer ${manager}`, "idempotency-key": "export-0001" };
    const send = (bookId: string) =>
      world.server.inject({ method: "POST", url: "/api/reporting/v1/exports", headers, payload: { bookId } });
    const [first, second] = [await send("book-a"), await send("book-a")];
    expect(second.json().exportId).toBe(first.json().exportId);
  });

  it("is for data managers of the area", async () => {
    const exportId = await exportBook();
    expect((await world.post(stranger, "/exports", { bookId: "book-a" })).json().code).toBe("outside-area");
    expect((await world.post(auditor, "/exports", { bookId: "book-a" })).json().code).toBe("forbidden-role");
    expect((await world.post(manager, "/exports", { bookId: "none" })).json().code).toBe("book-unknown");
    expect((await world.get(stranger, `/exports/${exportId}/workbook.xlsx`)).json().code).toBe(
      "outside-area",
    );
    expect((await world.get(manager, "/exports/none/scans.zip")).json().code).toBe("export-unknown");
  });

  it("of a whole book is read once a second person has let it go, and of a few records at once", async () => {
    const few = await writeExport("book-a", ["record-7"]);
    expect((await world.get(manager, `/exports/${few}/workbook.xlsx`)).statusCode).toBe(200);
    const exportId = await writeExport();
    const files = ["workbook.xlsx", "scans.zip", "manifest.json", "manifest.jws"];
    const codes = async (who: string) => {
      const answers = await Promise.all(files.map((name) => world.get(who, `/exports/${exportId}/${name}`)));
      return answers.map((answer) => (answer.statusCode === 200 ? 200 : answer.json().code));
    };
    expect(await codes(manager)).toEqual(files.map(() => "export-not-approved"));
    expect((await world.get(manager, `/exports/${exportId}`)).json()).toMatchObject({
      phase: "finished",
      standing: "awaits-approval",
    });
    expect((await decide(manager, exportId, "approve")).json().code).toBe("export-of-yourself");
    expect((await decide(auditor, exportId, "approve")).json().code).toBe("forbidden-role");
    expect((await decide("x:acceptor:tinh-2", exportId, "approve")).json().code).toBe("outside-area");
    expect((await decide(acceptor, exportId, "approve")).statusCode).toBe(200);
    expect((await decide("acceptor-2:acceptor:tinh", exportId, "decline")).json().code).toBe(
      "revision-conflict",
    );
    expect(await codes(manager)).toEqual(files.map(() => 200));
    const { items } = (await world.get(acceptor, "/exports")).json();
    expect(items.find((one: { exportId: string }) => one.exportId === exportId)).toMatchObject({
      askedByName: "Người manager-1",
      decidedByName: "Người acceptor-1",
      standing: "ready",
      bookNumber: "01/2008",
      own: false,
    });
  });

  it("that is declined is read by nobody, and says why", async () => {
    const exportId = await writeExport();
    expect((await decide(acceptor, exportId, "decline")).statusCode).toBe(200);
    expect((await world.get(manager, `/exports/${exportId}/scans.zip`)).json().code).toBe("export-declined");
    const { items } = (await world.get(manager, "/exports")).json();
    expect(items.find((one: { exportId: string }) => one.exportId === exportId)).toMatchObject({
      standing: "declined",
      declineReason: "Chưa rõ gửi cho ai",
      own: true,
    });
  });

  it("needs a second person where its records are named one by one, too", async () => {
    const place = { bookId: "book-f", bookNumber: "06/2008" };
    await world.happen("book-book-f", [make.bookRegistered(place)]);
    const ids = Array.from({ length: 21 }, (_, at) => `record-f-${at + 1}`);
    for (const [at, recordId] of ids.entries())
      await world.happen(`record-${recordId}`, [
        make.recordEntered({ ...place, recordId, number: `${at + 1}` }),
      ]);
    const exportId = await writeExport("book-f", ids);
    expect((await world.get(manager, `/exports/${exportId}/workbook.xlsx`)).json().code).toBe(
      "export-not-approved",
    );
    // What is not accepted is nobody's package yet, whatever it is said to be for.
    const asked = { bookId: "book-a", purpose: "hand-over" };
    const early = (await world.post(manager, "/exports", asked)).json().exportId;
    await expect
      .poll(async () => (await world.get(manager, `/exports/${early}`)).json())
      .toMatchObject({ phase: "finished", standing: "awaits-approval" });
  });

  it("ends after seven days, of a few records too, and says so", async () => {
    const [whole, few] = [await exportBook(), await writeExport("book-a", ["record-7"])];
    const read = async (id: string) => {
      const answer = await world.get(manager, `/exports/${id}/workbook.xlsx`);
      return answer.statusCode === 200 ? 200 : answer.json().code;
    };
    expect([await read(whole), await read(few)]).toEqual([200, 200]);
    world.setClock("2026-03-17T02:00:00.000Z");
    expect([await read(whole), await read(few)]).toEqual(["export-expired", "export-expired"]);
    await world.settle();
    // A clock that has jumped ahead takes nobody's files.
    world.doubtClock(true);
    expect(await world.expireExports()).toBe(0);
    world.doubtClock(false);
    expect(await world.expireExports()).toBeGreaterThan(0);
    await world.settle();
    expect(await world.expireExports()).toBe(0);
    world.setClock("2026-03-10T02:00:00.000Z");
    // Once it was said, the files are gone, whatever the clock says.
    expect(await read(whole)).toBe("export-expired");
    const { events } = await world.ports.store.readAll({ after: 0, limit: 1_000, types: ["ExportExpired"] });
    expect(events.map(({ data }) => (data as { exportId: string }).exportId)).toEqual(
      expect.arrayContaining([whole, few]),
    );
  });

  it("fails with a reason when a scan is not there", async () => {
    await world.happen("book-book-d", [
      make.bookRegistered({ bookId: "book-d", bookNumber: "04/2008" }),
      make.scanAttached({ bookId: "book-d", scanId: "scan-d", sha256: "f".repeat(64) }),
    ]);
    const { exportId } = (await world.post(manager, "/exports", { bookId: "book-d" })).json();
    await expect
      .poll(async () => (await world.get(manager, `/exports/${exportId}`)).json())
      .toMatchObject({ phase: "failed", failure: "blob-missing" });
    expect((await world.get(manager, `/exports/${exportId}/scans.zip`)).json().code).toBe("export-not-ready");
  });

  it("gives scans whose stored names have signs that nobody sees names that are read back", async () => {
    const { sha256, size } = await world.ports.blobs.put(pdf);
    const scan = (scanId: string, fileName: string, number: string) =>
      make.scanAttached({ bookId: "book-f", scanId, fileName, number, sha256, size });
    await world.happen("book-book-f", [
      make.bookRegistered({ bookId: "book-f", bookNumber: "06/2008" }),
      scan("scan-f", "KS.2008.06.2008-03-02.07\u0000.pdf", "7"),
      scan("scan-g", "KS.2008.06.2008-03-02.08\u202e.pdf", "8"),
      scan("scan-h", "KS.2008.06.2008-03-02.08.pdf", "8a"),
    ]);
    const exportId = await exportBook("book-f");
    const zip = await openZip((await world.get(manager, `/exports/${exportId}/scans.zip`)).rawPayload);
    const expected = ["07.pdf", "08.pdf", "08_2.pdf"].map((end) => `KS.2008.06.2008-03-02.${end}`);
    expect(zip.entries.map(({ name }) => name).sort()).toEqual(expected);
    const manifest = (await world.get(manager, `/exports/${exportId}/manifest.json`)).json();
    expect(manifest.files.map(({ name }: { name: string }) => name).sort()).toEqual(expected);
  });

  it("is refused by its case where a workbook that holds it could not be read again", async () => {
    const place = { bookId: "book-e", recordId: "record-e" };
    await world.happen("book-book-e", [make.bookRegistered({ bookId: "book-e", bookNumber: "05/2008" })]);
    await world.happen("record-record-e", [make.recordEntered({ ...place, bookNumber: "05/2008" })]);
    const note = make.recordAnnotated({ ...place, text: "ế".repeat(2_000) });
    for (let times = 0; times < 11; times++)
      await world.happen(
        "record-record-e",
        Array.from({ length: 100 }, () => note),
      );
    const { exportId } = (await world.post(manager, "/exports", { bookId: "book-e" })).json();
    await expect
      .poll(async () => (await world.get(manager, `/exports/${exportId}`)).json())
      .toMatchObject({
        phase: "failed",
        failure: "export-too-large",
        failureDetail: { vi: expect.stringContaining("số 7 "), en: expect.stringContaining("case 7 ") },
      });
    expect((await world.get(manager, `/exports/${exportId}/workbook.xlsx`)).json().code).toBe(
      "export-not-ready",
    );
  });
});
