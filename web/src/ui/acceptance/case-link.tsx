import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useRecordTexts } from "../use-record-texts.ts";
import type { CountedBatch } from "./counted-batch.ts";

/** The way to a field of a case, and back from there. */
export const CaseLink = (props: {
  readonly recordId: string;
  readonly number: string;
  readonly fields: readonly string[];
  readonly of: CountedBatch;
}) => {
  const { t } = useTranslation();
  const { recordId, number, fields, of } = props;
  const { labelOf } = useRecordTexts(of.recordType);
  const [first] = fields;
  return (
    <Link href={`/tra-cuu/${recordId}${first === undefined ? "" : `?truong=${first}`}`}>
      {t("review.record", { number })}
      {of.bookNumber !== undefined && ` · ${of.bookNumber}`}
      {fields.length > 0 && ` · ${fields.map(labelOf).join(", ")}`}
    </Link>
  );
};
