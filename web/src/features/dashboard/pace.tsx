import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { query } from "../../api/queries.ts";
import { formatDay, formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import type { LiveFigures } from "../../ui/use-live-figures.ts";
import { Bars } from "./bars.tsx";
import type { Dashboard } from "./progress-lines.tsx";

/** How many cases came in on each of the last days, or in each of the last weeks. */
export const Pace = (props: {
  readonly unitId: string;
  readonly days: Dashboard["days"];
  readonly live: LiveFigures;
}) => {
  const { t } = useTranslation();
  const { unitId, days, live } = props;
  const [byWeek, setByWeek] = useState(false);
  const weeks = useQuery({
    ...query("/api/reporting/v1/progress/weeks", { query: { unitId } }),
    ...live,
    enabled: byWeek,
  });
  const shown = byWeek ? (weeks.data?.items ?? []) : days;
  const bars = shown.map(({ day, keyed, imported }) => {
    const count = keyed + imported;
    const when = byWeek ? t("dashboard.weekOf", { day: formatDay(day) }) : formatDay(day);
    return { key: day, count, told: `${when}: ${formatNumber(count)}` };
  });
  const peak = Math.max(1, ...bars.map(({ count }) => count));
  const [first, last] = [shown[0], shown.at(-1)];
  return (
    <section data-pace={byWeek ? "weeks" : "days"}>
      <div className="row">
        <h2 className="grow">
          {byWeek ? t("dashboard.paceWeeks", { weeks: shown.length }) : t("dashboard.pace")}
        </h2>
        <button type="button" className="noprint" aria-pressed={byWeek} onClick={() => setByWeek(!byWeek)}>
          {t("dashboard.byWeek")}
        </button>
      </div>
      <ProblemNote error={weeks.error} />
      <div className="card">
        <Bars bars={bars} peak={peak} />
        <div className="row small muted">
          <span className="grow">{first && formatDay(first.day)}</span>
          <span>{t(byWeek ? "dashboard.peakWeek" : "dashboard.peak", { count: peak })}</span>
          <span className="grow right">{last && formatDay(last.day)}</span>
        </div>
      </div>
    </section>
  );
};
