import { useTranslation } from "react-i18next";
import { formatDay, formatNumber } from "../../ui/format.ts";
import type { Dashboard } from "./progress-lines.tsx";

/** When the rest will be done, by the pace of the last weeks; or why nobody can say. */
export const Forecast = ({ forecast, totals }: Pick<Dashboard, "forecast" | "totals">) => {
  const { t } = useTranslation();
  const dayOf = (day: string | null) => (day === null ? "…" : formatDay(day));
  const beside = totals.records - totals.recordsOfExpected;
  const { likely, earliest, latest, remaining } = forecast;
  return (
    <p className="notice">
      {remaining === null
        ? t("dashboard.remainingUnknown")
        : remaining === 0
          ? t("dashboard.nothingLeft")
          : likely === null
            ? t("dashboard.noForecast")
            : t(latest === null ? "dashboard.forecastOpen" : "dashboard.forecast", {
                likely: dayOf(likely),
                earliest: dayOf(earliest),
                latest: dayOf(latest),
                remaining: formatNumber(remaining),
              })}
      {remaining !== null && beside > 0 && (
        <span className="below small" data-beyond={beside}>
          {t("dashboard.beyondLeft", { count: beside })}
        </span>
      )}
    </p>
  );
};
