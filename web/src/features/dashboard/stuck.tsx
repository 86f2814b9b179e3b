import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { formatDay } from "../../ui/format.ts";
import { KeyerAway } from "../../ui/keyer-away.tsx";
import { batchTones } from "../../ui/states.ts";
import type { Dashboard } from "./progress-lines.tsx";

/** Batches that nobody has touched for days; each leads to its book. */
export const Stuck = ({ stuck }: { readonly stuck: Dashboard["stuck"] }) => {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t("dashboard.stuck")}</h2>
      {stuck.items.length === 0 && <p className="muted">{t("dashboard.noStuck")}</p>}
      <div className="stack">
        {stuck.items.map((batch) => (
          <div className="card row" key={batch.id}>
            <span className="grow">
              <Link href={`/toan-canh/so/${batch.bookId}`}>
                {t("batch.book", { type: t(`recordType.${batch.recordType}`), number: batch.bookNumber })}
              </Link>{" "}
              <span className="small muted">
                {batch.unitName} · {t("dashboard.since", { day: formatDay(batch.lastActivityAt) })}
              </span>
              <KeyerAway why={batch.keyerAway} />
            </span>
            <span className="tag" data-tone={batchTones[batch.state]}>
              {t(`dashboard.state.${batch.state}`)}
            </span>
          </div>
        ))}
      </div>
      {stuck.total > stuck.items.length && (
        <p className="muted small">{t("dashboard.moreStuck", { count: stuck.total - stuck.items.length })}</p>
      )}
    </section>
  );
};
