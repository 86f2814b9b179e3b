const noReading = /^(?:\s*0+\s*|[^\p{L}\p{N}]*)$/u;

/**
 * Whether a text is a zero, or holds but dots, dashes and the like: what people put where they have
 * nothing, and what seldom stands on the paper. Midnight, as `00:00`, is a time.
 */
export const saysNothing = (text: string): boolean => noReading.test(text);

/**
 * Words for "nothing", without spaces; with their marks, or as typed without, where that is clear.
 */
const noValue =
  /^(?:x+|0+|(?:không|khong|ko|k)(?:(?:có|co)(?:thôngtin|thongtin)?|rõ|ro|ghi|biết|biet)?|(?:chưa|chua)(?:có|co|rõ|ro|ghi|biết|biet)|(?:bỏ|để)?trống|na|nil|none|null|unknown)?$/u;

const otherSigns = /[^\p{L}\p{N}]+/gu;

/**
 * Whether a text stands for "there is nothing here", be it that the paper itself has it, as `Không`
 * may, or other signs beside it, as `(k)`: nobody reads a value in it. Midnight, as `00:00`, is a
 * time.
 */
export const isPlaceholder = (text: string): boolean =>
  saysNothing(text) ||
  (!text.includes(":") && noValue.test(text.normalize("NFC").toLowerCase().replace(otherSigns, "")));
