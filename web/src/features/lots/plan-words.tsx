import { useTranslation } from "react-i18next";
import { formatNumber } from "../../ui/format.ts";

interface Drawn {
  readonly sampleSize: number;
  readonly acceptance: { readonly key: number; readonly other: number };
}

/**
 * Why the lot has the plan it has, and by which rules it was decided: what people said, and which
 * table its sample was drawn by.
 */
export const PlanWords = (props: {
  readonly lot: {
    readonly resumedBecause?: string;
    readonly reducedBecause?: string;
    readonly byEarlierRules?: true;
  };
  /** What the tables give today, where the lot was formed by an earlier one. */
  readonly corrected: Drawn | undefined;
}) => {
  const { t } = useTranslation();
  const { lot, corrected } = props;
  const { resumedBecause, reducedBecause, byEarlierRules } = lot;
  return (
    <>
      {resumedBecause && <p className="small">{t("lots.resumedBecause", { reason: resumedBecause })}</p>}
      {reducedBecause && <p className="small">{t("lots.reducedBecause", { reason: reducedBecause })}</p>}
      {byEarlierRules && <p className="notice">{t("lots.byEarlierRules")}</p>}
      {corrected && (
        <p className="notice" data-corrected>
          {t("lots.corrected", {
            sample: formatNumber(corrected.sampleSize),
            key: corrected.acceptance.key,
            other: corrected.acceptance.other,
          })}
        </p>
      )}
    </>
  );
};
