import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useBatchNumbers } from "../../ui/use-batch-numbers.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { checkedOf } from "./review-figures.tsx";
import { ReviewSummary } from "./review-summary.tsx";
import { SampledRecord } from "./sampled-record.tsx";
import { useRefreshReview, useReview } from "./use-review.ts";

/**
 * A review: for a checker, one case of the sample after the other; after that, and for everybody
 * else, the result.
 */
export const Review = () => {
  const { t } = useTranslation();
  const { reviewId = "" } = useParams();
  const checker = useHasRole("checker");
  const numbersOf = useBatchNumbers();
  /** A sampled case that the checker looks at once more. */
  const [again, setAgain] = useState<string>();
  const review = useReview(reviewId);
  const refresh = useRefreshReview(reviewId);
  const { data } = review;
  if (!data) {
    return (
      <main className="page">
        <ProblemNote error={review.error} />
      </main>
    );
  }
  const checks = checker && data.status === "open";
  const next = again ?? data.sample.find(({ checked }) => !checked)?.recordId;
  if (!checks || next === undefined)
    return <ReviewSummary review={data} onAgain={checks ? setAgain : undefined} />;
  // Of a part of a book it is said which one: rounds of its other batches bear the same name.
  const numbers = data.numbers?.from === undefined ? [] : [numbersOf(data.numbers)];
  const before = data.sample[data.sample.findIndex(({ recordId }) => recordId === next) - 1];
  return (
    <SampledRecord
      key={next}
      reviewId={reviewId}
      recordId={next}
      bookId={data.bookId}
      onPrevious={before && (() => setAgain(before.recordId))}
      progress={[
        ...numbers,
        t("review.sample", { checked: checkedOf(data), sampled: data.sample.length }),
      ].join(" · ")}
      onDone={async () => {
        await refresh();
        setAgain(undefined);
      }}
    />
  );
};
