import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { dataOf, reviewApi } from "../../api/client.ts";
import { formatMoment, formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useUnitNames } from "../../ui/use-unit-names.ts";
import { WaitingBatches } from "./waiting-batches.tsx";

const tones = { open: "warn", accepted: "good", "accepted-after-fixes": "good", returned: "bad" } as const;

/** What waits to be put into a lot, and the lots with their verdicts. */
export const Lots = () => {
  const { t } = useTranslation();
  const unitName = useUnitNames();
  const lots = useQuery({
    queryKey: ["lots"],
    queryFn: () => dataOf(reviewApi.GET("/api/review/v1/lots", { params: { query: { limit: 100 } } })),
  });
  const items = [...(lots.data?.items ?? [])].sort(
    (a, b) => Number(b.status === "open") - Number(a.status === "open"),
  );
  return (
    <main className="page stack">
      <div className="row">
        <h1 className="grow">{t("nav.lots")}</h1>
        <Link className="button" href="/nghiem-thu/gioi-han">
          {t("limits.title")}
        </Link>
      </div>
      <WaitingBatches />
      <section className="stack">
        <h2>{t("lots.list")}</h2>
        <ProblemNote error={lots.error} />
        {lots.data && items.length === 0 && <p className="muted">{t("lots.none")}</p>}
        {items.map((lot) => (
          <Link className="card row" key={lot.id} href={`/nghiem-thu/${lot.id}`}>
            <strong className="grow">
              {t("lots.title", { type: t(`recordType.${lot.recordType}`), unit: unitName(lot.unitId) })}
            </strong>
            <span className="muted small">
              {t("lots.contents", {
                batches: lot.batches.length,
                size: formatNumber(lot.size),
                sample: formatNumber(lot.plan.sampleSize),
              })}
            </span>
            <span className="muted small">{formatMoment(lot.decidedAt ?? lot.formedAt)}</span>
            <span className="tag" data-tone={tones[lot.status]}>
              {t(`lots.status.${lot.status}`)}
            </span>
          </Link>
        ))}
      </section>
    </main>
  );
};
