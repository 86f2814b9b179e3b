import { useTranslation } from "react-i18next";
import { type FieldValue, noWords, textOf } from "./field-value.ts";
import { useRecordType } from "./use-record-type.ts";

/**
 * How a book type's columns are called in the person's language, and what a code in one of them
 * stands for.
 */
export const useRecordTexts = (recordType: string | undefined) => {
  const { i18n } = useTranslation();
  const { data } = useRecordType(recordType);
  const columnOf = (code: string) => data?.fields.find((one) => one.code === code);
  return {
    /** A code is nobody's word: until the type is known, nothing stands in its place. */
    labelOf: (code: string): string => {
      if (recordType !== undefined && !data) return "…";
      const column = columnOf(code);
      return (i18n.language === "en" ? column?.labelEn : column?.labelVi) ?? code;
    },
    /** ` – Nam` behind a code that its table explains; empty for every other value. */
    meaningOf: (code: string, value: FieldValue | undefined): string => {
      const text = textOf(value, noWords);
      const entry = data?.codeTables[columnOf(code)?.codeTable ?? ""]?.find((one) => one.code === text);
      return entry && entry.label !== text ? ` – ${entry.label}` : "";
    },
  };
};
