import { z } from "zod";

/** Why a value cannot be read. */
export const IllegibleReason = z.enum([
  "torn",
  "faded",
  "stained",
  "handwriting",
  "missing-page",
  "not-on-form",
]);
export type IllegibleReason = z.infer<typeof IllegibleReason>;

/** What is written. `value` is the normalised text and is left out when it equals `raw`. */
export const WrittenValue = z.strictObject({
  raw: z.string(),
  value: z.string().exactOptional(),
  doubtful: z.literal(true).exactOptional(),
});
export type WrittenValue = z.infer<typeof WrittenValue>;

/** A person confirmed that the book has nothing here. */
export const BlankValue = z.strictObject({ blank: z.literal(true) });
export type BlankValue = z.infer<typeof BlankValue>;

/** Something was written but cannot be read; `raw` is the part that can. */
export const IllegibleValue = z.strictObject({
  illegible: IllegibleReason,
  raw: z.string().exactOptional(),
});
export type IllegibleValue = z.infer<typeof IllegibleValue>;

/** A value as it is on paper. This is a storage format: it only ever grows. */
export const FieldValue = z.union([WrittenValue, BlankValue, IllegibleValue]);
export type FieldValue = z.infer<typeof FieldValue>;

/** Values by field code. An absent key means that nothing was keyed. */
export const FieldValues = z.record(z.string(), FieldValue);
export type FieldValues = z.infer<typeof FieldValues>;

export const isBlank = (value: FieldValue | undefined): value is BlankValue =>
  value !== undefined && "blank" in value;

export const isIllegible = (value: FieldValue | undefined): value is IllegibleValue =>
  value !== undefined && "illegible" in value;

export const isWritten = (value: FieldValue | undefined): value is WrittenValue =>
  value !== undefined && !("blank" in value) && !("illegible" in value);

export const isDoubtful = (value: FieldValue | undefined): boolean =>
  isWritten(value) && value.doubtful === true;

/**
 * The text as on paper; of an illegible value the part that can be read. Undefined when there is
 * none.
 */
export const writtenText = (value: FieldValue | undefined): string | undefined => {
  if (value === undefined || "blank" in value) return undefined;
  return value.raw;
};

/** The text to compare, search and export. Undefined unless the value could be read whole. */
export const normalisedText = (value: FieldValue | undefined): string | undefined => {
  if (value === undefined || "blank" in value || "illegible" in value) return undefined;
  return value.value ?? value.raw;
};

/** Written value with `value` left out when it says nothing new. */
export const written = (raw: string, value: string = raw): WrittenValue =>
  value === raw ? { raw } : { raw, value };

/** Normalised texts of a record; keys without a readable text are left out. */
export const normalisedTexts = (fields: FieldValues): Record<string, string> => {
  const texts: Record<string, string> = {};
  for (const [code, value] of Object.entries(fields)) {
    const text = normalisedText(value);
    if (text !== undefined) texts[code] = text;
  }
  return texts;
};
