import { describe, expect, it } from "vitest";
import { composeForeignText, hasBoundedMarks, MOST_MARKS } from "./foreign-text.ts";

const [acute, grave] = ["\u0301", "\u0316"];

describe("text from outside", () => {
  it("is composed as it is in every language that people write", () => {
    const texts = ["Nguyễn Thị Hoà, thôn Đặng", "Ænima ﬁ Å", "בְּרֵאשִׁית בָּרָא", "ที่นี่ ﷺ ｶﾞｷﾞ", "བསྒྲུབས་", "𝅗𝅥 👩🏽‍🚒"];
    for (const text of texts) {
      expect(composeForeignText(text.normalize("NFD"))).toBe(text.normalize("NFC"));
      expect(composeForeignText(text)).toBe(text.normalize("NFC"));
    }
  });

  it("is none where a letter carries more marks than anybody writes, wherever it stands", () => {
    const most = `a${acute.repeat(MOST_MARKS / 2)}${grave.repeat(MOST_MARKS / 2)}`;
    expect(composeForeignText(most)).toBe(most.normalize("NFC"));
    for (const sign of [acute, "\uff9e", "\u{1d165}", "\u0e38"]) {
      expect(composeForeignText(`Hòa ${"x".repeat(1000)}${most}${sign} Bình`)).toBeUndefined();
    }
    expect(hasBoundedMarks(`a${acute.repeat(200_000)}${grave.repeat(200_000)}`)).toBe(false);
  });

  it("is none where such marks come together once signs between them are taken out", () => {
    for (const between of [
      "\u200b",
      "\u00ad",
      "\u0001",
      "\u2060",
      "\ue000",
      "\ud800",
      "’",
      "'",
      "\u{e0001}",
    ]) {
      const pieces = `${acute.repeat(10)}${between}${grave.repeat(10)}${between}`.repeat(3);
      expect(hasBoundedMarks(`a${pieces}`)).toBe(false);
    }
    for (const between of ["b", " ", "\n", "-"])
      expect(hasBoundedMarks(`a${acute.repeat(10)}${between}${grave.repeat(10)}`)).toBe(true);
  });

  it("counts as a mark whatever Unicode puts in order", () => {
    const others: string[] = [];
    for (let code = 0x300; code < 0x11_0000; code += 1) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const sign = String.fromCodePoint(code);
      const isMoved = ["\u0301", "\u0316", "\u0334"].some(
        (other) => `x${sign}${other}`.normalize("NFKD") === `x${other}${sign}`.normalize("NFKD"),
      );
      if (isMoved && hasBoundedMarks(sign.repeat(MOST_MARKS + 1))) others.push(code.toString(16));
    }
    expect(others).toEqual([]);
  });
});
