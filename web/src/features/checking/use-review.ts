import { useMutation, useQuery } from "@tanstack/react-query";
import type { Answer } from "../../api/paths.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { ofSeen, send } from "../../api/requests.ts";
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
  readonly acceptsLaxerLimits: true | undefined;
}

/** Gives a batch its verdict, by what it rests on as that was read. */
export const useVerdict = (reviewId: string, version: number) => {
  const path = { reviewId };
  const header = ofSeen(version);
  const refresh = useRefreshReview(reviewId);
  return useMutation({
    mutationFn: ({ verdict, reason = "", acceptsLaxerLimits }: Given) => {
      if (verdict === "accepted")
        return send("post", "/api/review/v1/reviews/{reviewId}/accept", {
          path,
          header,
          body: { acceptsLaxerLimits },
        });
      const body = { reason };
      return verdict === "returned"
        ? send("post", "/api/review/v1/reviews/{reviewId}/return", { path, header, body })
        : send("post", "/api/review/v1/reviews/{reviewId}/accept-after-fixes", {
            path,
            header,
            body: { reason, acceptsLaxerLimits },
          });
    },
    // Also where it was refused: what is there now is shown beside the reason.
    onSettled: refresh,
  });
};
