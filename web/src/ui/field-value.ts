/** A field as the APIs give it. */
export type FieldValue =
  | { raw: string; value?: string | undefined; doubtful?: true | undefined }
  | { blank: true }
  | { illegible: IllegibleReason; raw?: string | undefined };

export type IllegibleReason = "torn" | "faded" | "stained" | "handwriting" | "missing-page" | "not-on-form";

/** How it is said what is not written, cannot be read, or is read with doubt. */
export interface ValueWords {
  readonly blank: string;
  /** With the reason, which is a part of what is said of the book. */
  readonly illegible: (why: IllegibleReason) => string;
  readonly doubtful: string;
}

/** For what was keyed itself, as in a form. */
export const noWords: ValueWords = { blank: "", illegible: () => "", doubtful: "" };

/** What stands in the book, as a person reads it. */
export const textOf = (value: FieldValue | undefined, words: ValueWords): string => {
  if (!value) return "";
  if ("blank" in value) return words.blank;
  if ("illegible" in value) return `${value.raw ?? ""} ${words.illegible(value.illegible)}`.trim();
  return value.doubtful ? `${value.raw} ${words.doubtful}`.trim() : value.raw;
};
