import type { FieldValue } from "@sogoc/events";
import { expect, it } from "vitest";
import { countOnePersonsWord, isOnePersonsWord } from "./agreed-by-two.ts";

const agreed: FieldValue = { raw: "Nguyễn Văn An" };

/** A case of which two people agreed on a name in its revision 1, that has another value now. */
const changedTo = (now: FieldValue, before: FieldValue = agreed) => ({
  agreedIn: { nksHoTen: 1 },
  fields: { nksHoTen: now },
  earlierValues: { nksHoTen: [{ until: 2, value: before }] },
});

it("is a case that was keyed once where two key, and none where one keys", () => {
  const once = { fields: { nksHoTen: agreed }, earlierValues: {} };
  expect(isOnePersonsWord("double-all", once)).toBe(true);
  expect(isOnePersonsWord("single", once)).toBe(false);
  expect(countOnePersonsWord("double-all", [once, changedTo(agreed)])).toBe(1);
});

it("is a case with another reading than two agreed on, and not one that is spelled otherwise", () => {
  expect(isOnePersonsWord("double-all", changedTo({ raw: "Trần Văn An" }))).toBe(true);
  expect(isOnePersonsWord("double-all", changedTo({ raw: "NGUYỄN  VĂN AN" }))).toBe(false);
});

it("is a case of which one person took away the doubt that two had, and not one where they put one", () => {
  const doubted = { raw: "Nguyễn Văn An", doubtful: true } as const;
  expect(isOnePersonsWord("double-all", changedTo(agreed, doubted))).toBe(true);
  expect(isOnePersonsWord("double-all", changedTo(doubted, doubted))).toBe(false);
  expect(isOnePersonsWord("double-all", changedTo(doubted))).toBe(false);
});

it("is a case with a value that neither of its keyers had", () => {
  const written = { agreedIn: { nksHoTen: null }, fields: { nksHoTen: agreed }, earlierValues: {} };
  expect(isOnePersonsWord("double-all", written)).toBe(true);
});
