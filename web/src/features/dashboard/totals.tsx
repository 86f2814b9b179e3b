import { useTranslation } from "react-i18next";
import { Figure } from "../../ui/figure.tsx";
import { formatNumber, formatShare } from "../../ui/format.ts";
import type { Dashboard } from "./progress-lines.tsx";

/** How much there is, how much of it is done, and how well. */
export const Totals = ({ totals, errorRate }: Pick<Dashboard, "totals" | "errorRate">) => {
  const { t } = useTranslation();
  const shareOf = (count: number) => (totals.expected > 0 ? formatShare(count / totals.expected) : "");
  return (
    <div className="figures">
      <Figure
        label={t("dashboard.books")}
        value={formatNumber(totals.books)}
        note={`${formatNumber(totals.booksUntouched)} ${t("dashboard.untouched")}`}
      />
      <Figure label={t("dashboard.expected")} value={formatNumber(totals.expected)} />
      <Figure
        label={t("dashboard.records")}
        value={formatNumber(totals.records)}
        note={shareOf(totals.records)}
      />
      <Figure
        label={t("dashboard.accepted")}
        value={formatNumber(totals.accepted)}
        note={shareOf(totals.accepted)}
      />
      <Figure
        label={t("dashboard.errorRate")}
        value={errorRate === null ? "–" : formatShare(errorRate)}
        note={t(errorRate === null ? "dashboard.nothingChecked" : "dashboard.errorRateOf")}
      />
    </div>
  );
};
