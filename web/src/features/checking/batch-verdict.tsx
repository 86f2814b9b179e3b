import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { dataOf, reviewApi } from "../../api/client.ts";
import type { paths } from "../../api/generated/review.ts";
import { MarkStandings } from "../../ui/acceptance/mark-standings.tsx";
import { InventoryNote, VerdictBasis } from "../../ui/acceptance/verdict-basis.tsx";
import { VerdictChoices } from "../../ui/acceptance/verdict-choices.tsx";
import type { Verdict } from "../../ui/acceptance/verdicts.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole } from "../../ui/use-session.ts";

type Review =
  paths["/api/review/v1/reviews/{reviewId}"]["get"]["responses"]["200"]["content"]["application/json"];

/** Gives a batch its verdict: accepted, accepted but for its marks, or returned. */
const useVerdict = (reviewId: string) => {
  const client = useQueryClient();
  const params = { path: { reviewId } };
  return useMutation({
    mutationFn: ({
      verdict,
      reason = "",
    }: {
      readonly verdict: Verdict;
      readonly reason: string | undefined;
    }) => {
      if (verdict === "accepted")
        return dataOf(reviewApi.POST("/api/review/v1/reviews/{reviewId}/accept", { params, body: {} }));
      const body = { reason };
      return verdict === "returned"
        ? dataOf(reviewApi.POST("/api/review/v1/reviews/{reviewId}/return", { params, body }))
        : dataOf(reviewApi.POST("/api/review/v1/reviews/{reviewId}/accept-after-fixes", { params, body }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ["review", reviewId] }),
  });
};

/** What the verdict on a batch rests on, and the verdict itself for who may give it. */
export const BatchVerdict = (props: { readonly reviewId: string; readonly review: Review }) => {
  const { reviewId, review } = props;
  const acceptor = useHasRole("acceptor");
  const open = review.status === "open";
  const standing = useQuery({
    queryKey: ["review", reviewId, "standing"],
    queryFn: () =>
      dataOf(reviewApi.GET("/api/review/v1/reviews/{reviewId}/standing", { params: { path: { reviewId } } })),
  });
  const verdict = useVerdict(reviewId);
  const found = standing.data;
  if (!found) return <ProblemNote error={standing.error} />;
  const { figures, allowedWrongFields: allowed, bookCounts } = found;
  const limit = { wrong: figures.wrongFields, of: figures.fieldsChecked, allowed };
  return (
    <>
      {open && (
        <VerdictBasis standing={found} books={[bookCounts]} {...(review.fixesOnly ? {} : { limit })} />
      )}
      <InventoryNote counts={open ? bookCounts : review.bookCounts} book={review.bookNumber} />
      {review.round > 1 && (
        <MarkStandings
          recordType={review.recordType}
          marks={found.marks.filter(({ standing: now }) => now !== "wrong")}
        />
      )}
      {open && acceptor && (
        <VerdictChoices
          of="batch"
          {...(review.fixesOnly ? { only: ["accepted", "returned"] as const } : {})}
          standing={found}
          pending={verdict.isPending}
          error={verdict.error}
          onGive={(given, reason) => verdict.mutate({ verdict: given, reason })}
        />
      )}
    </>
  );
};
