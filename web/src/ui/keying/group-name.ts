import type { FieldColumn } from "./field-line.tsx";

type Named = Pick<FieldColumn, "groupVi" | "groupEn">;

/** What people call the group of these columns. The child of two book types is two people. */
export const groupName = ([first]: readonly Named[], language: string): string | undefined =>
  language === "en" ? first?.groupEn : first?.groupVi;
