import { useTranslation } from "react-i18next";
import { formatDay, formatNumber } from "../../ui/format.ts";
import type { Dashboard } from "./progress-lines.tsx";

/** How many cases came in on each of the last days. */
export const Pace = ({ days }: { readonly days: Dashboard["days"] }) => {
  const { t } = useTranslation();
  const peak = Math.max(1, ...days.map((day) => day.keyed + day.imported));
  return (
    <section>
      <h2>{t("dashboard.pace")}</h2>
      <div className="card">
        <div className="bars">
          {days.map((day) => {
            const count = day.keyed + day.imported;
            const told = `${formatDay(day.day)}: ${formatNumber(count)}`;
            return (
              <svg
                key={day.day}
                aria-label={told}
                className="grow"
                height="100%"
                preserveAspectRatio="none"
                viewBox="0 0 10 100"
                role="img"
              >
                <title>{told}</title>
                <rect x="0" width="10" y={100 - (count / peak) * 100} height={(count / peak) * 100} />
              </svg>
            );
          })}
        </div>
        <div className="row small muted">
          <span className="grow">{days[0] && formatDay(days[0].day)}</span>
          <span>{t("dashboard.peak", { count: peak })}</span>
          <span className="grow right">
            {days.length > 0 && formatDay(days[days.length - 1]?.day ?? "1970-01-01")}
          </span>
        </div>
      </div>
    </section>
  );
};
