import { MarkStandings } from "../../ui/acceptance/mark-standings.tsx";
import { InventoryNote, VerdictBasis } from "../../ui/acceptance/verdict-basis.tsx";
import { VerdictChoices } from "../../ui/acceptance/verdict-choices.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole } from "../../ui/use-session.ts";
import { type Review, useStanding, useVerdict } from "./use-review.ts";

/** What the verdict on a batch rests on, and the verdict itself for who may give it. */
export const BatchVerdict = ({ review }: { readonly review: Review }) => {
  const acceptor = useHasRole("acceptor");
  const open = review.status === "open";
  const standing = useStanding(review.id);
  const verdict = useVerdict(review);
  const found = standing.data;
  if (!found) return <ProblemNote error={standing.error} />;
  const { figures, allowedWrongFields: allowed, bookCounts } = found;
  const limit = { wrong: figures.wrongFields, of: figures.fieldsChecked, allowed };
  return (
    <>
      {open && (
        <VerdictBasis standing={found} books={[bookCounts]} limit={review.fixesOnly ? undefined : limit} />
      )}
      <InventoryNote counts={open ? bookCounts : review.bookCounts} book={review.bookNumber} />
      <MarkStandings
        recordType={review.recordType}
        marks={found.marks.filter(({ standing: now }) => now !== "wrong")}
      />
      {open && acceptor && (
        <VerdictChoices
          of="batch"
          only={review.fixesOnly ? (["accepted", "returned"] as const) : undefined}
          standing={found}
          pending={verdict.isPending}
          error={verdict.error}
          onGive={(given, reason, done) => verdict.mutate({ verdict: given, reason }, { onSuccess: done })}
        />
      )}
    </>
  );
};
