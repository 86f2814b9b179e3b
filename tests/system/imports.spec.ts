import { createInMemoryEventStore, type EventStore } from "@sogoc/core";
import { createWorkbookWriter } from "@sogoc/files";
import { forgeWorkbook } from "@sogoc/files/testing";
import { getRecordType, layoutFields } from "@sogoc/registers";
import { createGenerator, type SyntheticCase } from "@sogoc/synthetic";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import {
  bytesOf,
  confirm,
  csvOf,
  prepare,
  previewOf,
  rowsOf,
  withOriginalSheet,
  workbookOf,
} from "../support/test-import.ts";
import { birthFields, startTestProvince, type TestProvince } from "../support/test-province.ts";

const written = (raw: string) => ({ raw });
/** The case with other cells on its page. */
const withCells = (page: SyntheticCase, cells: Readonly<Record<string, string>>): SyntheticCase => ({
  ...page,
  paper: {
    ...page.paper,
    ...Object.fromEntries(Object.entries(cells).map(([code, raw]) => [code, written(raw)])),
  },
});

describe("imports", () => {
  let test: TestProvince;
  let keeper: LocalClient;
  let books = 0;

  beforeAll(async () => {
    test = await startTestProvince();
    keeper = await test.person("thu", [
      { role: "book-keeper", unitId: test.commune },
      { role: "clerk", unitId: test.commune },
      { role: "data-manager", unitId: test.commune },
    ]);
  });
  afterAll(() => test.standalone.stop());

  /** A registered book of its own with faultless cases. */
  const newBook = async (count: number) => {
    books++;
    const generator = createGenerator(`imports-${books}`);
    const [book] = generator.books({ communes: 1, types: ["KS"], years: [2008], casesPerBook: count });
    if (!book) throw new Error("no book");
    const bookNumber = `${String(books).padStart(2, "0")}/2008`;
    const cases = generator
      .cases({ ...book, data: { ...book.data, bookNumber } }, { count })
      .map((page) => withCells({ ...page, bookNumber }, { quyenSo: bookNumber }));
    const body = { unitId: test.commune, recordType: "KS", bookNumber, office: book.data.office };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", body));
    return { bookId, bookNumber, cases };
  };
  const send = (bytes: Uint8Array, fileName = "so.xlsx", client = keeper) =>
    prepare(client, { unitId: test.commune, openBatches: true }, fileName, bytes);
  const recordsOf = async (bookId: string): Promise<number> => {
    await test.standalone.settled();
    return done(await keeper.get<{ records: number }>(`entry/v1/books/${bookId}`)).records;
  };

  it("tell the books of merged communes apart by the office that the row names", async () => {
    const bookNumber = "77/2008";
    const offices = ["UBND xã Bình Khê", "UBND xã Phú Mai"];
    const ids: string[] = [];
    for (const office of offices) {
      const body = { unitId: test.commune, recordType: "KS", bookNumber, office };
      ids.push(done(await keeper.post<{ bookId: string }>("entry/v1/books", body)).bookId);
    }
    expect(new Set(ids).size).toBe(2);
    const [page] = (await newBook(1)).cases;
    if (!page) throw new Error("no case");
    const row = (noiDangKy: string) => withCells({ ...page, bookNumber }, { quyenSo: bookNumber, noiDangKy });
    const rows = [row("UBND xã Bình Khê, huyện Thanh Lâm"), row("UBND xã Phú Mai"), row("UBND xã Khác")];
    const prepared = await send(await workbookOf(rows));
    const { importId } = prepared;
    expect(prepared).toMatchObject({ good: 2, refused: 1 });
    const preview = await previewOf(keeper, importId);
    expect(preview.problems.map(({ rule, field }) => [rule, field])).toContainEqual([
      "book-ambiguous",
      "noiDangKy",
    ]);
    await confirm(keeper, importId, "good-rows-only");
    expect(await Promise.all(ids.map(recordsOf))).toEqual([1, 1]);
  });

  it("write nothing before they are confirmed, and nothing at all when asked for all or nothing", async () => {
    const { bookId, cases } = await newBook(6);
    const broken = cases.map((page, index) =>
      index === 2 ? withCells(page, { ngayDangKy: "31.02.2008" }) : page,
    );
    const prepared = await send(await workbookOf(broken));
    expect(prepared).toMatchObject({ phase: "prepared", good: 5, refused: 1, unchanged: 0 });
    expect(await recordsOf(bookId)).toBe(0);
    const path = `entry/v1/imports/${prepared.importId}/confirm`;
    const refused = await keeper.post(path, { mode: "all-or-nothing" });
    expect([refused.status, refused.body["code"]]).toEqual([409, "import-refused"]);
    expect(await recordsOf(bookId)).toBe(0);
    const finished = await confirm(keeper, prepared.importId, "good-rows-only");
    expect(finished).toMatchObject({ phase: "finished", written: 5, refused: 1 });
    expect(await recordsOf(bookId)).toBe(5);
  });

  it("hold to all or nothing also when a row went bad after the preview", async () => {
    const { bookId, cases } = await newBook(4);
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: keeper.account?.id }));
    const { importId, good } = await send(await workbookOf(cases));
    expect(good).toBe(4);
    const number = cases[1]?.number ?? 0;
    done(await keeper.post(`entry/v1/batches/${batchId}/records`, { fields: birthFields(number) }));
    const ended = await confirm(keeper, importId, "all-or-nothing");
    expect(ended).toMatchObject({ phase: "failed", failure: "import-refused" });
    expect(await recordsOf(bookId)).toBe(1);
    expect(await confirm(keeper, importId, "good-rows-only")).toMatchObject({
      phase: "finished",
      written: 3,
    });
    expect(await recordsOf(bookId)).toBe(4);
  });

  it("are the same import under the same key, which no other file may use", async () => {
    const { cases } = await newBook(3);
    const path = `entry/v1/imports?unitId=${test.commune}&recordType=KS`;
    const upload = async (pages: readonly SyntheticCase[]) =>
      keeper.upload(path, "so.xlsx", await workbookOf(pages), "import-0001");
    const first = await upload(cases);
    expect(first.status).toBe(202);
    expect((await upload(cases)).body).toEqual(first.body);
    const other = await upload(cases.slice(1));
    expect([other.status, other.body["code"]]).toEqual([422, "command-id-reused"]);
  });

  it("change nothing the second time", async () => {
    const { bookId, cases } = await newBook(5);
    const bytes = await workbookOf(cases);
    await confirm(keeper, (await send(bytes)).importId);
    const head = await test.ports.store.head();
    const again = await send(bytes);
    expect(again).toMatchObject({ phase: "prepared", good: 0, refused: 0, unchanged: 5 });
    expect(await confirm(keeper, again.importId, "all-or-nothing")).toMatchObject({
      written: 0,
      unchanged: 5,
    });
    await test.standalone.settled();
    const { events } = await test.ports.store.readAll({ after: head, limit: 100 });
    expect(events.map(({ type }) => type).filter((type) => type.startsWith("Record"))).toEqual([]);
    expect(await recordsOf(bookId)).toBe(5);
  });

  it("refuse a row whose number is there with other content, or twice in the file", async () => {
    const { cases } = await newBook(3);
    const [first] = cases;
    if (!first) throw new Error("no case");
    await confirm(keeper, (await send(await workbookOf([first]))).importId);
    const other = withCells(first, { meHoTen: "Trần Thị Khác" });
    const { importId, refused } = await send(await workbookOf([other, ...cases.slice(1), ...cases.slice(1)]));
    expect(refused).toBe(3);
    const { problems } = await previewOf(keeper, importId);
    const rules = problems.map(({ row, rule }) => `${row} ${rule}`);
    expect(rules).toEqual(
      expect.arrayContaining(["2 record-exists", "5 duplicate-in-file", "6 duplicate-in-file"]),
    );
  });

  type Cells = Readonly<Record<string, string>>;
  /** Rows in the ministry's layout, with single cells as a spreadsheet program would keep them. */
  const rowsAsKept = (rows: readonly { readonly cells: Cells; readonly kept: Cells }[]) => {
    const columns = layoutFields(getRecordType("KS"), "legacy").map(({ code }) => code);
    const xml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    const text = (value: string) => `<c t="inlineStr"><is><t>${xml(value)}</t></is></c>`;
    const header = `<row r="1">${columns.map(text).join("")}</row>`;
    const body = rows.map(({ cells, kept }, index) => {
      const row = columns.map((code) => kept[code] ?? text(cells[code] ?? "")).join("");
      return `<row r="${index + 2}">${row}</row>`;
    });
    return forgeWorkbook(`${header}${body.join("")}`, {
      "xl/styles.xml":
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="000 000 000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="16"/><xf numFmtId="17"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    });
  };
  const rowAsKept = (cells: Cells, kept: Cells) => rowsAsKept([{ cells, kept }]);
  const plainCells = (bookNumber: string): Record<string, string> => {
    const cells: Record<string, string> = {};
    for (const [code, { raw }] of Object.entries(birthFields(1))) cells[code] = raw;
    cells["quyenSo"] = bookNumber;
    cells["so"] = "1";
    return cells;
  };

  it("tell what Excel made of 01/2008 and 14/8, and offer back what was typed (public case 12)", async () => {
    const { bookId, bookNumber } = await newBook(1);
    const month = Number(bookNumber.slice(0, 2));
    const serialOfMonth = Date.UTC(2008, month - 1, 1) / 86_400_000 + 25_569;
    const file = rowAsKept(plainCells(bookNumber), {
      quyenSo: `<c s="2"><v>${serialOfMonth}</v></c>`,
      ngayDangKy: "<c><v>39522</v></c>",
      nksNgaySinh: '<c s="1"><v>46248</v></c>',
    });
    const { importId, good, refused } = await send(file);
    expect({ good, refused }).toEqual({ good: 0, refused: 1 });
    const { problems } = await previewOf(keeper, importId);
    const told = problems.map(({ field, rule, suggestion }) => [field, rule, suggestion]);
    expect(told).toEqual([
      ["quyenSo", "excel-made-date", bookNumber],
      ["ngayDangKy", "date-as-number", "15.03.2008"],
      ["nksNgaySinh", "date-without-year", undefined],
    ]);
    const report = await keeper.get(`entry/v1/imports/${importId}/errors.xlsx`);
    const [header = [], row = []] = await rowsOf(report.bytes, "DL Import");
    expect(row[header.indexOf("quyenSo")]).toBe(bookNumber);
    expect(row[header.indexOf("ngayDangKy")]).toBe("15.03.2008");
    expect(await recordsOf(bookId)).toBe(0);
  });

  it("doubt the days that a program turned round, though one of them is past the twelfth", async () => {
    const { bookNumber } = await newBook(1);
    const typed = ["13", "14", "15", "16", "17", "18"].map((day) => ({ text: `${day}/03/2008` }));
    // 04.03., 05.03. and 07.03.2008 were 3 April, 3 May and 3 July; the last one was typed anew.
    const kept = [39_511, 39_512, 39_514, 39_527].map((serial) => ({ serial }));
    const rows = [...typed, ...kept].map((cell, index) => ({
      cells: {
        ...plainCells(bookNumber),
        so: String(index + 1),
        ngayDangKy: "text" in cell ? cell.text : "",
      },
      kept: ("serial" in cell ? { ngayDangKy: `<c s="4"><v>${cell.serial}</v></c>` } : {}) as Cells,
    }));
    const { importId } = await send(rowsAsKept(rows));
    const { problems } = await previewOf(keeper, importId);
    const doubts = problems.filter(({ rule }) => rule === "date-order-doubtful");
    expect(doubts.map(({ row, suggestion }) => [row, suggestion])).toEqual([
      [8, "03.04.2008"],
      [9, "03.05.2008"],
      [10, "03.07.2008"],
    ]);
  });

  it("keep the zeros that a format shows (public case 11)", async () => {
    const { bookNumber } = await newBook(1);
    const cells = plainCells(bookNumber);
    const file = rowAsKept(cells, { meSoGiayToTuyThan: '<c s="3"><v>12345678</v></c>' });
    const { importId } = await send(file);
    const preview = done(
      await keeper.get<{ rows: { fields: Record<string, { raw?: string }> }[] }>(
        `entry/v1/imports/${importId}/preview`,
      ),
    );
    expect(preview.rows[0]?.fields["meSoGiayToTuyThan"]).toEqual({ raw: "012345678" });
  });

  it("take nothing from an original sheet that its own cells do not show (public case 03)", async () => {
    const { bookId, bookNumber } = await newBook(1);
    const row = plainCells(bookNumber);
    row["nksHoTen"] = "Nguyễn Văn Thử An";
    const forged = JSON.stringify({ raw: "Nguyễn Văn Thử An", value: "Trần Văn Khác" });
    const file = await withOriginalSheet([row], [[bookNumber, "1", "nksHoTen", "Nguyễn Văn Thử An", forged]]);
    const { importId, good, refused } = await send(file);
    expect({ good, refused }).toEqual({ good: 0, refused: 1 });
    const { problems } = await previewOf(keeper, importId);
    expect(problems).toMatchObject([{ field: "nksHoTen", rule: "second-sheet-differs" }]);
    expect(await recordsOf(bookId)).toBe(0);
  });

  it("take no original sheet that holds more than any export, and go on with the next file", async () => {
    const { bookNumber } = await newBook(1);
    const row = plainCells(bookNumber);
    const kept = Array.from({ length: 400 }, () => [bookNumber, "1", "meHoTen", "", '{"raw":"Lê Thị B"}']);
    const { phase, failure, failureDetail } = await send(await withOriginalSheet([row], kept));
    expect([phase, failure, failureDetail?.vi]).toEqual([
      "failed",
      "workbook-refused",
      expect.stringMatching(/So goc.*quá nhiều/),
    ]);
    const { good } = await send(await withOriginalSheet([row], kept.slice(0, 2)));
    expect(good).toBe(1);
  });

  it("give back a report that can be mended and imported again", async () => {
    const { bookId, bookNumber, cases } = await newBook(5);
    const broken = cases.map((page, index) =>
      index === 1 ? withCells(page, { ngayDangKy: "31.02.2008" }) : page,
    );
    const { importId } = await send(await workbookOf(broken));
    await confirm(keeper, importId);
    const report = await keeper.get(`entry/v1/imports/${importId}/errors.xlsx`);
    expect(report.headers["content-disposition"]).toContain("attachment");
    const [header = [], ...rows] = await rowsOf(report.bytes, "DL Import");
    expect(rows).toHaveLength(1);
    const list = await rowsOf(report.bytes, "Loi");
    expect(list[1]?.slice(0, 3)).toEqual(["3", "ngayDangKy", "31.02.2008"]);
    expect(rows[0]?.[header.indexOf("ngayDangKy")]).toBe("31.02.2008");
    expect(rows[0]?.[header.indexOf("quyenSo")]).toBe(bookNumber);

    const right = cases[1]?.paper["ngayDangKy"];
    const mended = rows.map((row) =>
      row.map((text, column) =>
        header[column] === "ngayDangKy" && right && "raw" in right ? (right.raw ?? "") : text,
      ),
    );
    const bytes = await bytesOf(async (file) => {
      const writer = createWorkbookWriter(file);
      const sheet = await writer.addSheet(
        "DL Import",
        header.map((name) => ({ header: name })),
      );
      for (const row of mended) await sheet.addRow(row);
      await writer.finish();
    });
    const again = await send(bytes, "loi-da-sua.xlsx");
    expect(again).toMatchObject({ phase: "prepared", good: 1, refused: 0 });
    await confirm(keeper, again.importId, "all-or-nothing");
    expect(await recordsOf(bookId)).toBe(5);
  });

  it.each(["legacy", "2024", "police"] as const)("read the layout %s", async (layout) => {
    const { bookId, cases } = await newBook(6);
    const prepared = await send(await workbookOf(cases, layout));
    const { dialect, unknownColumns, problems } = await previewOf(keeper, prepared.importId);
    expect({ dialect, unknownColumns, problems }).toEqual({
      dialect: layout,
      unknownColumns: [],
      problems: [],
    });
    expect(await confirm(keeper, prepared.importId, "all-or-nothing")).toMatchObject({
      written: 6,
      refused: 0,
    });
    expect(await recordsOf(bookId)).toBe(6);
  });

  it("point at text in an old encoding, and never call it right", async () => {
    const { bookNumber } = await newBook(1);
    const cells = Object.fromEntries(Object.entries(birthFields(1)).map(([code, { raw }]) => [code, raw]));
    const row = { ...cells, quyenSo: bookNumber, meHoTen: "TrÇn ThÞ HuÖ" };
    const { importId, good, refused } = await send(csvOf([row]), "tcvn3.csv");
    const { problems } = await previewOf(keeper, importId);
    const found = problems.find(({ field, rule }) => field === "meHoTen" && rule === "legacy-encoding");
    expect(found).toMatchObject({ row: 2, value: "TrÇn ThÞ HuÖ" });
    expect(found?.messageVi).not.toBe("");
    expect(found?.messageEn).not.toBe("");
    expect(good + refused).toBe(1);
  });

  it("say what is wrong with a row in both languages, with its place and value", async () => {
    const { bookNumber } = await newBook(1);
    const cells = Object.fromEntries(Object.entries(birthFields(1)).map(([code, { raw }]) => [code, raw]));
    const rows = [
      { ...cells, quyenSo: "77/1999" },
      { ...cells, quyenSo: "sổ hai" },
      { ...cells, quyenSo: bookNumber, so: "bảy" },
      { ...cells, quyenSo: bookNumber, so: "9", ngayDangKy: "17.03.5005" },
    ];
    const { importId, refused } = await send(csvOf(rows), "sai.csv");
    expect(refused).toBe(4);
    const { problems } = await previewOf(keeper, importId);
    const at = (row: number) => problems.filter((problem) => problem.row === row);
    expect(at(2)).toMatchObject([{ field: "quyenSo", value: "77/1999", rule: "book-unknown" }]);
    expect(at(3)).toMatchObject([{ field: "quyenSo", value: "sổ hai", rule: "book-number-invalid" }]);
    expect(at(4)).toMatchObject([{ field: "so", value: "bảy", rule: "registration-number-invalid" }]);
    expect(at(5).map(({ field }) => field)).toContain("ngayDangKy");
    for (const { messageVi, messageEn } of problems) expect([messageVi, messageEn]).not.toContain("");
  });

  it("are discarded for good", async () => {
    const { bookId, cases } = await newBook(2);
    const { importId } = await send(await workbookOf(cases));
    done(await keeper.post(`entry/v1/imports/${importId}/discard`));
    const late = await keeper.post(`entry/v1/imports/${importId}/confirm`, { mode: "good-rows-only" });
    expect(late.body["code"]).toBe("import-not-ready");
    expect(await recordsOf(bookId)).toBe(0);
  });
});

describe("an import that was to be all or nothing", () => {
  it("fails in sight when rows are refused while it is written, and the log says how it went on", async () => {
    const store = createInMemoryEventStore();
    let broken = true;
    // Somebody else is always faster at one number.
    const contested: EventStore = {
      ...store,
      async append(stream, revision, events) {
        const [first] = events;
        const number = first?.type === "RecordEntered" && (first.data as { number: string }).number;
        if (broken && number === "2") return { ok: false, reason: "wrong-revision", actual: 0 };
        return store.append(stream, revision, events);
      },
    };
    const test = await startTestProvince({ store: contested });
    const keeper = await test.person("thu", [
      { role: "book-keeper", unitId: test.commune },
      { role: "clerk", unitId: test.commune },
    ]);
    const book = { recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
    done(await keeper.post("entry/v1/books", { unitId: test.commune, ...book }));
    const rows = [1, 2, 3].map((so) => ({
      ...Object.fromEntries(Object.entries(birthFields(so)).map(([code, { raw }]) => [code, raw])),
      quyenSo: "01/2008",
    }));
    const place = { unitId: test.commune, openBatches: true };
    const { importId } = await prepare(keeper, place, "so.csv", csvOf(rows));
    expect(await confirm(keeper, importId, "all-or-nothing")).toMatchObject({
      phase: "failed",
      failure: "import-refused",
      written: 2,
      refused: 1,
    });
    const logged = async () =>
      (await store.readStream(`import-${importId}`)).map(({ type, data }) =>
        type === "ImportConfirmed" ? (data as { mode: string }).mode : type,
      );
    expect(await logged()).toEqual(["ImportPrepared", "ImportPreviewed", "all-or-nothing"]);
    broken = false;
    expect(await confirm(keeper, importId)).toMatchObject({ phase: "finished", written: 1, unchanged: 2 });
    expect(await logged()).toEqual([
      ...["ImportPrepared", "ImportPreviewed", "all-or-nothing", "good-rows-only", "ImportFinished"],
    ]);
    await test.standalone.stop();
  });
});
