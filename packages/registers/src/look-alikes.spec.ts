import { describe, expect, it } from "vitest";
import { formatBookNumber, parseBookNumber } from "./book-number.ts";
import { getCodeTable, lookupEntry } from "./code-tables.ts";
import { normalisedText, writtenText } from "./field-value.ts";
import { foldForSearch, foldListName } from "./fold.ts";
import { normaliseField } from "./normalise-field.ts";
import { findField } from "./record-type.ts";
import { getRecordType } from "./record-types.ts";
import { parsePageNumber, parseRegistrationNumber } from "./registration-number.ts";
import { hiddenCharacters, withoutSuspiciousCharacters } from "./suspicious-characters.ts";

/**
 * Single letters of Cyrillic and Greek with the Latin one that Unicode takes them for: all pairs of
 * `confusables.txt` of UTS 39 (https://www.unicode.org/Public/security/latest/confusables.txt,
 * type MA) whose target is one ASCII letter.
 */
const cyrillic =
  "ЅS Іl ЈJ АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX Ьb аa гr еe оo рp сc уy хx ѕs іi јj ѡw ѴV ѵv ҮY үy һh ҽe Ӏl ӏi ԁd ԌG ԛq ԜW ԝw ꙇi";
const greek = "ͿJ ΑA ΒB ΕE ΖZ ΗH Ιl ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX αa γy ιi νv οo ρp σo υu ϒY ϜF ϱp ϲc ϳj ϹC ϺM";
/** Those whose target is one stroke: a reader of names means I by a capital. */
const strokes: Readonly<Record<string, string>> = { Іl: "ІI", Ӏl: "ӀI", Ιl: "ΙI", ӏi: "ӏl" };
const letters = `${cyrillic} ${greek}`.split(" ").map((pair) => strokes[pair] ?? pair);

const births = getRecordType("KS");
const readIn = (code: string, text: string) => {
  const field = findField(births, code);
  if (!field) throw new Error(code);
  const { value, problems } = normaliseField(field, text);
  return {
    raw: writtenText(value),
    value: normalisedText(value),
    rules: problems.map(({ rule, severity }) => `${rule} ${severity}`),
    mended: problems.find(({ rule }) => rule === "look-alike-letters" || rule === "control-characters")
      ?.suggestion,
  };
};

describe("letters that look alike", () => {
  it.each(letters)("%s: one to search and to tell books apart, a finding to the clerk", (pair) => {
    const [other = "", ours = ""] = pair;
    expect(foldForSearch(`T${other}n`)).toBe(foldForSearch(`T${ours}n`));
    const { raw, rules, mended } = readIn("ghiChu", `Xã T${other}n`);
    expect({ raw, rules, mended }).toEqual({
      raw: `Xã T${other}n`,
      rules: ["look-alike-letters error"],
      mended: `Xã T${ours}n`,
    });
  });

  it.each([
    // U+00D0, U+00F0: Icelandic; U+0189, U+0256: African. Ours is U+0110, U+0111.
    ["Ðặng", "Đặng"],
    ["ðặng", "đặng"],
    ["Ɖặng", "Đặng"],
    ["ɖặng", "đặng"],
    ["Nguyễn Thı", "Nguyễn Thi"],
    ["Hɑ", "Ha"],
    ["Anɡ", "Ang"],
    ["Ｎam", "Nam"],
    ["𝐍am", "Nam"],
    ["Vua Ⅳ", "Vua IV"],
    // Greek and Cyrillic letters with their marks.
    ["Tάm", "Tám"],
    ["Lѐ", "Lè"],
  ])("%s is %s", (typed, meant) => {
    expect(foldForSearch(typed)).toBe(foldForSearch(meant));
    expect(foldListName(typed)).toBe(foldListName(meant));
    const { raw, rules, mended } = readIn("ghiChu", typed);
    expect({ raw, mended }).toEqual({ raw: typed, mended: meant });
    expect(rules).toEqual(["look-alike-letters error"]);
  });

  it("leave the letters of the country's languages alone", () => {
    for (const name of [
      "Nguyễn Thị Hường",
      "Y Ƀlơ̆ Niê", // Ê Đê: ơ with a breve has no letter of its own in Unicode.
      "H'Hen Êban",
      "Đặng Văn Đức",
      "Krông Búk",
      "K’Bing".replace("’", "'"),
      "Ŏi, Ĭ Brơl, Čư Mgar, Ñă",
    ])
      expect(readIn("ghiChu", name).rules).toEqual([]);
  });
});

describe("marks that look alike", () => {
  it.each([
    ["doubled", "Nguyễ\u0303n", "Nguyễn"],
    ["doubled under the letter", "Phạ\u0323m", "Phạm"],
    ["of a tone set before that of the letter", "Ti\u0065\u0301\u0302n", "Tiến"],
    ["of Greek for the tilde", "Nguyên\u0342", "Nguyên\u0303"],
    ["above the small ê twice", "Lê\u0302", "Lê"],
  ])("%s", (_, typed, meant) => {
    expect(foldForSearch(typed)).toBe(foldForSearch(meant));
    const { raw, rules, mended } = readIn("ghiChu", typed);
    expect(raw).toBe(typed.normalize("NFC"));
    expect(rules).toEqual(["look-alike-letters error"]);
    expect(mended).toBe(meant.normalize("NFC"));
  });

  it("are composed without a word where they are in place", () => {
    const { raw, rules } = readIn("meHoTen", "Nguyễn Thị Tiến".normalize("NFD"));
    expect({ raw, rules }).toEqual({ raw: "Nguyễn Thị Tiến", rules: [] });
  });
});

/** Unicode's Zs beside the space of a keyboard, and the blank of Braille. */
const spaces = [0xa0, 0x1680, 0x2000, 0x2002, 0x2003, 0x2007, 0x2009, 0x200a, 0x202f, 0x205f, 0x3000];
/** Nothing to see: a soft hyphen, joiners, marks of direction, fillers, a selector, the BOM. */
const unseen = [
  0xad, 0x34f, 0x061c, 0x115f, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x2060, 0x3164, 0xfe0f, 0xfeff, 0xffa0,
];
const named = (codes: readonly number[]) =>
  codes.map((code) => [`U+${code.toString(16).toUpperCase().padStart(4, "0")}`, String.fromCodePoint(code)]);

describe("spaces", () => {
  it.each(named(spaces))(
    "%s is a space: kept as typed, told, and one to all that compares",
    (code, space = "") => {
      const typed = `Lê${space}Thị Bình`;
      const { raw, value, rules } = readIn("meHoTen", typed);
      expect([raw, value]).toEqual([typed.normalize("NFC"), "Lê Thị Bình"]);
      expect(rules).toEqual(["look-alike-letters info"]);
      expect(foldForSearch(typed)).toBe("le thi binh");
      expect(code).toBe(`U+${space.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`);
    },
  );

  it.each(named(unseen))(
    "%s is nothing: refused at the desk, and nothing to all that compares",
    (_, sign = "") => {
      const typed = `Lê Thị B${sign}ình`;
      expect(hiddenCharacters(typed)).toEqual([sign]);
      expect(withoutSuspiciousCharacters(typed)).toBe("Lê Thị Bình");
      expect(readIn("ghiChu", typed).rules).toContain("control-characters error");
      expect(foldForSearch(typed)).toBe("le thi binh");
    },
  );
});

describe("apostrophes and hyphens between letters", () => {
  // The targets ' and - of confusables.txt, as far as a program or a keyboard writes them.
  it.each(["`", "´", "‘", "’", "‛", "′", "‵", "ʹ", "ʻ", "ʼ", "ʽ", "ʾ", "ˈ", "ˊ", "ˋ", "ꞌ", "՚", "＇"])(
    "%s is an apostrophe",
    (sign) => {
      expect(foldForSearch(`H${sign}Hen`)).toBe("hhen");
      expect(readIn("ghiChu", `Ea H${sign}leo`).mended).toBe("Ea H'leo");
    },
  );
  it.each(["‐", "‑", "‒", "–", "—", "―", "−", "⁃", "˗", "﹘", "﹣", "－"])("%s is a hyphen", (sign) => {
    expect(foldForSearch(`Y${sign}Bih`)).toBe("y bih");
    expect(readIn("ghiChu", `Y${sign}Bih`).mended).toBe("Y-Bih");
  });
});

describe("numbers", () => {
  it.each(["７", "0７", "7\u200b", "\u00a07", "7\u3000", "𝟕"])(
    "%j is the case 7, with a finding",
    (typed) => {
      expect(parseRegistrationNumber(typed)?.number).toBe(7);
      const { raw, value, rules } = readIn("so", typed);
      expect({ raw, value }).toEqual({ raw: typed.trim(), value: "7" });
      expect(typed.trim() === "7" || rules.some((rule) => /^(look-alike|control)/.test(rule))).toBe(true);
    },
  );

  it("is told from its twin by the letter that it looks like", () => {
    expect(parseRegistrationNumber("7а")).toEqual(parseRegistrationNumber("7a"));
    expect(readIn("so", "7а").rules).toEqual(["look-alike-letters error"]);
  });

  it.each(["０１／２００８", "01⁄2008", "01∕2008", "1\u00a0/\u20092008", "01/２008"])(
    "%j is the book 01/2008, with a finding",
    (typed) => {
      const parsed = parseBookNumber(typed);
      expect(parsed && formatBookNumber(parsed)).toBe("01/2008");
      const { raw, rules } = readIn("quyenSo", typed);
      expect(raw).toBe(typed);
      expect(rules.map((rule) => rule.split(" ")[0])).toEqual(["look-alike-letters"]);
    },
  );

  it("of pages and papers are read alike", () => {
    expect(parsePageNumber("１２")).toBe(12);
    const { value, rules } = readIn("meSoGiayToTuyThan", "０12 345 678");
    expect(value).toBe("012345678");
    expect(rules).toContain("look-alike-letters error");
  });

  it("are none where another sign stands for a digit", () => {
    for (const text of ["l", "O7", "7/2OO8", "٧"]) expect(parseRegistrationNumber(text)).toBeUndefined();
  });
});

it("names of lists are found by letters that look like theirs, and the finding stays", () => {
  const found = lookupEntry(getCodeTable("danTocTen"), "Кinh");
  expect(found.entry?.code).toBe(lookupEntry(getCodeTable("danTocTen"), "Kinh").entry?.code);
  expect(readIn("nksDanToc", "Кinh").rules).toEqual(["look-alike-letters error"]);
});
