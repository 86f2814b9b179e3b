import { describe, expect, it } from "vitest";
import { foldForSearch, foldListName, unifyTonePlacement } from "./fold.ts";
import { hiddenCharacters, lookAlikeLetters, withoutSuspiciousCharacters } from "./suspicious-characters.ts";

describe("folding", () => {
  it("for search takes all marks away", () => {
    expect(foldForSearch("  ĐẶNG  Thị\u00a0Hoà ")).toBe("dang thi hoa");
    expect(foldForSearch("Hòa")).toBe(foldForSearch("Hoà"));
    expect(foldForSearch("Nguyễn".normalize("NFD"))).toBe("nguyen");
  });

  it("of list names keeps tone marks", () => {
    expect(foldListName("H'Mông")).toBe("hmông");
    expect(foldListName("Thái")).not.toBe(foldListName("Thai"));
  });

  it("moves tone marks in open oa, oe, uy only", () => {
    expect(unifyTonePlacement("Hoà thuỷ khoẻ HOÀ")).toBe("Hòa thủy khỏe HÒA");
    expect(unifyTonePlacement("quý Hoàn Thuý Nguyễn của hòa")).toBe("quý Hoàn Thúy Nguyễn của hòa");
  });
});

describe("suspicious characters", () => {
  it("are found and taken out", () => {
    expect(hiddenCharacters("a\u200bb\u0000\ufeff\n\t")).toEqual(["\u200b", "\u0000", "\ufeff"]);
    expect(hiddenCharacters("\ud800")).toEqual(["\ud800"]);
    expect(lookAlikeLetters("Тhị Αn")).toEqual(["Т", "Α"]);
    expect(withoutSuspiciousCharacters("Тhị\u200b Αn")).toBe("Thị An");
    expect(hiddenCharacters("Nguyễn Thị Hạnh – Số 1")).toEqual([]);
    expect(lookAlikeLetters("µ Nguyễn")).toEqual([]);
  });
});
