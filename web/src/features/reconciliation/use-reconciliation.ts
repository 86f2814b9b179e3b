import { useMutation, useQuery } from "@tanstack/react-query";
import type { Answer } from "../../api/paths.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";

const RECONCILIATION = "/api/reporting/v1/books/{bookId}/reconciliation";

const MOST_FINDINGS = 5_000;
/** As many as one order may close. */
const MOST_CLOSED = 500;

export type Reconciled = Answer<"get", typeof RECONCILIATION>;
export type Finding = Reconciled["findings"][number];

/** A book against its own numbers, pages and files; deviations are closed with a reason. */
export const useReconciliation = (bookId: string, onClosed: () => void) => {
  const refresh = useRefresh();
  const path = { bookId };
  const answer = useQuery(query(RECONCILIATION, { path, query: { limit: MOST_FINDINGS } }));
  const close = useMutation({
    mutationFn: async (given: { readonly findings: readonly Finding[]; readonly reason: string }) => {
      const { findings, reason } = given;
      for (let start = 0; start < findings.length; start += MOST_CLOSED) {
        const closed = findings
          .slice(start, start + MOST_CLOSED)
          .map(({ rule, subject }) => ({ rule, subject, reason }));
        await send("post", "/api/entry/v1/books/{bookId}/reconcile", {
          path,
          header: { "idempotency-key": crypto.randomUUID() },
          body: { closed },
        });
      }
    },
    onSuccess: onClosed,
    // Also after a failure midway: earlier portions are closed by then.
    onSettled: () => refresh(readsOf(RECONCILIATION, { path })),
  });
  return { answer, close };
};
