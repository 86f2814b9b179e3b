import { useTranslation } from "react-i18next";
import { useRecordTexts } from "../use-record-texts.ts";
import type { MarkStanding } from "./verdicts.ts";

const tones = { wrong: "bad", mended: "good", unseen: "warn" } as const;

/** What earlier rounds and this one marked, and whether it was mended. */
export const MarkStandings = (props: {
  readonly recordType: string;
  readonly marks: readonly MarkStanding[];
}) => {
  const { t } = useTranslation();
  const { recordType, marks } = props;
  const { labelOf } = useRecordTexts(recordType);
  if (marks.length === 0) return null;
  return (
    <table>
      <caption className="left">{t("gate.marksTitle")}</caption>
      <thead>
        <tr>
          <th className="number">{t("search.number")}</th>
          <th>{t("correction.field")}</th>
          <th>{t("review.why")}</th>
          <th>{t("review.how")}</th>
          <th>{t("gate.standing")}</th>
        </tr>
      </thead>
      <tbody>
        {marks.map(({ recordId, number, field, reason, severity, standing }) => (
          <tr key={`${recordId} ${field}`} data-mark-standing={standing}>
            <td className="number">{number}</td>
            <td>{labelOf(field)}</td>
            <td>{reason}</td>
            <td>{t(`review.severity.${severity}`)}</td>
            <td>
              <span className="tag" data-tone={tones[standing]}>
                {t(`gate.mark.${standing}`)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
