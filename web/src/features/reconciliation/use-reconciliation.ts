import { useMutation, useQuery } from "@tanstack/react-query";
import type { Answer } from "../../api/paths.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { ofSeen, send } from "../../api/requests.ts";
import { useSeen } from "../../ui/use-made-from.ts";

const RECONCILIATION = "/api/reporting/v1/books/{bookId}/reconciliation";

const MOST_FINDINGS = 5_000;
/** As many as one order may close. */
const MOST_CLOSED = 500;

export type Reconciled = Answer<"get", typeof RECONCILIATION>;
export type Finding = Reconciled["findings"][number];

/** A book against its own numbers, pages and files. */
export const useReconciliation = (bookId: string) =>
  useQuery(query(RECONCILIATION, { path: { bookId }, query: { limit: MOST_FINDINGS } }));

/**
 * Closes deviations with a reason, as they stood when the person began; where somebody else was
 * quicker, what is closed by now is read first.
 */
export const useClosing = ({ bookId, revision }: Reconciled, onClosed: () => void) => {
  const refresh = useRefresh();
  const path = { bookId };
  const { seen, forget } = useSeen(revision);
  return useMutation({
    mutationFn: async (given: { readonly findings: readonly Finding[]; readonly reason: string }) => {
      const { findings, reason } = given;
      for (let start = 0; start < findings.length; start += MOST_CLOSED) {
        const closed = findings
          .slice(start, start + MOST_CLOSED)
          .map(({ rule, subject }) => ({ rule, subject, reason }));
        // Each portion raises what the next one is made from.
        const made = ofSeen(seen + start / MOST_CLOSED);
        await send("post", "/api/entry/v1/books/{bookId}/reconcile", {
          path,
          header: { ...made, "idempotency-key": crypto.randomUUID() },
          body: { closed },
        });
      }
    },
    onSuccess: onClosed,
    // Also after a failure midway: earlier portions are closed by then.
    onSettled: async () => {
      await refresh(readsOf(RECONCILIATION, { path }));
      forget();
    },
  });
};
