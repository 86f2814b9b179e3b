import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detectLegacyEncoding } from "./legacy-encoding.ts";
import { singleSpaced } from "./normalise-text.ts";
import { hiddenCharacters, isPlainText, lookAlikeLetters } from "./suspicious-characters.ts";
import { isTidy } from "./tidy-text.ts";

const word = fc.constantFrom(
  "Nguyễn",
  "Hà",
  "A",
  "12/2006",
  "Đ",
  "O’Brien",
  "",
  " ",
  "\u00a0",
  "e\u0301",
  "\u0430",
);
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.array(word, { maxLength: 5 }).map((words) => words.join(" ")),
);

describe("a tidy text", () => {
  it("is plain, single-spaced and composed, whatever the patterns are asked", () => {
    fc.assert(
      fc.property(text.filter(isTidy), (tidy) => {
        expect(singleSpaced(tidy)).toBe(tidy);
        expect(tidy.trim().normalize("NFC")).toBe(tidy);
        expect(isPlainText(tidy)).toBe(true);
        expect([...hiddenCharacters(tidy), ...lookAlikeLetters(tidy)]).toEqual([]);
        if (/[\u0100-\u1ef9]/u.test(tidy)) expect(detectLegacyEncoding(tidy)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it("is what nearly every cell holds", () => {
    expect(["7", "Hà Nam", "Nguyễn Văn A", "12.05.2006"].filter((cell) => !isTidy(cell))).toEqual([]);
    expect(["", " A", "A ", "A  B", "A\tB", "A\u00a0B", "e\u0301", "\u0410n"].filter(isTidy)).toEqual([]);
  });
});
