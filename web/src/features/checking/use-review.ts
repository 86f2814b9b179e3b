import { useMutation, useQuery } from "@tanstack/react-query";
import type { Answer } from "../../api/paths.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import type { Verdict } from "../../ui/acceptance/verdicts.ts";

const REVIEW = "/api/review/v1/reviews/{reviewId}";
const STANDING = "/api/review/v1/reviews/{reviewId}/standing";

export type Review = Answer<"get", typeof REVIEW>;

export const useReview = (reviewId: string) => useQuery(query(REVIEW, { path: { reviewId } }));

/** Reads the review anew, and what its verdict rests on; resolves when both have come. */
export const useRefreshReview = (reviewId: string) => {
  const refresh = useRefresh();
  const path = { reviewId };
  return () => refresh(readsOf(REVIEW, { path }), readsOf(STANDING, { path }));
};

/** What a verdict on the review's batch rests on. */
export const useStanding = (reviewId: string) => useQuery(query(STANDING, { path: { reviewId } }));

interface Given {
  readonly verdict: Verdict;
  readonly reason: string | undefined;
}

/** Gives a batch its verdict: accepted, accepted but for its marks, or returned. */
export const useVerdict = (reviewId: string) => {
  const path = { reviewId };
  return useMutation({
    mutationFn: ({ verdict, reason = "" }: Given) => {
      if (verdict === "accepted")
        return send("post", "/api/review/v1/reviews/{reviewId}/accept", { path, body: {} });
      const body = { reason };
      return verdict === "returned"
        ? send("post", "/api/review/v1/reviews/{reviewId}/return", { path, body })
        : send("post", "/api/review/v1/reviews/{reviewId}/accept-after-fixes", { path, body });
    },
    onSuccess: useRefreshReview(reviewId),
  });
};
