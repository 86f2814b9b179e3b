import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dataOf, reportingApi } from "../api/client.ts";
import type { paths } from "../api/generated/reporting.ts";
import { download } from "../ui/download.ts";
import { formatDay, formatMoment, formatNumber, formatShare } from "../ui/format.ts";
import { ProblemNote } from "../ui/problem-note.tsx";

type Dashboard =
  paths["/api/reporting/v1/dashboard"]["get"]["responses"]["200"]["content"]["application/json"];
type Line = Dashboard["byArea"][number];

const Figure = ({
  label,
  value,
  note,
}: {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
}) => (
  <div className="card figure">
    <span className="muted small">{label}</span>
    <b>{value}</b>
    <span className="muted small">{note ?? "\u00a0"}</span>
  </div>
);

const Lines = (props: {
  readonly title: string;
  readonly heading: string;
  readonly lines: readonly Line[];
  readonly nameOf: (line: Line) => string;
  readonly onOpen?: (key: string) => void;
}) => {
  const { t } = useTranslation();
  const { title, heading, lines, nameOf, onOpen } = props;
  return (
    <section>
      <h2>{title}</h2>
      <table>
        <thead>
          <tr>
            <th>{heading}</th>
            <th className="number">{t("dashboard.books")}</th>
            <th className="number">{t("dashboard.records")}</th>
            <th className="number">{t("dashboard.accepted")}</th>
            <th>{t("dashboard.progress")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <td>
                {onOpen ? (
                  <button type="button" data-kind="plain" onClick={() => onOpen(line.key)}>
                    {nameOf(line)}
                  </button>
                ) : (
                  nameOf(line)
                )}
              </td>
              <td className="number">{formatNumber(line.figures.books)}</td>
              <td className="number">{formatNumber(line.figures.records)}</td>
              <td className="number">{formatNumber(line.figures.accepted)}</td>
              <td>
                <meter
                  min={0}
                  max={Math.max(1, line.figures.expected)}
                  value={line.figures.records}
                  aria-label={nameOf(line)}
                />{" "}
                {line.figures.expected > 0 ? formatShare(line.figures.records / line.figures.expected) : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

const Freshness = ({ freshness }: { readonly freshness: Dashboard["freshness"] }) => {
  const { t } = useTranslation();
  return (
    <span className="muted small">
      {freshness.asOf ? t("common.asOf", { time: formatMoment(freshness.asOf) }) : t("common.asOfNow")}
      {freshness.ageMs > 1_000
        ? ` · ${t("common.behind", { seconds: Math.round(freshness.ageMs / 1_000) })}`
        : ""}
    </span>
  );
};

/** One page for who must trust the result: done, in work, untouched; by area, type and phase; pace; what is stuck. */
export const Dashboard = () => {
  const { t, i18n } = useTranslation();
  const [unitId, setUnitId] = useState<string>();
  const nameOfLine = (line: Line) => (i18n.language === "en" ? line.nameEn : line.nameVi);
  const query = useQuery({
    queryKey: ["dashboard", unitId],
    queryFn: () =>
      dataOf(
        reportingApi.GET("/api/reporting/v1/dashboard", {
          params: { query: unitId === undefined ? {} : { unitId } },
        }),
      ),
    refetchInterval: 5_000,
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
  const peak = Math.max(1, ...data.days.map((day) => day.keyed + day.imported));
  return (
    <main className="page">
      <div className="row">
        <h1 className="grow">
          {t("dashboard.title")} – {data.unitName}
        </h1>
        <Freshness freshness={data.freshness} />
        {unitId !== undefined && (
          <button type="button" onClick={() => setUnitId(undefined)}>
            ← {t("dashboard.back")}
          </button>
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
          note={totals.expected > 0 ? formatShare(totals.records / totals.expected) : ""}
        />
        <Figure
          label={t("dashboard.accepted")}
          value={formatNumber(totals.accepted)}
          note={totals.expected > 0 ? formatShare(totals.accepted / totals.expected) : ""}
        />
        <Figure
          label={t("dashboard.errorRate")}
          value={data.errorRate === null ? "–" : formatShare(data.errorRate)}
        />
      </div>
      <p className="notice">
        {data.forecast.likely === null
          ? t("dashboard.noForecast")
          : t("dashboard.forecast", {
              likely: formatDay(data.forecast.likely),
              earliest: data.forecast.earliest === null ? "…" : formatDay(data.forecast.earliest),
              latest: data.forecast.latest === null ? "…" : formatDay(data.forecast.latest),
              remaining: formatNumber(data.forecast.remaining),
            })}
      </p>
      <Lines
        title={t("dashboard.byArea")}
        heading={t("dashboard.area")}
        lines={data.byArea}
        nameOf={nameOfLine}
        onOpen={setUnitId}
      />
      <div className="columns">
        <Lines
          title={t("dashboard.byType")}
          heading={t("dashboard.type")}
          lines={data.byRecordType}
          nameOf={(line) => nameOfLine(line)}
        />
        <Lines
          title={t("dashboard.byPhase")}
          heading={t("dashboard.phase")}
          lines={data.byPhase}
          nameOf={nameOfLine}
        />
      </div>
      <div className="columns">
        <section>
          <h2>{t("dashboard.pace")}</h2>
          <div className="card">
            <div className="bars">
              {data.days.map((day) => (
                <svg
                  key={day.day}
                  aria-label={`${formatDay(day.day)}: ${formatNumber(day.keyed + day.imported)}`}
                  className="grow"
                  height="100%"
                  preserveAspectRatio="none"
                  viewBox="0 0 10 100"
                  role="img"
                >
                  <title>{`${formatDay(day.day)}: ${formatNumber(day.keyed + day.imported)}`}</title>
                  <rect
                    x="0"
                    width="10"
                    fill="#c9867f"
                    y={100 - ((day.keyed + day.imported) / peak) * 100}
                    height={((day.keyed + day.imported) / peak) * 100}
                  />
                </svg>
              ))}
            </div>
          </div>
        </section>
        <section>
          <h2>{t("dashboard.stuck")}</h2>
          {data.stuck.items.length === 0 && <p className="muted">{t("dashboard.noStuck")}</p>}
          {data.stuck.items.map((batch) => (
            <div className="card row" key={batch.id}>
              <span className="grow">
                {t("batch.book", { type: t(`recordType.${batch.recordType}`), number: batch.bookNumber })}
              </span>
              <span className="tag" data-tone="warn">
                {t(`dashboard.state.${batch.state}`, { defaultValue: batch.state })}
              </span>
            </div>
          ))}
        </section>
      </div>
    </main>
  );
};
