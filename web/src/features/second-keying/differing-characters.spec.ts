import { describe, expect, it } from "vitest";
import { differingCharacters } from "./differing-characters.ts";

const shown = (first: string, second: string) =>
  differingCharacters(first, second).map((pieces) =>
    pieces.map(({ text, differs }) => (differs ? `[${text}]` : text)).join(""),
  );

describe("two readings", () => {
  it.each([
    ["Trần Thị Hoa", "Trần Thị Hòa", "Trần Thị H[o]a", "Trần Thị H[ò]a"],
    ["01.03.2008", "07.03.2008", "0[1].03.2008", "0[7].03.2008"],
    ["Nguyễn Văn An", "Nguyễn An", "Nguyễn [Văn ]An", "Nguyễn An"],
    ["", "An", "", "[An]"],
    ["An", "An", "An", "An"],
    ["abc", "xyz", "[abc]", "[xyz]"],
  ])("%s and %s", (first, second, left, right) => {
    expect(shown(first, second)).toEqual([left, right]);
  });

  it("are compared composed, however they were typed", () => {
    expect(shown("Hòa".normalize("NFD"), "Hòa")).toEqual(["Hòa", "Hòa"]);
  });

  it("lose no character", () => {
    const [left, right] = differingCharacters("Đặng Thị Thu Hằng", "Dang Thi Hang");
    expect(left.map(({ text }) => text).join("")).toBe("Đặng Thị Thu Hằng");
    expect(right.map(({ text }) => text).join("")).toBe("Dang Thi Hang");
  });
});
