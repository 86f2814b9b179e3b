import { hasBoundedMarks, MOST_MARKS } from "@sogoc/core/foreign-text";
import { type FileErrorCode, refusal } from "./refusal.ts";

/**
 * Text of a cell as it stands, which costs whoever composes or folds it no more than in proportion
 * to its length. Throws `too-many-marks`.
 */
export const boundedText = (text: string, code: FileErrorCode): string => {
  if (!hasBoundedMarks(text)) throw refusal(code, "too-many-marks", MOST_MARKS);
  return text;
};

/** A name in a file, composed (NFC). Throws `too-many-marks`. */
export const composedName = (name: string, code: FileErrorCode): string =>
  boundedText(name, code).normalize("NFC");
