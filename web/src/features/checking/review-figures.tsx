import { useTranslation } from "react-i18next";
import { formatNumber, formatShare } from "../../ui/format.ts";
import type { Review } from "./use-review.ts";

export const checkedOf = ({ sample }: Review): number => sample.filter(({ checked }) => checked).length;

const Figure = ({ label, value }: { readonly label: string; readonly value: string }) => (
  <div className="card figure">
    <span className="muted small">{label}</span>
    <b>{value}</b>
  </div>
);

/** How much was looked at, and what was found wrong. */
export const ReviewFigures = ({ review }: { readonly review: Review }) => {
  const { t } = useTranslation();
  const checked = checkedOf(review);
  // As the verdict counts them: in the sample, and not in what is looked at beside it.
  const wrong = review.sample
    .filter(({ again }) => !again)
    .reduce((sum, { marks }) => sum + new Set(marks.map(({ field }) => field)).size, 0);
  const fields = review.figures?.fieldsChecked;
  return (
    <div className="figures">
      <Figure label={t("review.records")} value={formatNumber(review.population)} />
      <Figure
        label={t("review.sample", { checked, sampled: review.sample.length })}
        value={review.sample.length === 0 ? "–" : formatShare(checked / review.sample.length)}
      />
      <Figure
        label={t(fields === undefined ? "review.wrongSoFar" : "review.wrongFields")}
        value={checked === 0 ? "–" : `${wrong}${fields === undefined ? "" : ` / ${formatNumber(fields)}`}`}
      />
      <Figure label={t("review.rules")} value={`${review.rules.errors} / ${review.rules.warnings}`} />
    </div>
  );
};
