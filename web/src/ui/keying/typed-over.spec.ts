import { expect, it } from "vitest";
import { changesFrom, typedOver } from "./keyed-fields.ts";

const before = { meHoTen: { text: "Trần Thị Hoa" }, chaHoTen: { text: "Nguyễn Văn Long" } };
const now = { meHoTen: { text: "Trần Thị Hòa" }, chaHoTen: { text: "Nguyễn Văn Long" } };

it("what was typed stands over what somebody else has changed, and undoes none of it", () => {
  const typed = { ...before, chaHoTen: { text: "Nguyễn Văn Lộc" } };
  const form = typedOver({ before, typed, now });
  expect(form).toEqual({ meHoTen: { text: "Trần Thị Hòa" }, chaHoTen: { text: "Nguyễn Văn Lộc" } });
  expect(changesFrom(now, form)).toEqual({ chaHoTen: { raw: "Nguyễn Văn Lộc" } });
});

it("a field that both have typed in, or that one has emptied, is the last one's word", () => {
  const typed = { meHoTen: { text: "" }, chaHoTen: { text: "Nguyễn Văn Long" } };
  expect(changesFrom(now, typedOver({ before, typed, now }))).toEqual({ meHoTen: { raw: "" } });
  expect(typedOver({ before, typed: before, now })).toEqual(now);
});
