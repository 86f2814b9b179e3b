import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { query } from "../../api/queries.ts";
import { formatDay, formatNumber } from "../../ui/format.ts";

/**
 * Days on which somebody keyed or checked faster than they can have looked; nothing where there are
 * none.
 */
export const SpeedAlerts = ({ week }: { readonly week: { readonly from: string; readonly to: string } }) => {
  const { t } = useTranslation();
  const alerts = useQuery(query("/api/reporting/v1/speed-alerts", { query: week }));
  const items = alerts.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="notice" aria-labelledby="speed">
      <h2 id="speed">{t("work.tooFast")}</h2>
      <ul>
        {items.map((one) => (
          <li key={`${one.account} ${one.unitId} ${one.day} ${one.kind}`}>
            {t(`work.tooFastLine.${one.kind}`, {
              name: one.name,
              day: formatDay(one.day),
              cases: formatNumber(one.cases),
              fastest: formatNumber(one.fastest),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
};
