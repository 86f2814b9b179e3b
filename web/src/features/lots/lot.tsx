import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { dataOf, reviewApi } from "../../api/client.ts";
import { MarkStandings } from "../../ui/acceptance/mark-standings.tsx";
import { InventoryNote, VerdictBasis } from "../../ui/acceptance/verdict-basis.tsx";
import { VerdictChoices } from "../../ui/acceptance/verdict-choices.tsx";
import type { Verdict } from "../../ui/acceptance/verdicts.ts";
import { download } from "../../ui/download.ts";
import { formatMoment, formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole } from "../../ui/use-session.ts";
import { useUnitNames } from "../../ui/use-unit-names.ts";
import { PlanTable } from "./plan-table.tsx";
import { PlanWords } from "./plan-words.tsx";

/** Gives the lot its verdict. */
const useDecision = (lotId: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly verdict: Verdict; readonly reason?: string }) => {
      const params = { path: { lotId } };
      return dataOf(reviewApi.POST("/api/review/v1/lots/{lotId}/decide", { params, body }));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["lots"] });
      await client.invalidateQueries({ queryKey: ["lot", lotId] });
    },
  });
};

/**
 * One lot: its batches, what the sample shows against the plan, what its books still owe, and the
 * verdict.
 */
export const Lot = () => {
  const { t } = useTranslation();
  const { lotId = "" } = useParams();
  const acceptor = useHasRole("acceptor");
  const mayOpenReviews = useHasRole("acceptor", "checker");
  const unitName = useUnitNames();
  const query = useQuery({
    queryKey: ["lot", lotId],
    queryFn: () => dataOf(reviewApi.GET("/api/review/v1/lots/{lotId}", { params: { path: { lotId } } })),
  });
  const decide = useDecision(lotId);
  const minutes = useMutation({
    mutationFn: () =>
      download("bien-ban-nghiem-thu.pdf", "/api/reporting/v1/lots/{lotId}/minutes.pdf", { path: { lotId } }),
  });
  if (!query.data) {
    return (
      <main className="page">
        <ProblemNote error={query.error} />
      </main>
    );
  }
  const { lot, corrected, figures, progress, bookCounts, marks, next } = query.data;
  const bookNumbers = new Map(lot.batches.map(({ bookId, bookNumber }) => [bookId, bookNumber]));
  const progressOf = (batchId: string) =>
    progress.find((one) => one.batchId === batchId) ?? { sampled: 0, checked: 0 };
  return (
    <main className="page stack">
      <div className="row">
        <h1 className="grow">
          {t("lots.title", { type: t(`recordType.${lot.recordType}`), unit: unitName(lot.unitId) })} ·{" "}
          {t(`lots.status.${lot.status}`)}
        </h1>
        {lot.status !== "open" && (
          <button type="button" disabled={minutes.isPending} onClick={() => minutes.mutate()}>
            {t("lots.minutes")}
          </button>
        )}
      </div>
      <ProblemNote error={minutes.error} />
      {lot.reason && <p className="notice">{lot.reason}</p>}
      <div className="figures">
        <div className="card figure">
          <span className="muted small">{t("books.cases")}</span>
          <b>{formatNumber(lot.size)}</b>
          <span className="muted small">{t("lots.digitiser", { unit: unitName(lot.digitiserId) })}</span>
        </div>
        <div className="card figure">
          <span className="muted small">{t("lots.checked")}</span>
          <b data-checked-cases={figures.checked}>
            {formatNumber(figures.checked)} / {formatNumber(figures.sampled)}
          </b>
        </div>
        <div className="card figure">
          <span className="muted small">{t("review.wrongFields")}</span>
          <b>
            {formatNumber(figures.wrongFields)} / {formatNumber(figures.fieldsChecked)}
          </b>
        </div>
        <div className="card figure">
          <span className="muted small">{t("lots.next")}</span>
          <b className="word">{t(`lots.inspection.${next.stopped ? "stopped" : next.inspection}`)}</b>
          <span className="muted small">
            {next.reducible ? t("lots.reducible") : t("lots.score", { score: next.score })}
          </span>
        </div>
      </div>
      <PlanTable plan={lot.plan} found={figures} />
      <PlanWords lot={lot} corrected={corrected} />
      <section>
        <h2>{t("lots.batches")}</h2>
        <table>
          <thead>
            <tr>
              <th>{t("search.book")}</th>
              <th className="number">{t("books.cases")}</th>
              <th className="number">{t("lots.sampledChecked")}</th>
              <th>{t("lots.round")}</th>
              <th>{t("lots.findings")}</th>
              <th>{t("books.work")}</th>
            </tr>
          </thead>
          <tbody>
            {lot.batches.map((batch) => {
              const { sampled, checked } = progressOf(batch.batchId);
              const open = bookCounts.find(({ bookId }) => bookId === batch.bookId)?.openFindings ?? 0;
              return (
                <tr key={batch.batchId}>
                  <td>{batch.bookNumber}</td>
                  <td className="number">{formatNumber(batch.records)}</td>
                  <td className="number" data-sample-checked={checked}>
                    {sampled === 0 ? "–" : `${formatNumber(checked)} / ${formatNumber(sampled)}`}
                  </td>
                  <td>{t("review.round", { round: batch.round })}</td>
                  <td>
                    {open === 0 ? (
                      <span className="good">{t("lots.reconciled")}</span>
                    ) : (
                      <Link href={`/so/${batch.bookId}/doi-soat`}>{t("lots.open", { count: open })}</Link>
                    )}
                  </td>
                  <td>
                    {mayOpenReviews && sampled > 0 && (
                      <Link className="button" href={`/kiem-tra/${batch.reviewId}`}>
                        {t("lots.review", { number: bookNumbers.get(batch.bookId) ?? "" })}
                      </Link>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      {lot.status === "open" && <VerdictBasis standing={query.data} books={bookCounts} />}
      {bookCounts.map((counts) => (
        <InventoryNote key={counts.bookId} counts={counts} book={bookNumbers.get(counts.bookId)} />
      ))}
      <MarkStandings recordType={lot.recordType} marks={marks} />
      {acceptor && lot.status === "open" && (
        <VerdictChoices
          of="lot"
          standing={query.data}
          pending={decide.isPending}
          error={decide.error}
          onGive={(verdict, reason) => decide.mutate(reason ? { verdict, reason } : { verdict })}
        />
      )}
      <p className="muted small">
        {t("lots.formedAt", { time: formatMoment(lot.formedAt) })} · {t("review.seed")}:{" "}
        <code>{lot.seed}</code>
      </p>
    </main>
  );
};
