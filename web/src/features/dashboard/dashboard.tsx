import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { dataOf, reportingApi } from "../../api/client.ts";
import { download } from "../../ui/download.ts";
import { Figure } from "../../ui/figure.tsx";
import { formatDay, formatNumber, formatShare } from "../../ui/format.ts";
import { Freshness } from "../../ui/freshness.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useLiveFigures } from "../../ui/use-live-figures.ts";
import { Pace } from "./pace.tsx";
import { type Dashboard as Figures, ProgressLines } from "./progress-lines.tsx";
import { Shelf } from "./shelf.tsx";
import { Stuck } from "./stuck.tsx";

const Forecast = ({ forecast }: { readonly forecast: Figures["forecast"] }) => {
  const { t } = useTranslation();
  const dayOf = (day: string | null) => (day === null ? "…" : formatDay(day));
  const { likely, earliest, latest, remaining } = forecast;
  return (
    <p className="notice">
      {remaining === 0
        ? t("dashboard.nothingLeft")
        : likely === null
          ? t("dashboard.noForecast")
          : t(latest === null ? "dashboard.forecastOpen" : "dashboard.forecast", {
              likely: dayOf(likely),
              earliest: dayOf(earliest),
              latest: dayOf(latest),
              remaining: formatNumber(remaining),
            })}
    </p>
  );
};

/**
 * One page for who must trust the result: done, in work, untouched; by area, type and phase; pace;
 * what is stuck.
 */
export const Dashboard = () => {
  const { t } = useTranslation();
  const { unitId } = useParams();
  const refetchInterval = useLiveFigures(unitId);
  const query = useQuery({
    queryKey: ["figures", "dashboard", unitId],
    refetchInterval,
    queryFn: () =>
      dataOf(
        reportingApi.GET("/api/reporting/v1/dashboard", {
          params: { query: unitId === undefined ? {} : { unitId } },
        }),
      ),
  });
  const workbook = useMutation({
    mutationFn: () => {
      const area = unitId === undefined ? "" : `?unitId=${encodeURIComponent(unitId)}`;
      return download(`/api/reporting/v1/progress.xlsx${area}`, "tien-do.xlsx");
    },
  });
  const data = query.data;
  if (!data) {
    return (
      <main className="page">
        <ProblemNote error={query.error} />
      </main>
    );
  }
  const { totals } = data;
  const shareOf = (count: number) => (totals.expected > 0 ? formatShare(count / totals.expected) : "");
  // A unit without others below it shows its books instead of itself once more.
  const innermost = data.byArea.every(({ key }) => key === data.unitId);
  return (
    <main className="page" data-live={refetchInterval === false}>
      <div className="row">
        <h1 className="grow">
          {t("dashboard.title")} – {data.unitName}
        </h1>
        <Freshness freshness={data.freshness} />
        {unitId !== undefined && (
          <Link className="button noprint" href="/toan-canh">
            ← {t("dashboard.back")}
          </Link>
        )}
        <button type="button" disabled={workbook.isPending} onClick={() => workbook.mutate()}>
          {t("common.workbook")}
        </button>
        <button type="button" onClick={() => window.print()}>
          {t("common.print")}
        </button>
      </div>
      <ProblemNote error={workbook.error ?? query.error} />
      <div className="figures">
        <Figure
          label={t("dashboard.books")}
          value={formatNumber(totals.books)}
          note={`${formatNumber(totals.booksUntouched)} ${t("dashboard.untouched")}`}
        />
        <Figure label={t("dashboard.expected")} value={formatNumber(totals.expected)} />
        <Figure
          label={t("dashboard.records")}
          value={formatNumber(totals.records)}
          note={shareOf(totals.records)}
        />
        <Figure
          label={t("dashboard.accepted")}
          value={formatNumber(totals.accepted)}
          note={shareOf(totals.accepted)}
        />
        <Figure
          label={t("dashboard.errorRate")}
          value={data.errorRate === null ? "–" : formatShare(data.errorRate)}
          note={t(data.errorRate === null ? "dashboard.nothingChecked" : "dashboard.errorRateOf")}
        />
      </div>
      <Forecast forecast={data.forecast} />
      {innermost ? (
        <Shelf unitId={data.unitId} refetchInterval={refetchInterval} />
      ) : (
        <ProgressLines
          title={t("dashboard.byArea")}
          heading={t("dashboard.area")}
          lines={data.byArea}
          linkOf={(key) => `/toan-canh/${key}`}
        />
      )}
      <ProgressLines title={t("dashboard.byType")} heading={t("dashboard.type")} lines={data.byRecordType} />
      <ProgressLines title={t("dashboard.byPhase")} heading={t("dashboard.phase")} lines={data.byPhase} />
      <div className="columns">
        <Pace unitId={data.unitId} days={data.days} refetchInterval={refetchInterval} />
        <Stuck stuck={data.stuck} />
      </div>
    </main>
  );
};
