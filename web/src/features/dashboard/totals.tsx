import { useTranslation } from "react-i18next";
import { Figure } from "../../ui/figure.tsx";
import { formatNumber, formatShare } from "../../ui/format.ts";
import type { Dashboard } from "./progress-lines.tsx";

/** How much there is, how much of it is done, and how well. */
export const Totals = ({
  totals,
  percent,
  errorRate,
}: Pick<Dashboard, "totals" | "percent" | "errorRate">) => {
  const { t } = useTranslation();
  const isKnown = totals.expected > 0;
  const ofExpected = (share: number | null, of: number) =>
    share === null
      ? t("dashboard.notEnough")
      : t("dashboard.ofExpected", {
          share: formatShare(share),
          of: formatNumber(of),
          expected: formatNumber(totals.expected),
        });
  return (
    <div className="figures">
      <Figure
        label={t("dashboard.books")}
        value={formatNumber(totals.books)}
        note={`${formatNumber(totals.booksUntouched)} ${t("dashboard.untouched")}`}
      />
      <Figure
        label={t("dashboard.expectedCases")}
        value={isKnown ? formatNumber(totals.expected) : "–"}
        note={
          totals.booksWithoutExpected > 0
            ? t("dashboard.booksUnknown", { count: totals.booksWithoutExpected })
            : isKnown
              ? ""
              : t("dashboard.notEnough")
        }
      />
      <Figure
        label={t("dashboard.recordCases")}
        value={formatNumber(totals.records)}
        note={ofExpected(
          isKnown ? totals.recordsOfExpected / totals.expected : null,
          totals.recordsOfExpected,
        )}
      />
      <Figure
        label={t("dashboard.acceptedCases")}
        value={formatNumber(totals.accepted)}
        note={ofExpected(percent === null ? null : percent / 100, totals.acceptedOfExpected)}
      />
      <Figure
        label={t("dashboard.errorRate")}
        value={errorRate === null ? "–" : formatShare(errorRate)}
        note={t(errorRate === null ? "dashboard.nothingChecked" : "dashboard.errorRateOf")}
      />
    </div>
  );
};
