import { findField, getRecordType, readField } from "@sogoc/registers";
import { plainBirth } from "@sogoc/registers/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import {
  confirm,
  csvOf,
  type Preview,
  prepare,
  previewOf,
  rowsOf,
  withOriginalSheet,
} from "../support/test-import.ts";
import { startTestProvince, type TestProvince } from "../support/test-province.ts";

const bookNumber = "01/2008";
type Cells = Readonly<Record<string, string>>;

/** A faultless row of the book, with single cells otherwise. */
const rowOf = (number: number | string, cells: Cells = {}): Record<string, string> => {
  const row: Record<string, string> = {};
  for (const [code, { raw }] of Object.entries(plainBirth)) row[code] = raw;
  return { ...row, quyenSo: bookNumber, so: String(number), ...cells };
};

const births = getRecordType("KS");
const stored = (code: string, text: string) => {
  const field = findField(births, code);
  return field && readField(field, text);
};
/** A mother of nine years: a finding that a person may let stand. */
const youngMother: Cells = { meNgaySinh: "1999" };
const young = { rule: "parent-age-implausible", fields: ["meNgaySinh", "nksNgaySinh"] };

describe("what is confirmed of an import", () => {
  let test: TestProvince;
  let keeper: LocalClient;
  let bookId = "";

  beforeAll(async () => {
    test = await startTestProvince();
    const { commune: unitId } = test;
    keeper = await test.person("thu", [
      { role: "book-keeper", unitId },
      { role: "clerk", unitId },
    ]);
    const book = { unitId, recordType: "KS", bookNumber, office: "UBND xã Mai Lâm" };
    bookId = done(await keeper.post<{ bookId: string }>("entry/v1/books", book)).bookId;
  });
  afterAll(() => test.standalone.stop());

  const send = (bytes: Uint8Array, fileName = "so.csv") =>
    prepare(keeper, { unitId: test.commune, openBatches: true }, fileName, bytes);
  /** The one that the first import has opened. */
  const batchId = async () => {
    const path = `entry/v1/batches?bookId=${bookId}`;
    return done(await keeper.get<{ items: { id: string }[] }>(path)).items[0]?.id;
  };
  const bodyOf = (digest: string) => ({ mode: "good-rows-only", digest });
  const confirmBy = (importId: string, digest: string) =>
    keeper.post<{ code?: string }>(`entry/v1/imports/${importId}/confirm`, bodyOf(digest));

  it("is this file and all that was shown of it: another of the same shape is refused", async () => {
    // Neither count nor shown row nor problem tells these two apart: they differ in row 31.
    const rows = (meHoTen: string) =>
      Array.from({ length: 30 }, (_, index) => rowOf(index + 101, index === 29 ? { meHoTen } : {}));
    const first = await send(csvOf(rows("Lê Thị Bình")));
    const other = await send(csvOf(rows("Lê Thị Bính")));
    const [seen, changed] = [
      await previewOf(keeper, first.importId),
      await previewOf(keeper, other.importId),
    ];
    const { digest, ...shown } = seen;
    expect({ ...changed, digest: undefined }).toEqual({ ...shown, digest: undefined });
    expect(changed.digest).not.toBe(digest);

    const refused = await confirmBy(other.importId, digest);
    expect([refused.status, refused.body.code]).toEqual([409, "preview-differs"]);
    // The very same file sent again is the one that was looked at.
    const again = await send(csvOf(rows("Lê Thị Bình")), "so-gui-lai.csv");
    expect((await previewOf(keeper, again.importId)).digest).toBe(digest);
    expect((await confirmBy(again.importId, digest)).status).toBe(202);
  });

  it("is no day that one cell of its column proves to be in doubt, whichever row proves it", async () => {
    const rows = [
      rowOf(201, { ngayDangKy: "05/04/2008" }),
      rowOf(202, { ngayDangKy: "20/04/2008" }),
      rowOf(203, { ngayDangKy: "04/20/2008" }),
    ];
    const { importId, good, refused } = await send(csvOf(rows));
    expect({ good, refused }).toEqual({ good: 2, refused: 1 });
    const preview = await previewOf(keeper, importId);
    const ofDates = preview.problems.filter(({ rule }) => rule.startsWith("date-"));
    expect(ofDates.map(({ row, rule, suggestion }) => [row, rule, suggestion])).toEqual([
      [2, "date-order-doubtful", "04.05.2008"],
      [4, "date-month-first", "20.04.2008"],
    ]);
    // The same in the report, which reads the file anew, and in what is written.
    await confirm(keeper, importId);
    const report = await keeper.get(`entry/v1/imports/${importId}/errors.xlsx`);
    const list = await rowsOf(report.bytes, "Loi");
    expect(list.slice(1, 2).map(([row, , , rule]) => [row, rule])).toEqual([["4", "date-month-first"]]);
    await test.standalone.settled();
    const found = done(
      await keeper.get<{ items: { number: string; fields: Record<string, object> }[] }>(
        `entry/v1/batches/${await batchId()}/records?limit=200`,
      ),
    ).items.find(({ number }) => number === "201");
    expect(found?.fields["ngayDangKy"]).toEqual({
      raw: "05/04/2008",
      value: "2008-04-05",
      doubtful: true,
    });
  });

  it("are reasons of findings that stand, each shown with its case; of all others it is told", async () => {
    const doubtful = { raw: "Lê Thị Bình", doubtful: true };
    const reason = "sổ ghi như vậy";
    const heldBy = (meNgaySinh: string) => ({
      nksNgaySinh: stored("nksNgaySinh", plainBirth.nksNgaySinh.raw),
      meNgaySinh: stored("meNgaySinh", meNgaySinh),
    });
    const answers = [
      { ...young, reason, values: heldBy("1999") },
      // Given for a cell that was changed since, of a rule that does not speak, and of none at all.
      { ...young, reason: "mẹ sinh 1998", values: heldBy("1998") },
      { rule: "name-one-word", fields: ["meHoTen"], reason: "không thấy", values: { meHoTen: doubtful } },
      { rule: "my-own-rule", fields: ["meHoTen"], reason: "quy tắc lạ", values: { meHoTen: doubtful } },
    ];
    const kept = (number: string, facts: object) => [bookNumber, number, "", "", JSON.stringify(facts)];
    const file = await withOriginalSheet(
      [rowOf(1, { ...youngMother, meHoTen: "Lê Thị Bình" }), rowOf(2), rowOf("2b"), rowOf(3, youngMother)],
      [
        [bookNumber, "1", "meHoTen", "Lê Thị Bình", JSON.stringify(doubtful)],
        kept("1", { accepted: answers }),
        kept("2", { duplicateReason: "một mình" }),
        kept("2b", { duplicateReason: "sổ ghi hai số 2" }),
      ],
    );
    const { importId, good } = await send(file, "so.xlsx");
    expect(good).toBe(4);
    const preview: Preview = await previewOf(keeper, importId);
    expect(preview.secondSheet).toMatchObject({
      rows: 2,
      values: 1,
      reasons: 2,
      kinds: { blank: 0, illegible: 0, doubtful: 1, notKeyed: 0, written: 0 },
      examples: [{ row: 2, field: "meHoTen", cell: "Lê Thị Bình", value: doubtful }],
      taken: [
        { row: 2, bookNumber, number: "1", ...young, reason },
        { row: 4, bookNumber, number: "2b", rule: "duplicate-registration", reason: "sổ ghi hai số 2" },
      ],
      reasonsLeft: 0,
    });
    const told = preview.problems.filter(({ rule }) => rule === "reason-not-taken");
    expect(told.map(({ row, value }) => [row, value])).toEqual([
      [2, "mẹ sinh 1998"],
      [2, "không thấy"],
      [2, "quy tắc lạ"],
      [3, "một mình"],
    ]);

    const unseen = await keeper.post(`entry/v1/imports/${importId}/confirm`, { mode: "good-rows-only" });
    expect([unseen.status, unseen.body["code"]]).toEqual([422, "second-sheet-unseen"]);
    expect(await confirm(keeper, importId, "good-rows-only", true)).toMatchObject({ written: 4 });
    await test.standalone.settled();
    const records = done(
      await keeper.get<{ items: { number: string; accepted: object[]; openWarnings?: number }[] }>(
        `entry/v1/batches/${await batchId()}/records?limit=200`,
      ),
    ).items;
    const acceptedOf = (number: string) => records.find((one) => one.number === number)?.accepted;
    expect(acceptedOf("1")).toEqual([{ ...young, reason }]);
    // What nobody gave a reason for is open.
    expect(acceptedOf("3")).toEqual([]);
  });
});
