import { useTranslation } from "react-i18next";
import { formatNumber } from "../../ui/format.ts";
import { useUnitNames } from "../../ui/use-unit-names.ts";
import type { LotStanding } from "./use-lots.ts";

/** How large the lot is, how far its sample is checked, and how the next one is inspected. */
export const LotFigures = ({ standing }: { readonly standing: LotStanding }) => {
  const { t } = useTranslation();
  const unitName = useUnitNames();
  const { lot, figures, next } = standing;
  return (
    <div className="figures">
      <div className="card figure">
        <span className="muted small">{t("books.cases")}</span>
        <b>{formatNumber(lot.size)}</b>
        <span className="muted small">
          {t("lots.digitiser", { unit: (lot.digitiserIds ?? [lot.digitiserId]).map(unitName).join(", ") })}
        </span>
      </div>
      <div className="card figure">
        <span className="muted small">{t("lots.checked")}</span>
        <b data-checked-cases={figures.checked}>
          {formatNumber(figures.checked)} / {formatNumber(figures.sampled)}
        </b>
      </div>
      <div className="card figure">
        <span className="muted small">{t("review.wrongFields")}</span>
        <b>
          {figures.fieldsChecked === 0
            ? "–"
            : `${formatNumber(figures.wrongFields)} / ${formatNumber(figures.fieldsChecked)}`}
        </b>
        {figures.fieldsChecked === 0 && <span className="muted small">{t("dashboard.nothingChecked")}</span>}
      </div>
      <div className="card figure">
        <span className="muted small">{t("lots.next")}</span>
        <b className="word">{t(`lots.inspection.${next.stopped ? "stopped" : next.inspection}`)}</b>
        <span className="muted small">
          {next.reducible ? t("lots.reducible") : t("lots.score", { score: next.score })}
        </span>
      </div>
    </div>
  );
};
