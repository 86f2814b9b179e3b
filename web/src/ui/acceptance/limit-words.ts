import { useTranslation } from "react-i18next";
import { formatMoment, formatNumber } from "../format.ts";
import type { Limits } from "./verdicts.ts";

type ShareLimits = Pick<Limits, "sampleShare" | "sampleMinimum" | "errorLimit">;

/**
 * How the limits of a batch stand beside those of its unit, or beside the software's own where the
 * unit's say nothing of batches.
 */
export const comparedLimits = ({ laxer, unit }: Pick<Limits, "laxer" | "unit">, differs: boolean) => {
  const byUnit = unit.setFor !== undefined;
  if (laxer) return byUnit ? "gate.limitsLaxer" : "gate.limitsLaxerThanDefault";
  if (differs) return byUnit ? "gate.limitsStricter" : "gate.limitsStricterThanDefault";
  return byUnit ? "gate.limitsUsual" : "gate.limitsDefault";
};

/** Limits reach down to a tenth of a percent and less: none of them is rounded. */
const percent = (share: number): string => `${formatNumber(Math.round(share * 100_000) / 1_000)} %`;

/** Whose limits a batch goes by, and since when. */
export const useWhoseLimits = () => {
  const { t } = useTranslation();
  return ({ origin, setBy, setAt, unit }: Limits): string => {
    const isDefault = origin === "unit" && unit.setFor === undefined;
    const key = isDefault ? "gate.limitsSinceReturned" : `gate.limitsFrom.${origin}`;
    return t(key, { who: setBy ?? "", at: formatMoment(setAt) });
  };
};

/** How much of a batch is looked at and how much of that may be wrong, in words. */
export const useLimitWords = () => {
  const { t } = useTranslation();
  return ({ sampleShare, sampleMinimum, errorLimit }: ShareLimits): string =>
    t("gate.limitsFigures", {
      share: percent(sampleShare),
      minimum: formatNumber(sampleMinimum),
      limit: percent(errorLimit),
    });
};
