import { useTranslation } from "react-i18next";
import { formatNumber } from "../format.ts";
import type { Limits } from "./verdicts.ts";

type ShareLimits = Pick<Limits, "sampleShare" | "sampleMinimum" | "errorLimit">;

/** Limits reach down to a tenth of a percent and less: none of them is rounded. */
const percent = (share: number): string => `${formatNumber(Math.round(share * 100_000) / 1_000)} %`;

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
