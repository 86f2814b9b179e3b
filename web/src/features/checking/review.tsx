import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { dataOf, reviewApi } from "../../api/client.ts";
import { formatNumber, formatShare } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole } from "../../ui/use-session.ts";
import { BatchVerdict } from "./batch-verdict.tsx";
import { Marked } from "./marked.tsx";
import { SampledRecord } from "./sampled-record.tsx";

export const Review = () => {
  const { t } = useTranslation();
  const { reviewId = "" } = useParams();
  const client = useQueryClient();
  const checker = useHasRole("checker");
  const acceptor = useHasRole("acceptor");
  /** A sampled case that the checker looks at once more. */
  const [again, setAgain] = useState<string>();
  const review = useQuery({
    queryKey: ["review", reviewId],
    queryFn: () =>
      dataOf(reviewApi.GET("/api/review/v1/reviews/{reviewId}", { params: { path: { reviewId } } })),
  });
  const data = review.data;
  if (!data) {
    return (
      <main className="page">
        <ProblemNote error={review.error} />
      </main>
    );
  }
  const next = again ?? data.sample.find(({ checked }) => !checked)?.recordId;
  if (checker && data.status === "open" && next !== undefined) {
    const before = data.sample[data.sample.findIndex(({ recordId }) => recordId === next) - 1];
    return (
      <SampledRecord
        key={next}
        reviewId={reviewId}
        recordId={next}
        bookId={data.bookId}
        onPrevious={before && (() => setAgain(before.recordId))}
        progress={t("review.sample", {
          checked: data.sample.filter((one) => one.checked).length,
          sampled: data.sample.length,
        })}
        onDone={async () => {
          await client.invalidateQueries({ queryKey: ["review", reviewId] });
          setAgain(undefined);
        }}
      />
    );
  }
  const checked = data.sample.filter((one) => one.checked).length;
  const wrong = data.sample.reduce((sum, one) => sum + one.marks.length, 0);
  const fields = data.figures?.fieldsChecked;
  return (
    <main className="page stack">
      <h1>
        {t("review.title")} – {t(`recordType.${data.recordType}`)} {data.bookNumber} ·{" "}
        {t("review.round", { round: data.round })} · {t(`review.${data.status}`)}
      </h1>
      <div className="figures">
        <div className="card figure">
          <span className="muted small">{t("review.records")}</span>
          <b>{formatNumber(data.population)}</b>
        </div>
        <div className="card figure">
          <span className="muted small">{t("review.sample", { checked, sampled: data.sample.length })}</span>
          <b>{formatShare(checked / Math.max(1, data.sample.length))}</b>
        </div>
        <div className="card figure">
          <span className="muted small">
            {t(fields === undefined ? "review.wrongSoFar" : "review.wrongFields")}
          </span>
          <b>
            {wrong}
            {fields === undefined ? "" : ` / ${formatNumber(fields)}`}
          </b>
        </div>
        <div className="card figure">
          <span className="muted small">{t("review.rules")}</span>
          <b>
            {data.rules.errors} / {data.rules.warnings}
          </b>
        </div>
      </div>
      {data.lotId === undefined && <BatchVerdict reviewId={reviewId} review={data} />}
      <Marked
        reviewId={reviewId}
        recordType={data.recordType}
        sample={data.sample}
        {...(checker && data.status === "open" ? { onAgain: setAgain } : {})}
      />
      {data.fixesOnly && <p className="notice">{t("review.fixesOnly")}</p>}
      {data.lotId !== undefined && (
        <p className="notice">
          {t("review.inLot")} <Link href={`/nghiem-thu/${data.lotId}`}>{t("review.toLot")}</Link>
        </p>
      )}
      {data.status === "open" && !acceptor && data.lotId === undefined && (
        <p className="notice">{t("review.done")}</p>
      )}
      {data.reason && <p className="notice">{data.reason}</p>}
      <p className="muted small">
        <Link href={`/so/${data.bookId}/doi-soat`}>{t("reconciliation.title")}</Link> · {t("review.seed")}:{" "}
        <code>{data.seed}</code>
      </p>
    </main>
  );
};
