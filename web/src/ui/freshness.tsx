import { useTranslation } from "react-i18next";
import { formatMoment } from "./format.ts";

/** As of when the figures are, told with every set of them. */
export const Freshness = (props: {
  readonly freshness: { readonly asOf: string | null; readonly ageMs: number };
}) => {
  const { t } = useTranslation();
  const { asOf, ageMs } = props.freshness;
  const behind = (seconds: number): string =>
    seconds < 120
      ? t("common.behind", { seconds: Math.round(seconds) })
      : seconds < 7_200
        ? t("common.behindMinutes", { minutes: Math.round(seconds / 60) })
        : t("common.behindHours", { hours: Math.round(seconds / 3_600) });
  return (
    <span className="muted small">
      {asOf ? t("common.asOf", { time: formatMoment(asOf) }) : t("common.asOfNow")}
      {ageMs > 1_000 ? ` · ${behind(ageMs / 1_000)}` : ""}
    </span>
  );
};
