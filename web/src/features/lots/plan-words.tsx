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
    readonly plan: { readonly level: string; readonly key: number; readonly other: number };
    readonly limitsSetByName?: string;
    readonly resumedBecause?: string;
    readonly reducedBecause?: string;
    readonly byEarlierRules?: true;
  };
  /** What the tables give today, where the lot was formed by an earlier one. */
  readonly corrected: Drawn | undefined;
}) => {
  const { t } = useTranslation();
  const { lot, corrected } = props;
  const { plan, limitsSetByName, resumedBecause, reducedBecause, byEarlierRules } = lot;
  return (
    <>
      <p className="small" data-limits-set-by={limitsSetByName ?? ""}>
        {t(limitsSetByName === undefined ? "lots.limitsUsual" : "lots.limitsSetBy", {
          level: plan.level,
          key: formatNumber(plan.key),
          other: formatNumber(plan.other),
          who: limitsSetByName,
        })}
      </p>
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
