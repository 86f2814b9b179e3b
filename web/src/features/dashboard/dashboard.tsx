import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { query } from "../../api/queries.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { download } from "../../ui/download.ts";
import { Freshness } from "../../ui/freshness.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useLiveFigures } from "../../ui/use-live-figures.ts";
import { Forecast } from "./forecast.tsx";
import { Pace } from "./pace.tsx";
import { ProgressLines } from "./progress-lines.tsx";
import { Shelf } from "./shelf.tsx";
import { Stuck } from "./stuck.tsx";
import { Totals } from "./totals.tsx";

/**
 * One page for who must trust the result: done, in work, untouched; by area, type and phase; pace;
 * what is stuck.
 */
export const Dashboard = () => {
  const { t } = useTranslation();
  const { unitId } = useParams();
  const live = useLiveFigures(unitId);
  const figures = useQuery({ ...query("/api/reporting/v1/dashboard", { query: { unitId } }), ...live });
  const workbook = useMutation({
    mutationFn: () => download("tien-do.xlsx", "/api/reporting/v1/progress.xlsx", { query: { unitId } }),
  });
  const { data } = figures;
  if (!data) {
    return (
      <main className="page">
        <ProblemNote error={figures.error} />
      </main>
    );
  }
  // A unit without others below it shows its books instead of itself once more.
  const innermost = data.byArea.every(({ key }) => key === data.unitId);
  return (
    <main className="page" data-live={live.refetchInterval === false}>
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
        <BusyButton type="button" busy={workbook.isPending} onClick={() => workbook.mutate()}>
          {t("common.workbook")}
        </BusyButton>
        <button type="button" onClick={() => window.print()}>
          {t("common.print")}
        </button>
      </div>
      <ProblemNote error={workbook.error ?? figures.error} />
      <Totals totals={data.totals} percent={data.percent} errorRate={data.errorRate} />
      <Forecast forecast={data.forecast} totals={data.totals} />
      {innermost ? (
        <Shelf unitId={data.unitId} live={live} />
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
        <Pace unitId={data.unitId} days={data.days} live={live} />
        <Stuck stuck={data.stuck} />
      </div>
    </main>
  );
};
