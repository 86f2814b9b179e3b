import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { query } from "../../api/queries.ts";
import { formatNumber, formatShare } from "../../ui/format.ts";
import { Freshness } from "../../ui/freshness.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { todayInVietnam, weekOf } from "../../ui/week.ts";
import { WeekChoice } from "../../ui/week-choice.tsx";
import { Papers } from "./papers.tsx";
import { SpeedAlerts } from "./speed-alerts.tsx";

/** Who did how much in a week, by name: hard books make slow hands, so nobody is ranked. */
export const Work = () => {
  const { t } = useTranslation();
  const [back, setBack] = useState(0);
  const week = weekOf(todayInVietnam(), back);
  const work = useQuery(query("/api/reporting/v1/clerks", { query: week }));
  const items = work.data?.items ?? [];
  return (
    <main className="page stack">
      <div className="row">
        <h1 className="grow">{t("nav.work")}</h1>
        {work.data && <Freshness freshness={work.data.freshness} />}
        <button type="button" onClick={() => window.print()}>
          {t("common.print")}
        </button>
      </div>
      <WeekChoice week={week} back={back} onBack={setBack} />
      <p className="muted small">{t("work.note")}</p>
      <SpeedAlerts week={week} />
      <ProblemNote error={work.error} />
      {work.data && items.length === 0 && <p className="muted">{t("work.none")}</p>}
      {items.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>{t("accounts.displayName")}</th>
              <th className="number">{t("work.keyed")}</th>
              <th className="number">{t("work.imported")}</th>
              <th className="number">{t("work.corrected")}</th>
              <th className="number">{t("work.fieldsKeyed")}</th>
              <th className="number">{t("work.fieldsChecked")}</th>
              <th className="number">{t("dashboard.errorRate")}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.account}>
                <td>{one.name}</td>
                <td className="number">{formatNumber(one.keyed)}</td>
                <td className="number">{formatNumber(one.imported)}</td>
                <td className="number">{formatNumber(one.corrected)}</td>
                <td className="number">{formatNumber(one.fieldsKeyed)}</td>
                <td className="number">{formatNumber(one.fieldsChecked)}</td>
                <td className="number">{one.errorRate === null ? "–" : formatShare(one.errorRate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Papers />
    </main>
  );
};
