import { type FieldValue, textOf } from "../../ui/field-value.ts";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { useValueWords } from "../../ui/use-value-words.ts";

/** What a reading says, with what a code in it stands for. */
export const useToldValue = (recordType: string | undefined) => {
  const { meaningOf } = useRecordTexts(recordType);
  const words = useValueWords();
  return (field: string, value: FieldValue | undefined): string =>
    `${textOf(value, words)}${value && "illegible" in value ? "" : meaningOf(field, value)}`;
};
