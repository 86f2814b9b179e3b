import { useTranslation } from "react-i18next";
import { Figure } from "../../ui/figure.tsx";
import { formatNumber } from "../../ui/format.ts";
import type { Reconciled } from "./use-reconciliation.ts";

const countText = (count: number | null) => (count === null ? "–" : formatNumber(count));

/** What was found in the book beside what there should be. */
export const Counts = ({ reconciled }: { readonly reconciled: Reconciled }) => {
  const { t } = useTranslation();
  const { counts, open, total } = reconciled;
  return (
    <div className="figures">
      <Figure
        label={t("dashboard.records")}
        value={formatNumber(counts.records)}
        note={[
          t("reconciliation.ofExpected", { expected: countText(counts.expected) }),
          ...(counts.records === counts.ownNumbers
            ? []
            : [t("reconciliation.ofThemSecond", { count: counts.records - counts.ownNumbers })]),
        ].join(" · ")}
      />
      <Figure label={t("reconciliation.lastNumber")} value={countText(counts.lastNumber)} />
      <Figure
        label={t("reconciliation.pages")}
        value={formatNumber(counts.scannedPages)}
        note={t("reconciliation.ofPages", { pages: countText(counts.pages) })}
      />
      <Figure
        label={t("reconciliation.files")}
        value={formatNumber(counts.files)}
        note={t(counts.hasCover ? "reconciliation.cover" : "reconciliation.noCover")}
      />
      <Figure
        label={t("reconciliation.open")}
        value={formatNumber(open)}
        note={t("reconciliation.ofFound", { count: total })}
      />
    </div>
  );
};
