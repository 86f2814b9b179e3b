import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { ItemOf } from "../../api/paths.ts";
import { query } from "../../api/queries.ts";
import { formatMoment, formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { reviewState, reviewTones } from "../../ui/states.ts";
import { useBatchNumbers } from "../../ui/use-batch-numbers.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { useUnitNames } from "../../ui/use-unit-names.ts";

/** Closed reviews that are shown; older ones are found from their book. */
const CLOSED = 20;

const REVIEWS = "/api/review/v1/reviews";

type Review = ItemOf<typeof REVIEWS>;

const useReviews = (status: Review["status"], limit: number) =>
  useQuery(query(REVIEWS, { query: { status, limit } }));

/**
 * The reviews that wait for a check or a verdict, first those with which this person can go on;
 * below them, recent verdicts.
 */
export const Reviews = () => {
  const { t } = useTranslation();
  const unitName = useUnitNames();
  const numbersOf = useBatchNumbers();
  const checks = useHasRole("checker");
  const [open, returned, accepted] = [
    useReviews("open", 100),
    useReviews("returned", CLOSED),
    useReviews("accepted", CLOSED),
  ];
  const waits = (review: Review) => (reviewState(review) === "toDecide") !== checks;
  const items = [
    ...[...(open.data?.items ?? [])].sort((one, other) => Number(waits(other)) - Number(waits(one))),
    ...[...(returned.data?.items ?? []), ...(accepted.data?.items ?? [])]
      .sort((one, other) => other.openedAt.localeCompare(one.openedAt))
      .slice(0, CLOSED),
  ];
  const ready = [open, returned, accepted].every(({ data }) => data !== undefined);
  useEffect(() => {
    if (ready) document.querySelector<HTMLElement>("main a.card")?.focus();
  }, [ready]);
  return (
    <main className="page">
      <h1>{t("nav.reviews")}</h1>
      <ProblemNote error={open.error ?? returned.error ?? accepted.error} />
      {ready && items.length === 0 && <p className="muted">{t("review.empty")}</p>}
      <div className="stack">
        {(ready ? items : []).map((review) => (
          <Link className="card row" key={review.id} href={`/kiem-tra/${review.id}`}>
            <span className="grow">
              <strong>
                {t("batch.book", {
                  type: t(`recordType.${review.recordType}`),
                  number: review.bookNumber ?? "…",
                })}
              </strong>
              {review.numbers?.from !== undefined && (
                <span className="below" data-numbers>
                  {numbersOf(review.numbers)}
                </span>
              )}
              <span className="below muted small">{review.office ?? unitName(review.unitId)}</span>
            </span>
            <span className="muted small right">
              {t("review.contents", {
                cases: formatNumber(review.population),
                who: review.keyedBy.join(", "),
              })}
              <span className="below">
                {t("review.round", { round: review.round })} · {formatMoment(review.openedAt)}
              </span>
            </span>
            <span className="muted small">
              {t("review.sample", {
                checked: review.sample.filter(({ checked }) => checked).length,
                sampled: review.sample.length,
              })}
            </span>
            <span className="tag" data-tone={reviewTones[reviewState(review)]}>
              {t(`review.state.${reviewState(review)}`)}
            </span>
          </Link>
        ))}
      </div>
    </main>
  );
};
