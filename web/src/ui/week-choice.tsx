import { useTranslation } from "react-i18next";
import { formatDay } from "./format.ts";
import type { Week } from "./week.ts";

/** One week at a time; none that has not begun. */
export const WeekChoice = (props: {
  readonly week: Week;
  readonly back: number;
  readonly onBack: (back: number) => void;
}) => {
  const { t } = useTranslation();
  const { week, back, onBack } = props;
  return (
    <div className="row">
      <button type="button" onClick={() => onBack(back + 1)}>
        ← {t("work.before")}
      </button>
      <span aria-live="polite">{t("work.week", { from: formatDay(week.from), to: formatDay(week.to) })}</span>
      <button type="button" disabled={back === 0} onClick={() => onBack(back - 1)}>
        {t("work.after")} →
      </button>
    </div>
  );
};
