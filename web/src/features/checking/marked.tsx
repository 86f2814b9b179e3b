import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { textOf } from "../../ui/field-value.ts";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { useValueWords } from "../../ui/use-value-words.ts";
import type { Review } from "./use-review.ts";
import { sampledQuery } from "./use-sampled-record.ts";

/** The marks of a check, by case and column with their reasons; whoever decides sees them first. */
export const Marked = (props: {
  readonly reviewId: string;
  readonly recordType: string;
  readonly sample: Review["sample"];
  /** Opens a case of the sample once more. */
  readonly onAgain: ((recordId: string) => void) | undefined;
}) => {
  const { reviewId, recordType, sample, onAgain } = props;
  const { t } = useTranslation();
  const { labelOf } = useRecordTexts(recordType);
  const marked = sample.filter(({ marks }) => marks.length > 0);
  const records = useQueries({ queries: marked.map(({ recordId }) => sampledQuery(reviewId, recordId)) });
  const words = useValueWords();
  const last = sample.findLast(({ checked }) => checked);
  return (
    <section className="stack" aria-label={t("review.marked")}>
      {marked.length > 0 && (
        <table>
          <caption className="left">{t("review.marked")}</caption>
          <thead>
            <tr>
              <th className="number">{t("search.number")}</th>
              <th>{t("correction.field")}</th>
              <th>{t("correction.before")}</th>
              <th>{t("review.why")}</th>
              <th>{t("review.how")}</th>
            </tr>
          </thead>
          <tbody>
            {marked.flatMap(({ recordId, marks }, index) => {
              const record = records[index]?.data;
              return marks.map((mark) => (
                <tr
                  key={`${recordId} ${mark.field} ${mark.severity} ${mark.reason}`}
                  data-marked-field={mark.field}
                >
                  <td className="number">
                    {onAgain ? (
                      <button type="button" data-kind="plain" onClick={() => onAgain(recordId)}>
                        {record?.number ?? "…"}
                      </button>
                    ) : (
                      record?.number
                    )}
                  </td>
                  <td>{labelOf(mark.field)}</td>
                  <td>{textOf(record?.fields[mark.field], words) || t("review.notKeyed")}</td>
                  <td>{mark.reason}</td>
                  <td>{t(`review.severity.${mark.severity}`)}</td>
                </tr>
              ));
            })}
          </tbody>
        </table>
      )}
      {onAgain && last && (
        <p>
          <button type="button" onClick={() => onAgain(last.recordId)}>
            {t("review.again")}
          </button>
        </p>
      )}
    </section>
  );
};
