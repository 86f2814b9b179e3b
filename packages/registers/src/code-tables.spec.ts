import { describe, expect, it } from "vitest";
import { codeTables, findCodeTable, getCodeTable, lookupEntry } from "./code-tables.ts";

const ethnic = getCodeTable("danTocTen");
const nations = getCodeTable("quocTichTen");
const name = (text: string, table = ethnic) => lookupEntry(table, text).entry?.code;

describe("code tables", () => {
  it("are complete", () => {
    expect(codeTables).toHaveLength(19);
    expect(ethnic.entries).toHaveLength(328);
    expect(nations.entries).toHaveLength(250);
    expect(findCodeTable("khongCo")).toBeUndefined();
    expect(() => getCodeTable("khongCo")).toThrow(RangeError);
  });

  it("find every entry of every table by its own code", () => {
    for (const table of codeTables) {
      for (const entry of table.entries) expect(lookupEntry(table, entry.code).entry).toBe(entry);
    }
  });

  it("fold case, hyphens, spaces and apostrophes, but not tone marks", () => {
    expect(["Ba Na", "Ba-na", "ba  NA", "Ba na"].map((text) => name(text))).toEqual(Array(4).fill("Ba Na"));
    expect(["H'Mông", "H’mông", "Mông", "Hmông"].map((text) => name(text))).toEqual(Array(4).fill("Mông"));
    expect(["Thái", "Thổ", "Tày", "Mạ", "Mảng", "Lào", "Lao"].map((text) => name(text))).toEqual([
      "Thái",
      "Thổ",
      "Tày",
      "Mạ",
      "Mảng",
      "Lào",
      "La Hủ (Lao)",
    ]);
    expect(["Khơ-me", "Khmer", "Ra-glai", "Giẻ Triêng"].map((text) => name(text))).toEqual([
      "Khơ Me",
      "Khơ Me",
      "RaGlay",
      "Giẻ-Triêng",
    ]);
    expect(name("Thai")).toBeUndefined();
    expect(name("")).toBeUndefined();
  });

  it("give all candidates of a subgroup name that several groups have", () => {
    for (const [text, count] of [
      ["Xá Lá Vàng", 3],
      ["Mán", 2],
      ["Chil", 2],
      ["Ca-tang", 2],
      ["Hạ", 2],
      ["Trại", 2],
    ] as const) {
      const match = lookupEntry(ethnic, text);
      expect(match.entry).toBeUndefined();
      expect(match.candidates).toHaveLength(count);
    }
    expect(name("Sán Chỉ")).toBe("Sán Chay (Sán Chỉ)");
  });

  it("know nationalities by their Vietnamese name", () => {
    expect(name("Hoa Kỳ", nations)).toBe("Hoa Kỳ (American)");
    expect(name("Mỹ", nations)).toBe("Hoa Kỳ (American)");
    expect(name("việt nam", nations)).toBe("Việt Nam");
    expect(name("Lào", nations)).toBe("Lào (Laotian)");
    expect(name("Đài Loan", nations)).toBe("Trung Quốc (Đài Loan)");
  });
});
