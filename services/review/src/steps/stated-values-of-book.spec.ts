import { type Hands, noHands } from "@sogoc/core";
import { getRecordType, type InventoriedBook, qualityRules, reconcileBook } from "@sogoc/registers";
import { expect, it } from "vitest";
import type { BookView } from "../read-models/books.ts";
import type { ScanView } from "../read-models/scans.ts";
import { statedValuesOf, statementsOfCompared } from "./stated-values-of-book.ts";

const hands = (account: string): Hands => ({ ...noHands, accounts: [account] });

const book: BookView = {
  id: "b-1",
  unitId: "u-1",
  recordType: "KS",
  bookNumber: "01/2008",
  openingYear: 2008,
  office: "UBND xã Mai Lâm",
  expectedCases: 3,
  pages: 4,
  closed: [],
  counted: {},
  said: { expectedCases: hands("dem"), pages: hands("trang"), office: hands("noi") },
  formerOffices: [],
  waiting: [],
};

const namesake: BookView = {
  ...book,
  id: "b-2",
  office: "UBND xã Khác",
  said: { office: hands("noi-khac") },
  formerOffices: ["UBND xã Mai Lam"],
};

/** Of each rule of a book, the values of it that the rule compares, beside its cases and scans. */
const compared: Readonly<Record<string, readonly (keyof InventoriedBook)[]>> = {
  "cases-expected-differ": ["expectedCases"],
  "last-number-differs": [],
  "pages-differ": ["pages"],
  "entry-outside-book-years": ["openingYear"],
  "office-differs-from-book": ["writtenBy"],
  "office-not-there": ["writtenBy", "openingYear"],
  "book-registered-twice": ["sameBooks"],
};

/** Whose word each value is; none where every case repeats it. */
const saidBy: Readonly<Record<keyof InventoriedBook, string | undefined>> = {
  bookNumber: undefined,
  openingYear: undefined,
  expectedCases: "dem",
  pages: "trang",
  sameBooks: "noi-khac",
  writtenBy: "noi",
};

it("every rule of a book tells which of its values it compares", () => {
  const rules = qualityRules.filter(({ scope }) => scope === "reconciliation").map(({ id }) => id);
  expect(Object.keys(compared).sort()).toEqual([...rules].sort());
});

it("no value of a book is read by its reconciliation of which nobody is known to have said it", () => {
  const read = new Set<string | symbol>();
  const described: InventoriedBook = {
    ...book,
    sameBooks: [namesake],
    writtenBy: { office: book.office, unitId: book.unitId, units: new Map() },
  };
  const watched = new Proxy(described, {
    get: (target, key, receiver) => {
      read.add(key);
      return Reflect.get(target, key, receiver);
    },
  });
  const fields = { so: { raw: "1" }, ngayDangKy: { raw: "03.09.2008", value: "2008-09-03" } };
  const records = [{ id: "c-1", bookId: "b-1", recordType: getRecordType("KS"), fields }];
  reconcileBook(watched, records, [{ name: "KS.2008.01.2008-09-03.01.pdf" }], 1);
  expect([...read].sort()).toEqual(Object.keys(statementsOfCompared).sort());
});

it.each(Object.entries(saidBy))("whoever said %s last has stated it (%s)", (value, account) => {
  const statements = statementsOfCompared[value as keyof InventoriedBook]({
    book,
    ofNumber: [book, namesake],
  });
  expect(statements.flatMap((stated) => stated.hands.accounts)).toEqual(
    account === undefined ? [] : [account],
  );
  const all = statedValuesOf(book, [book, namesake], []).flatMap((stated) => stated.hands.accounts);
  expect(all).toEqual(expect.arrayContaining(account === undefined ? [] : [account]));
});

it("whoever attached a scan has stated it, be it the cover, the whole book without pages or a case", () => {
  const scan = (kind: ScanView["kind"], by: string, number?: string): ScanView => ({
    id: `${kind}-${number}`,
    bookId: "b-1",
    kind,
    number,
    fileName: "quyen.pdf",
    sha256: "0",
    pages: 1,
    version: 1,
    position: 1,
    attachedAt: "2026-03-02T02:00:00.000Z",
    attachedBy: hands(by),
    isByTwo: false,
  });
  const scans = [
    scan("cover", "bia"),
    scan("whole-book", "quyen"),
    scan("case", "quyen", "10"),
    scan("case", "quyen", "9"),
  ];
  const plain: BookView = { ...book, pages: undefined, said: {} };
  const stated = statedValuesOf(plain, [plain], scans);
  expect(stated.map(({ hands: { accounts }, detail }) => [accounts, detail])).toEqual([
    [["bia"], "Sổ 01/2008: ảnh quét (bìa sổ) do bạn gắn."],
    [["quyen"], "Sổ 01/2008: ảnh quét (cả quyển, số 9, 10) do bạn gắn."],
  ]);
});
