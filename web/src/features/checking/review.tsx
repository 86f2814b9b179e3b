import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { dataOf, reviewApi } from "../../api/client.ts";
import { formatNumber, formatShare } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole } from "../../ui/use-session.ts";
import { Marked } from "./marked.tsx";
import { SampledRecord } from "./sampled-record.tsx";

/**
 * The verdict: figures first, then the two ways to go, each in words that cannot be mistaken for
 * the other.
 */
const Verdict = ({ reviewId, ready }: { readonly reviewId: string; readonly ready: boolean }) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const path = { reviewId };
  const refresh = () => client.invalidateQueries({ queryKey: ["review", reviewId] });
  const accept = useMutation({
    mutationFn: () =>
      dataOf(reviewApi.POST("/api/review/v1/reviews/{reviewId}/accept", { params: { path }, body: {} })),
    onSuccess: refresh,
  });
  const giveBack = useMutation({
    mutationFn: (reason: string) =>
      dataOf(
        reviewApi.POST("/api/review/v1/reviews/{reviewId}/return", { params: { path }, body: { reason } }),
      ),
    onSuccess: refresh,
  });
  const submitReturn = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    giveBack.mutate(String(new FormData(event.currentTarget).get("reason") ?? ""));
  };
  return (
    <div className="columns">
      <form className="card stack" onSubmit={submitReturn}>
        <div className="field">
          <label htmlFor="reason">{t("review.returnReason")}</label>
          <input id="reason" name="reason" required minLength={3} />
        </div>
        <ProblemNote error={giveBack.error} />
        <button type="submit">{t("review.return")}</button>
      </form>
      <div className="card stack">
        <p>{t("review.confirmAccept")}</p>
        <ProblemNote error={accept.error} />
        <button
          type="button"
          data-kind="primary"
          onClick={() => accept.mutate()}
          disabled={!ready || accept.isPending}
        >
          {t("review.accept")}
        </button>
      </div>
    </div>
  );
};

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
        {data.lotId === undefined && (
          <div className="card figure">
            <span className="muted small">{t("review.limit")}</span>
            <b>{formatShare(data.errorLimit)}</b>
          </div>
        )}
        <div className="card figure">
          <span className="muted small">{t("review.rules")}</span>
          <b>
            {data.rules.errors} / {data.rules.warnings}
          </b>
        </div>
      </div>
      <p>
        <Link href={`/so/${data.bookId}/doi-soat`}>{t("reconciliation.title")}</Link>
      </p>
      <p className="muted small">
        {t("review.seed")}: <code>{data.seed}</code>
      </p>
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
      {data.status === "open" && acceptor && data.lotId === undefined && (
        <Verdict reviewId={reviewId} ready={checked === data.sample.length} />
      )}
      {data.status === "open" && !acceptor && data.lotId === undefined && (
        <p className="notice">{t("review.done")}</p>
      )}
      {data.reason && <p className="notice">{data.reason}</p>}
    </main>
  );
};
