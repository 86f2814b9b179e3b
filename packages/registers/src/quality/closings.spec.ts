import { expect, it } from "vitest";
import { getRecordType } from "../record-types.ts";
import { plainBirth } from "../testing/index.ts";
import { closingsOfOthers, findClosing } from "./closings.ts";
import { reconcileBook } from "./reconcile-book.ts";

const record = (so: string, day: string, page: string) => ({
  id: `r-${so}`,
  bookId: "b-1",
  recordType: getRecordType("KS"),
  fields: {
    ...plainBirth,
    so: { raw: so },
    trangSo: { raw: page },
    ngayDangKy: { raw: day, value: day.split(".").reverse().join("-") },
  },
});
const findingOf = (rule: string, ...records: readonly ReturnType<typeof record>[]) => {
  const { findings } = reconcileBook({ bookNumber: "01/2008", openingYear: 2008 }, records, [], 0);
  const found = findings.find((finding) => finding.rule === rule);
  if (!found) throw new Error(`${rule} is not found in ${findings.map((one) => one.rule).join(", ")}`);
  return found;
};
const first = record("1", "17.03.2008", "1");
const falls = findingOf("date-falls", first, record("2", "10.03.2008", "2"));
const fallsFurther = findingOf("date-falls", first, record("2", "03.01.2008", "2"));
const turned = findingOf(
  "number-out-of-order",
  record("1", "17.03.2008", "2"),
  record("2", "17.03.2008", "1"),
);
const turnedFurther = findingOf(
  "number-out-of-order",
  record("1", "17.03.2008", "9"),
  record("2", "17.03.2008", "1"),
);
const closing = (subject: string, rule = "date-falls") => ({
  rule,
  subject,
  reason: "Sổ ghi như vậy",
  at: "2026-03-02T00:00:00.000Z",
});
const never = () => undefined;

it("a closing covers what was found then, and no other values of the same numbers", () => {
  expect(falls.subject).toBe("1/2008 17.03.2008, 2/2008 10.03.2008");
  expect(findClosing([closing(falls.subject)], falls, never)).toMatchObject({ reason: "Sổ ghi như vậy" });
  expect(findClosing([closing(falls.subject)], fallsFurther, never)).toBeUndefined();
  const order = closing(turned.subject, "number-out-of-order");
  expect(findClosing([order], turned, never)).toBeDefined();
  expect(findClosing([order], turnedFurther, never)).toBeUndefined();
});

it("one of an earlier version covers its numbers until one of their cases changes", () => {
  const old = closing("1/2008, 2/2008");
  expect(findClosing([old], falls, () => "2026-03-01T00:00:00.000Z")).toBeDefined();
  const changed = (recordId: string) => (recordId === "r-2" ? "2026-03-03T00:00:00.000Z" : undefined);
  expect(findClosing([old], falls, changed)).toBeUndefined();
});

it("counts no closing of somebody who has accepted, nor one in which they have a hand", () => {
  const [of, ofReset, ofOpened, unknown] = [
    { ...closing("a"), by: "thu" },
    { ...closing("b"), by: "nam", setters: ["duyet"] },
    { ...closing("d"), by: "moi", openers: ["duyet"] },
    closing("c"),
  ];
  const notOf = (acceptors: readonly string[]) =>
    closingsOfOthers([of, ofReset, ofOpened, unknown], ({ accounts, setters, openers = [] }) =>
      [...accounts, ...setters, ...openers].some((account) => acceptors.includes(account)),
    );
  expect(notOf(["duyet"])).toEqual([of, unknown]);
  expect(notOf(["thu", "lan"])).toEqual([ofReset, ofOpened, unknown]);
});

it("the letter of a number is one, whether small or, as in subjects from before, a capital", () => {
  const later = record("3B/2008", "10.03.2008", "3");
  const withLetter = findingOf("date-falls", record("3", "17.03.2008", "2"), later);
  expect(withLetter.subject).toBe("3/2008 17.03.2008, 3b/2008 10.03.2008");
  expect(withLetter.params).toMatchObject({ number: "3b/2008" });
  const before = closing("3/2008 17.03.2008, 3B/2008 10.03.2008");
  expect(findClosing([before], withLetter, never)).toBeDefined();
  expect(findClosing([closing("3/2008, 3B/2008")], withLetter, never)).toBeDefined();
  expect(findClosing([closing("3/2008 17.03.2008, 3C/2008 10.03.2008")], withLetter, never)).toBeUndefined();
  const alone = findingOf("suffix-alone", later);
  expect(findClosing([closing("3B/2008", "suffix-alone")], alone, never)).toBeDefined();
  // Names of files stay as they are.
  const ofFile = (name: string) => ({
    rule: "file-without-record",
    subject: `KS.2008.01.2008-03-17.${name}.pdf`,
    records: [],
  });
  const file = closing(ofFile("03B").subject, "file-without-record");
  expect(findClosing([file], ofFile("03B"), never)).toBeDefined();
  expect(findClosing([file], ofFile("03b"), never)).toBeUndefined();
});
