import { openWorkbook } from "@sogoc/files";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tellBatchStory } from "../testing/batch-story.ts";
import * as make from "../testing/events.ts";
import { auditor, keeper, startWorld, stranger, viewer } from "../testing/world.ts";

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
  await tellBatchStory(world);
  const other = {
    bookId: "book-b",
    unitId: "xa-2",
    bookNumber: "02/1999",
    openingYear: 1999,
    recordType: "KH",
  };
  await world.happen("book-book-b", [make.bookRegistered(other)], { at: "2026-03-01T03:00:00.000Z" });
  await world.happen("batch-batch-b", [make.batchOpened({ batchId: "batch-b", ...pick(other) })], {
    at: "2026-03-01T03:00:00.000Z",
  });
});
afterAll(() => world.stop());

const pick = ({
  bookId,
  unitId,
  bookNumber,
  recordType,
}: Record<"bookId" | "unitId" | "bookNumber" | "recordType", string>) => ({
  bookId,
  unitId,
  bookNumber,
  recordType,
});

describe("progress", () => {
  it("sums by unit, type and phase, and says as of when", async () => {
    const { items, total, freshness } = (await world.get(viewer, "/progress")).json();
    expect(items.map(({ key, nameVi, percent }: Record<string, unknown>) => [key, nameVi, percent])).toEqual([
      ["xa-1", "Xã Sơn Hạ", 20],
      ["xa-2", "Xã Sơn Thượng", 0],
    ]);
    expect(total).toMatchObject({
      books: 2,
      // A batch of each was opened: neither is untouched, whatever was keyed.
      booksUntouched: 0,
      booksKeyed: 0,
      booksDone: 0,
      expected: 20,
      keyed: 2,
      records: 2,
      submitted: 2,
      accepted: 2,
      returnedRounds: 1,
      fieldsChecked: 80,
      wrongFields: 1,
    });
    expect(freshness).toEqual({
      position: await world.ports.store.head(),
      asOf: expect.any(String),
      ageMs: 0,
    });
    const byType = (await world.get(viewer, "/progress?groupBy=recordType")).json().items;
    expect(byType.map(({ key }: { key: string }) => key)).toEqual(["KH", "KS"]);
    const byPhase = (await world.get(viewer, "/progress?groupBy=phase&unitId=xa-1")).json().items;
    expect(byPhase).toHaveLength(1);
  });

  it("stays inside the viewer's area", async () => {
    expect((await world.get("v:province-viewer:tinh-2", "/progress")).json().total.books).toBe(0);
    expect((await world.get("v:province-viewer:xa-2", "/progress")).json().total.books).toBe(1);
    expect((await world.get("v:province-viewer:xa-2", "/progress?unitId=xa-1")).json().code).toBe(
      "outside-area",
    );
    expect((await world.get("c:clerk:xa-1", "/progress")).json().code).toBe("forbidden-role");
    expect((await world.get("c:system-admin:tinh", "/progress")).json().code).toBe("forbidden-role");
  });

  it("is not given for a past day that was asked for, which no address here knows", async () => {
    for (const path of ["/dashboard", "/progress", "/books", "/batches"]) {
      const answer = await world.get(viewer, `${path}?asOf=2026-03-02T10:00:00Z`);
      expect([answer.statusCode, answer.json().errors[0].pointer]).toEqual([422, "/querystring/asOf"]);
    }
  });

  it("leaves as a workbook with the same figures", async () => {
    const answer = await world.get(viewer, "/progress.xlsx");
    const workbook = await openWorkbook(answer.rawPayload);
    const rows = (await Array.fromAsync(workbook.rows())).map(({ cells }) => cells.map((cell) => cell?.text));
    expect(rows[1]?.slice(0, 8)).toEqual(["xa-1", "Xã Sơn Hạ", "1", "0", "0", "0", "0", "10"]);
    expect(rows.at(-1)?.[0]).toContain("As of");
  });

  it("tells the work of each day, days without work too", async () => {
    const { items } = (await world.get(viewer, "/progress/days?from=2026-03-01&to=2026-03-08")).json();
    expect(items.map(({ keyed }: { keyed: number }) => keyed)).toEqual([0, 2, 0, 0, 0, 0, 0, 0]);
    expect(items[3].checked + items[5].checked).toBe(2);
    expect(items[5].accepted).toBe(2);
    const weeks = (await world.get(viewer, "/progress/weeks?weeks=3")).json().items;
    // The clock stands on Tuesday the tenth of March.
    expect(weeks.map(({ day, keyed }: { day: string; keyed: number }) => [day, keyed])).toEqual([
      ["2026-02-23", 0],
      ["2026-03-02", 2],
      ["2026-03-09", 0],
    ]);
    expect((await world.get(viewer, "/progress/weeks")).json().items).toHaveLength(26);
    expect((await world.get(viewer, "/progress/weeks?weeks=54")).statusCode).toBe(422);
    expect((await world.get(viewer, "/progress/days?from=2026-03-09&to=2026-03-01")).statusCode).toBe(422);
    expect((await world.get(viewer, "/progress/days?from=2026-02-31")).statusCode).toBe(422);
  });
});

describe("clerks", () => {
  it("gives what was wrong to who keyed it", async () => {
    const { items } = (await world.get("u:unit-admin:xa-1", "/clerks?from=2026-03-01&to=2026-03-10")).json();
    expect(items).toMatchObject([
      {
        account: "clerk-1",
        keyed: 1,
        corrected: 1,
        fieldsKeyed: 4,
        recordsChecked: 2,
        fieldsChecked: 80,
        wrongFields: 1,
        errorRate: 1 / 80,
      },
      { account: "clerk-2", keyed: 1, recordsChecked: 0, errorRate: null },
    ]);
    const own = (await world.get("clerk-2:clerk:xa-1", "/clerks/me?from=2026-03-01&to=2026-03-10")).json()
      .items;
    expect(own.map(({ account }: { account: string }) => account)).toEqual(["clerk-2"]);
    expect((await world.get("clerk-2:clerk:xa-1", "/clerks")).json().code).toBe("forbidden-role");
  });
});

describe("batches and books", () => {
  it("lists batches by state and those that are stuck", async () => {
    const states = async (query: string) =>
      (await world.get(keeper, `/batches${query}`))
        .json()
        .items.map(({ id, state }: Record<string, string>) => [id, state]);
    expect(await states("")).toEqual([
      ["batch-b", "open"],
      ["batch-a", "accepted"],
    ]);
    expect(await states("?state=accepted")).toEqual([["batch-a", "accepted"]]);
    expect(await states("?stuckForDays=7")).toEqual([["batch-b", "open"]]);
    expect(await states("?stuckForDays=30")).toEqual([]);
    expect((await world.get(stranger, "/batches")).json().items).toEqual([]);
  });

  it("lists books with the states of their batches", async () => {
    const { items } = (await world.get(keeper, "/books?unitId=xa-1")).json();
    expect(items).toMatchObject([
      { id: "book-a", records: 2, accepted: 2, batches: { accepted: 1, open: 0 }, unitName: "Xã Sơn Hạ" },
    ]);
    expect((await world.get(keeper, "/books?bookNumber=2%2F1999")).json().items).toMatchObject([
      { id: "book-b" },
    ]);
  });

  it("reconciles a book: gaps, files, counts", async () => {
    const nine = { recordId: "record-d", number: "12", fields: make.fieldsOf("12", "Lê Văn Tám") };
    await world.happen("record-record-d", [make.recordEntered(nine)]);
    await world.happen("book-book-a", [
      make.scanAttached(),
      make.scanAttached({ scanId: "scan-c", kind: "cover", fileName: "cover.pdf", sha256: "d".repeat(64) }),
    ]);
    const answer = (await world.get(auditor, "/books/book-a/reconciliation")).json();
    expect(answer.counts).toEqual({
      expected: 10,
      records: 3,
      ownNumbers: 3,
      voided: 0,
      lastNumber: 12,
      pages: 100,
      scannedPages: 2,
      files: 1,
      hasCover: true,
    });
    const rules = answer.findings.map(({ rule }: { rule: string }) => rule);
    expect(rules.filter((rule: string) => rule === "number-gap")).toHaveLength(1);
    expect(rules.filter((rule: string) => rule === "record-without-file")).toHaveLength(2);
    const gap = answer.findings.find(({ rule }: { rule: string }) => rule === "number-gap");
    expect(gap).toMatchObject({
      params: { from: "9", to: "11" },
      records: [{ number: "8" }, { number: "12" }],
    });
    expect((await world.get(stranger, "/books/book-a/reconciliation")).json().code).toBe("outside-area");
    expect((await world.get("c:clerk:xa-1", "/books/book-a/reconciliation")).json().code).toBe(
      "forbidden-role",
    );
  });
});

describe("the dashboard", () => {
  it("shows a province on one page, by child area", async () => {
    const page = (await world.get(viewer, "/dashboard")).json();
    expect(page).toMatchObject({ unitId: "tinh", unitName: "Tỉnh Sơn Hà", errorRate: 1 / 80 });
    expect(page.byArea.map(({ key }: { key: string }) => key)).toEqual(["huyen"]);
    expect(page.days).toHaveLength(14);
    expect(page.forecast.remaining).toBe(page.totals.expected - page.totals.records);
    expect(page.forecast.earliest <= page.forecast.likely).toBe(true);
    expect(page.stuck).toMatchObject({ days: 7, total: 1, items: [{ id: "batch-b" }] });
    const district = (await world.get(viewer, "/dashboard?unitId=huyen")).json();
    expect(district.byArea.map(({ key }: { key: string }) => key)).toEqual(["xa-1", "xa-2"]);
  });

  it("keeps the books of a closed unit with its successor, each counted once", async () => {
    await world.happen("unit-xa-cu", [
      {
        type: "UnitRegistered",
        data: { unitId: "xa-cu", kind: "commune", name: "Xã Cũ", parentId: "huyen", from: "2000-01-01" },
      },
      { type: "UnitClosed", data: { unitId: "xa-cu", on: "2025-07-01", successors: ["xa-1"] } },
    ]);
    await world.happen("book-book-c", [
      make.bookRegistered({ bookId: "book-c", unitId: "xa-cu", bookNumber: "03/2008" }),
    ]);
    const page = (await world.get("v:province-viewer:xa-1", "/dashboard?unitId=xa-1")).json();
    expect(page.totals.books).toBe(2);
    expect(page.byArea.map(({ key }: { key: string }) => key)).toEqual(["xa-1"]);
    expect((await world.get(viewer, "/dashboard")).json().totals.books).toBe(3);
  });

  it("has a line for each living unit, also without books, and folds what is gone into its successor", async () => {
    const other = await startWorld();
    const unit = (unitId: string, kind: "district" | "commune", parentId: string) =>
      other.happen(`unit-${unitId}`, [
        {
          type: "UnitRegistered",
          data: { unitId, kind, name: `Xã ${unitId}`, parentId, from: "2000-01-01" },
        },
      ]);
    const close = (unitId: string, successors: readonly string[]) =>
      other.happen(`unit-${unitId}`, [
        { type: "UnitClosed", data: { unitId, on: "2025-07-01", successors: [...successors] } },
      ]);
    // As on 1/7/2025: districts end, their communes become fewer, directly under the province.
    await unit("xa-moi", "commune", "tinh");
    await unit("xa-trong", "commune", "tinh");
    await close("xa-1", ["xa-moi"]);
    await close("xa-2", ["xa-moi"]);
    await close("huyen", []);
    const book = { unitId: "xa-1", expectedCases: undefined };
    await other.happen("book-book-a", [make.bookRegistered(book)]);
    const { byArea, percent, forecast, totals } = (await other.get(viewer, "/dashboard")).json();
    expect(byArea.map(({ key, figures, percent: share }: Line) => [key, figures.books, share])).toEqual([
      ["xa-moi", 1, null],
      ["xa-trong", 0, null],
    ]);
    // No book says how many cases it has: nothing is said of what is left, least of all nought.
    expect([percent, forecast.remaining, forecast.likely]).toEqual([null, null, null]);
    expect(totals).toMatchObject({ books: 1, booksWithoutExpected: 1, expected: 0 });
    const lines = (await other.get(viewer, "/progress")).json().items;
    expect(lines.map(({ key, figures }: Line) => [key, figures.books])).toEqual([
      ["xa-moi", 1],
      ["xa-trong", 0],
    ]);
    await other.stop();
  });

  it("counts the share of what is expected over the books of which that is known", async () => {
    const other = await startWorld();
    await other.happen("book-book-a", [make.bookRegistered({ expectedCases: 4 })]);
    await other.happen("book-book-b", [
      make.bookRegistered({ bookId: "book-b", bookNumber: "02/2008", expectedCases: undefined }),
    ]);
    const accepted = (bookId: string, batchId: string, reviewId: string) => {
      const place = { bookId, batchId, reviewId };
      return other.happen(`review-${reviewId}`, [make.reviewOpened(place), make.batchAccepted(place)]);
    };
    await accepted("book-a", "batch-a", "review-a");
    await accepted("book-b", "batch-b", "review-b");
    const { percent, totals } = (await other.get(viewer, "/dashboard")).json();
    expect(totals).toMatchObject({ accepted: 4, acceptedOfExpected: 2, expected: 4 });
    expect(percent).toBe(50);
    await other.stop();
  });
});

interface Line {
  readonly key: string;
  readonly percent: number | null;
  readonly figures: { readonly books: number };
}

describe("cases that are expected", () => {
  it("are counted book by book: what one has beyond its number is not what another one lacks", async () => {
    const other = await startWorld();
    const at = { at: "2026-03-01T03:00:00.000Z" };
    const second = { bookId: "book-b", bookNumber: "02/2008" };
    await other.happen("book-book-a", [make.bookRegistered({ expectedCases: 1 })], at);
    await other.happen("book-book-b", [make.bookRegistered({ ...second, expectedCases: 3 })], at);
    for (const [recordId, place] of [
      ["record-a", {}],
      ["record-b", {}],
      ["record-c", second],
    ] as const)
      await other.happen(
        `record-${recordId}`,
        [make.recordEntered({ recordId, number: recordId, ...place })],
        at,
      );
    const { totals } = (await other.get(viewer, "/dashboard")).json();
    expect(totals).toMatchObject({ records: 3, expected: 4, recordsOfExpected: 2, beyondExpected: 1 });
    await other.stop();
  });
});

describe("fields checked", () => {
  it("are as many on the dashboard, on the work page and in the report, before a verdict too", async () => {
    const other = await startWorld();
    const at = (day: number, account = "checker-1") => ({ at: `2026-03-0${day}T03:00:00.000Z`, account });
    await other.happen("book-book-a", [make.bookRegistered()], at(1));
    await other.happen("batch-batch-a", [make.batchOpened()], at(1));
    await other.happen("record-record-a", [make.recordEntered()], at(2));
    const second = { recordId: "record-b", number: "8", fields: make.fieldsOf("8", "Trần Văn Bình") };
    await other.happen("record-record-b", [make.recordEntered(second)], at(2));
    const mark = { field: "nksHoTen", severity: "minor", reason: "thiếu dấu" } as const;
    await other.happen(
      "review-review-a",
      [
        make.reviewOpened({ sample: ["record-a", "record-b"] }),
        make.recordChecked({ marks: [mark, { field: "meHoTen", severity: "minor", reason: "sai" }] }),
        make.recordChecked({ recordId: "record-b", fieldsChecked: 38 }),
        // Looked at again: the second look takes the place of the first.
        make.recordChecked({ marks: [mark] }),
      ],
      at(4),
    );
    const expectAlike = async () => {
      const { totals } = (await other.get(viewer, "/dashboard")).json();
      const { items } = (
        await other.get("u:unit-admin:xa-1", "/clerks?from=2026-03-01&to=2026-03-10")
      ).json();
      const [clerk] = items;
      expect([totals.fieldsChecked, totals.wrongFields]).toEqual([78, 1]);
      expect([clerk.fieldsChecked, clerk.wrongFields, clerk.recordsChecked]).toEqual([78, 1, 2]);
      const path = "/report.xlsx?from=2026-03-01&to=2026-03-10";
      const workbook = await openWorkbook((await other.get(viewer, path)).rawPayload);
      const cells = async (sheet: string) =>
        new Map(
          (await Array.fromAsync(workbook.rows(sheet))).map(({ cells: [label, value] }) => [
            label?.text,
            value?.text,
          ]),
        );
      const quality = await cells("4. Chất lượng");
      for (const when of ["Trong kỳ", "Lũy kế"])
        expect([quality.get(`${when}: trường đã kiểm tra`), quality.get(`${when}: trường sai`)]).toEqual([
          "78",
          "1",
        ]);
      // Of a year before nothing is said but what stands today, and it is said that it is of today.
      const before = await openWorkbook(
        (await other.get(viewer, "/report.xlsx?from=2025-01-01&to=2025-12-31")).rawPayload,
      );
      const rows = await Array.fromAsync(before.rows("4. Chất lượng"));
      const ofBefore = new Map(rows.map(({ cells: [label, value] }) => [label?.text, value?.text]));
      expect([
        ofBefore.get("Trong kỳ: trường đã kiểm tra"),
        ofBefore.get("Lũy kế: trường đã kiểm tra"),
      ]).toEqual(["0", "78"]);
      return cells("1. Trong kỳ");
    };
    expect((await expectAlike()).get("Kiểm tra (trường hợp)")).toBe("2");
    const figures = { ...make.figures, sampled: 2, checked: 2, fieldsChecked: 78, wrongFields: 1 };
    await other.happen("review-review-a", [make.batchReturned({ figures })], at(5, "acceptor-1"));
    // A batch that was decided by itself stands in the report beside those of lots.
    const work = await expectAlike();
    expect(work.get("Lô nhập nghiệm thu riêng: trả lại")).toBe("1");
    expect(work.get("Lô nghiệm thu: trả lại")).toBe("0");
    await other.stop();
  });
});
