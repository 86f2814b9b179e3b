import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import { useRecordType } from "../../ui/use-record-type.ts";

export const severities = ["major", "critical", "minor"] as const;

/** A field that the checker finds wrong, how badly, and why. */
export interface Mark {
  readonly field: string;
  readonly severity: (typeof severities)[number];
  readonly reason: string;
}

const noMarks: readonly Mark[] = [];

const SAMPLED = "/api/review/v1/reviews/{reviewId}/records/{recordId}";

export const sampledQuery = (reviewId: string, recordId: string) =>
  query(SAMPLED, { path: { reviewId, recordId } });

/** What the rules found in the batch and the clerk let stand: the checker looks there twice. */
export const useFindings = (reviewId: string) =>
  useQuery({
    ...query("/api/review/v1/reviews/{reviewId}/findings", { path: { reviewId }, query: { limit: 1_000 } }),
    // Reading it is recorded each time.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  }).data?.findings ?? [];

/**
 * One case of the sample with the marks that are being set on it. `check` sends these marks with
 * the revision that was shown.
 */
export const useSampledRecord = (reviewId: string, recordId: string, onDone: () => void) => {
  const refresh = useRefresh();
  const [changed, setMarks] = useState<readonly Mark[]>();
  const record = useQuery(sampledQuery(reviewId, recordId));
  const type = useRecordType(record.data?.recordType);
  // A case that is looked at again begins with what was marked before.
  const marks = changed ?? record.data?.marks ?? noMarks;
  const path = { reviewId, recordId };
  const check = useMutation({
    mutationFn: () =>
      send("post", "/api/review/v1/reviews/{reviewId}/records/{recordId}/check", {
        path,
        body: { recordRevision: record.data?.revision ?? 0, marks },
      }),
    onSuccess: () => {
      void refresh(readsOf(SAMPLED, { path }));
      onDone();
    },
  });
  const ready = record.data !== undefined && type.data !== undefined;
  return { record, marks, setMarks, check, ready };
};
