import { useTranslation } from "react-i18next";
import { useDecidedWords } from "../../ui/acceptance/decided.tsx";
import { MarkStandings } from "../../ui/acceptance/mark-standings.tsx";
import { InventoryNote, VerdictBasis } from "../../ui/acceptance/verdict-basis.tsx";
import { VerdictChoices } from "../../ui/acceptance/verdict-choices.tsx";
import type { MarkStanding } from "../../ui/acceptance/verdicts.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { reviewState } from "../../ui/states.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { type Review, useStanding, useVerdict } from "./use-review.ts";

interface Props {
  readonly review: Review;
  /** Opens a case once more; undefined for who cannot check any longer. */
  readonly onAgain: ((recordId: string) => void) | undefined;
}

const toCase = (onAgain: Props["onAgain"]) =>
  onAgain &&
  (({ recordId, number }: MarkStanding) => (
    <button type="button" data-kind="plain" data-say-why={recordId} onClick={() => onAgain(recordId)}>
      {number}
    </button>
  ));

/** What became of the marks of a batch that is judged with its lot. */
export const MarksInLot = ({ review, onAgain }: Props) => {
  const standing = useStanding(review.id);
  if (!standing.data) return <ProblemNote error={standing.error} />;
  return (
    <MarkStandings
      recordType={review.recordType}
      marks={standing.data.marks.filter(({ standing: now }) => now !== "wrong")}
      toCase={toCase(onAgain)}
    />
  );
};

/** What the verdict on a batch rests on, and the verdict itself for who may give it. */
export const BatchVerdict = ({ review, onAgain }: Props) => {
  const { t } = useTranslation();
  const acceptor = useHasRole("acceptor");
  const decidedWords = useDecidedWords();
  const open = review.status === "open";
  const standing = useStanding(review.id);
  const verdict = useVerdict(review.id, standing.data?.version ?? 0);
  const found = standing.data;
  if (!found) return <ProblemNote error={standing.error} />;
  const { figures, allowedWrongFields: allowed, bookCounts } = found;
  const limit = { wrong: figures.wrongFields, of: figures.fieldsChecked, allowed };
  return (
    <>
      {open && (
        <VerdictBasis
          standing={found}
          books={[bookCounts]}
          batches={[{ reviewId: review.id, recordType: review.recordType }]}
          limit={review.fixesOnly ? undefined : limit}
          limits={found.limits}
        />
      )}
      <InventoryNote
        counts={open ? bookCounts : review.bookCounts}
        book={review.bookNumber}
        outstanding={open ? found.outstanding : undefined}
      />
      <MarkStandings
        recordType={review.recordType}
        marks={found.marks.filter(({ standing: now }) => now !== "wrong")}
        toCase={toCase(onAgain)}
      />
      {acceptor && (
        <VerdictChoices
          of="batch"
          only={review.fixesOnly ? (["accepted", "returned"] as const) : undefined}
          standing={found}
          books={[bookCounts]}
          laxer={found.limits?.laxer ? found.limits : undefined}
          decided={open ? undefined : decidedWords(t(`review.state.${reviewState(review)}`), review)}
          pending={verdict.isPending}
          error={verdict.error}
          onGive={(given, { reason, acceptsLaxerLimits }, done) =>
            verdict.mutate({ verdict: given, reason, acceptsLaxerLimits }, { onSuccess: done })
          }
        />
      )}
    </>
  );
};
