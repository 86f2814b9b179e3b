import { findField, getRecordType } from "@sogoc/registers";
import { expect, it } from "vitest";
import { onSheet } from "./look-up-sheet.ts";

const sex = findField(getRecordType("KS"), "nksGioiTinh");

it("says of a doubtful code what it means, and that it is doubtful", () => {
  if (!sex) throw new Error("no such column");
  expect(onSheet(sex, { raw: "1" })).toBe("1 – Nam");
  expect(onSheet(sex, { raw: "1", doubtful: true })).toBe("1 (chưa chắc chắn) – Nam");
});
