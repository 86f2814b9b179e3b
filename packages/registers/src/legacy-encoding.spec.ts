import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { convertLegacyText, detectLegacyEncoding } from "./legacy-encoding.ts";
import { type LetterTable, tcvn3, vni } from "./legacy-encoding-tables.ts";
import { isVietnameseSyllable } from "./vietnamese-syllable.ts";

const tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"];
const lower = [..."aăâeêioôơuưy"].flatMap((vowel) => tones.map((tone) => (vowel + tone).normalize("NFC")));
const marked = [...lower, "đ"].filter((letter) => !/^[a-z]$/u.test(letter));
const letters = [...marked, ...marked.map((letter) => letter.toUpperCase())];

const encode = (text: string, table: LetterTable) =>
  [...text].map((letter) => table.get(letter) ?? letter).join("");

const family = [
  "Nguyễn",
  "Trần",
  "Lê",
  "Phạm",
  "Hoàng",
  "Huỳnh",
  "Vũ",
  "Võ",
  "Đặng",
  "Bùi",
  "Đỗ",
  "Ngô",
  "Dương",
  "Lý",
];
const middle = ["Thị", "Văn", "Hữu", "Quốc", "Đình", "Ngọc", "Xuân", "Thuỳ", "Đức"];
const given = [
  "Hằng",
  "Cường",
  "Tuyết",
  "Phượng",
  "Khuê",
  "Quỳnh",
  "Giếng",
  "Ước",
  "Ửng",
  "Lựu",
  "Mỹ",
  "Yến",
  "Bảy",
  "Sẵn",
  "Tám",
];
const names = fc
  .tuple(fc.constantFrom(...family), fc.constantFrom(...middle), fc.constantFrom(...given))
  .map((parts) => parts.join(" "));

describe("legacy encodings", () => {
  it("have all 67 letters with marks, small and capital, and no two alike", () => {
    expect(marked).toHaveLength(67);
    for (const [encoding, table] of [
      ["TCVN3", tcvn3],
      ["VNI", vni],
    ] as const) {
      expect(new Set(letters.map((letter) => encode(letter, table))).size).toBe(134);
      for (const letter of letters) expect(convertLegacyText(encode(letter, table), encoding)).toBe(letter);
    }
  });

  it.each([
    ["TCVN3", tcvn3],
    ["VNI", vni],
  ] as const)("%s names are detected and read", (encoding, table) => {
    fc.assert(
      fc.property(names, fc.boolean(), (name, capitals) => {
        const text = capitals ? name.toUpperCase() : name;
        const bytes = encode(text, table);
        expect(detectLegacyEncoding(bytes)).toBe(encoding);
        expect(convertLegacyText(bytes, encoding)).toBe(text);
      }),
    );
  });

  it("reads text of a TCVN3 capital font", () => {
    expect(detectLegacyEncoding("NGUYÔN V¡N Hµ")).toBe("TCVN3");
    expect(convertLegacyText("NGUYÔN V¡N Hµ", "TCVN3")).toBe("NGUYỄN VĂN HÀ");
  });

  it("composes the marks of Windows-1258", () => {
    const bytes = "Nguyê\u0303n Thi\u0323 Hô\u0300ng";
    expect(detectLegacyEncoding(bytes)).toBe("Windows-1258");
    expect(convertLegacyText(bytes, "Windows-1258")).toBe("Nguyễn Thị Hồng");
  });

  it("leaves Vietnamese in Unicode alone", () => {
    fc.assert(
      fc.property(names, fc.boolean(), (name, capitals) => {
        expect(detectLegacyEncoding(capitals ? name.toUpperCase() : name)).toBeUndefined();
      }),
    );
  });

  it.each([
    "Loïc Noël",
    "Seán Ó Briain",
    "François Müller",
    "José Muñoz",
    "Björn Åkesson",
    "João São",
    "Aïcha Benaïssa",
    "Zoë Chloé",
    "Jürgen Groß",
    "Maëlle Gaël",
    "Søren Kierkegård",
    "Renée Lefèvre",
    "Lê Hà",
    "Lò Thông",
    "Bàn Tòng Sính",
    "H'Hen Niê",
    "Phó Chánh án",
    "Số 5 – Quyển 2",
    "© 2008",
    "«Ba»",
    "25 m² · 3 ½",
    "Elizabeth Taylor",
    "Vừ A Páo",
    "",
  ])("does not take %s for one", (text) => expect(detectLegacyEncoding(text)).toBeUndefined());

  it("never throw", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        detectLegacyEncoding(text);
        for (const encoding of ["TCVN3", "VNI", "Windows-1258"] as const) convertLegacyText(text, encoding);
      }),
    );
  });
});

describe("Vietnamese syllables", () => {
  it.each(
    "Nguyễn Quyền quý Giang gì giếng Thuỷ Thủy khuya Hoà Hòa nghiêng Phương yến khuỷu xoong Huỳnh".split(" "),
  )("%s is one", (word) => expect(isVietnameseSyllable(word)).toBe(true));

  it.each(["", "Zoë", "Loïc", "Vaên", "TrÇn", "Hoaạ", "nguýên", "tuấ", "mùà", "Smith", "constructor"])(
    "%s is none",
    (word) => {
      expect(isVietnameseSyllable(word)).toBe(false);
    },
  );
});
