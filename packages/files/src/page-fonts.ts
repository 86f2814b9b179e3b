import data from "../assets/page-fonts.json" with { type: "json" };

/** A TrueType subset with every Vietnamese letter; lengths in thousandths of the font size. */
export interface PageFont {
  readonly name: string;
  readonly bytes: number;
  readonly deflated: Buffer;
  readonly ascent: number;
  readonly descent: number;
  readonly box: readonly number[];
  readonly widths: readonly number[];
  readonly glyphOf: ReadonlyMap<string, number>;
}

const read = (font: typeof data.form): PageFont => {
  const { deflated, characters, glyphs, ...rest } = font;
  const pairs = [...characters].map((character, index) => [character, glyphs[index] ?? 0] as const);
  return { ...rest, deflated: Buffer.from(deflated, "base64"), glyphOf: new Map(pairs) };
};

/** Printed letters for the form, a hand for what was written into it. */
export const formFont = read(data.form);
export const handFont = read(data.hand);

const marks = /\p{M}+/gu;

/**
 * Glyph numbers of a text. A letter that the font lacks loses its marks, anything else becomes a
 * question mark.
 */
export const glyphsOf = (font: PageFont, text: string): number[] => {
  const question = font.glyphOf.get("?") ?? 0;
  return [...text.normalize("NFC")].map(
    (character) =>
      font.glyphOf.get(character) ??
      font.glyphOf.get(character.normalize("NFD").replace(marks, "")) ??
      question,
  );
};

/** Width of a text at a size, in points. */
export const widthOf = (font: PageFont, text: string, size: number): number =>
  (glyphsOf(font, text).reduce((total, glyph) => total + (font.widths[glyph] ?? 0), 0) * size) / 1000;
