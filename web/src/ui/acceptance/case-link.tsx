import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useRecordTexts } from "../use-record-texts.ts";
import type { CountedBatch } from "./counted-batch.ts";
import { listIn } from "./shown-on-demand.tsx";

/** The way to a field of a case, and back from there. */
export const CaseLink = (props: {
  readonly recordId: string;
  readonly number: string;
  readonly fields: readonly string[];
  readonly of: CountedBatch;
  /** The list that it stands in: the way back leads there. */
  readonly list: string;
}) => {
  const { t } = useTranslation();
  const { recordId, number, fields, of, list } = props;
  const [here] = useLocation();
  const { labelOf } = useRecordTexts(of.recordType);
  const query = new URLSearchParams({ tu: `${here}${listIn(list)}` });
  const [first] = fields;
  if (first !== undefined) query.set("truong", first);
  return (
    <Link href={`/tra-cuu/${recordId}?${query}`}>
      {t("review.record", { number })}
      {of.bookNumber !== undefined && ` · ${of.bookNumber}`}
      {fields.length > 0 && ` · ${fields.map(labelOf).join(", ")}`}
    </Link>
  );
};
