import { expect, it } from "vitest";
import { allUnits, expectedOf, supplementOf, UNKNOWN, unitColumns } from "./report-columns.ts";

const handedOver = {
  books: 2,
  records: 10,
  loaded: 9,
  outstanding: 1,
  toSupplement: 0,
  unreadable: 0,
  accepted: 1,
};
type Report = Parameters<typeof allUnits>[0];
type Figures = Report["total"];

/** Only what the columns look at. */
const unitOf = (known: object, figures: object = {}) =>
  allUnits({
    total: {
      books: 2,
      booksWithoutExpected: 0,
      expected: 20,
      records: 12,
      accepted: 11,
      ...figures,
      handedOver: { ...handedOver, ...known },
    } as Figures,
  } as Report);

const cells = (unit: ReturnType<typeof unitOf>) =>
  Object.fromEntries(unitColumns.map(([head, of]) => [head, of(unit)]));

it("says of what is not known that it is not, and never nought", () => {
  expect(cells(unitOf({}))).toMatchObject({ "Trường hợp phải làm": 20, "Đã nạp": 9 });
  // A manifest that cannot be read any more: what has changed since it went out nobody knows.
  const unreadable = unitOf({ unreadable: 1 });
  expect(cells(unreadable)).toMatchObject({ "Bàn giao": 10, "Đã nạp": UNKNOWN });
  expect(supplementOf(unreadable.handedOver)).toBe(UNKNOWN);
  expect(supplementOf(unitOf({ toSupplement: 3 }).handedOver)).toBe(3);
  const uncounted = unitOf({}, { booksWithoutExpected: 2, expected: 0 });
  expect(cells(uncounted)).toMatchObject({ "Trường hợp phải làm": UNKNOWN });
  expect(expectedOf(unitOf({}, { books: 0, expected: 0 }).figures)).toBe(0);
});
