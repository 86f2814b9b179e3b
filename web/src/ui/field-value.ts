/** A field as the APIs give it. */
export type FieldValue =
  | { raw: string; value?: string | undefined; doubtful?: true | undefined }
  | { blank: true }
  | { illegible: IllegibleReason; raw?: string | undefined };

export type IllegibleReason = "torn" | "faded" | "stained" | "handwriting" | "missing-page" | "not-on-form";

/** What stands in the book, as a person reads it; `words` are the texts for blank and illegible. */
export const textOf = (
  value: FieldValue | undefined,
  words: { readonly blank: string; readonly illegible: string },
): string => {
  if (!value) return "";
  if ("blank" in value) return words.blank;
  if ("illegible" in value) return `${value.raw ?? ""} ${words.illegible}`.trim();
  return value.raw;
};
