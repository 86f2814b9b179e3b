import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { formatMoment, formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { lotState } from "../../ui/states.ts";
import { useUnitNames } from "../../ui/use-unit-names.ts";
import { type LotLine, useLooks, useLots } from "./use-lots.ts";
import { WaitingBatches } from "./waiting-batches.tsx";

const tones = {
  open: "warn",
  toDecide: "warn",
  accepted: "good",
  "accepted-after-fixes": "good",
  returned: "bad",
  dissolved: undefined,
} as const;

const LotCard = ({ lot, unit }: { readonly lot: LotLine; readonly unit: string }) => {
  const { t } = useTranslation();
  const state = lotState(lot.status, useLooks(lot));
  return (
    <Link className="card row" href={`/nghiem-thu/${lot.id}`}>
      <strong className="grow">{t("lots.title", { type: t(`recordType.${lot.recordType}`), unit })}</strong>
      <span className="muted small">
        {t("lots.contents", {
          batches: lot.batches.length,
          size: formatNumber(lot.size),
          sample: formatNumber(lot.plan.sampleSize),
        })}
      </span>
      <span className="muted small">{formatMoment(lot.decidedAt ?? lot.formedAt)}</span>
      <span className="tag" data-tone={tones[state]}>
        {t(`lots.status.${state}`)}
      </span>
    </Link>
  );
};

/** What waits to be put into a lot, and the lots with their verdicts. */
export const Lots = () => {
  const { t } = useTranslation();
  const unitName = useUnitNames();
  const lots = useLots();
  const items = [...(lots.data?.items ?? [])].sort(
    (one, other) => Number(other.status === "open") - Number(one.status === "open"),
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
          <LotCard key={lot.id} lot={lot} unit={unitName(lot.unitId)} />
        ))}
      </section>
    </main>
  );
};
