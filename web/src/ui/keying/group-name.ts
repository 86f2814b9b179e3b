import type { FieldColumn } from "./field-line.tsx";

type Named = Pick<FieldColumn, "groupVi" | "groupEn">;

/**
 * Returns what the book type itself calls the group of these columns, else undefined: then the
 * texts of the windows have its name. The child of two book types is two people.
 */
export const ownGroupName = ([first]: readonly Named[], language: string): string | undefined =>
  language === "en" ? first?.groupEn : first?.groupVi;
