import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { dataOf, reviewApi } from "../api/client.ts";
import { formatMoment, formatNumber } from "../ui/format.ts";
import { ProblemNote } from "../ui/problem-note.tsx";
import { useUnitNames } from "../ui/use-unit-names.ts";

const tones = { open: "warn", returned: "bad", accepted: "good" } as const;

/** What waits for a check or a verdict, newest first; open ones on top. */
export const Reviews = () => {
  const { t } = useTranslation();
  const unitName = useUnitNames();
  const reviews = useQuery({
    queryKey: ["reviews"],
    queryFn: () => dataOf(reviewApi.GET("/api/review/v1/reviews", { params: { query: { limit: 100 } } })),
  });
  const items = [...(reviews.data?.items ?? [])].sort(
    (a, b) => Number(b.status === "open") - Number(a.status === "open"),
  );
  const ready = reviews.data !== undefined;
  useEffect(() => {
    if (ready) document.querySelector<HTMLElement>("main a.card")?.focus();
  }, [ready]);
  return (
    <main className="page">
      <h1>{t("nav.reviews")}</h1>
      <ProblemNote error={reviews.error} />
      {reviews.data && items.length === 0 && <p className="muted">{t("review.empty")}</p>}
      <div className="stack">
        {items.map((review) => (
          <Link className="card row" key={review.id} href={`/kiem-tra/${review.id}`}>
            <span className="grow">
              <strong>
                {t("batch.book", {
                  type: t(`recordType.${review.recordType}`),
                  number: review.bookNumber ?? "…",
                })}
              </strong>
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
            <span className="tag" data-tone={tones[review.status]}>
              {t(`review.${review.status}`)}
            </span>
          </Link>
        ))}
      </div>
    </main>
  );
};
