import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { DecidedNote, useDecidedWords } from "../../ui/acceptance/decided.tsx";
import { MarkStandings } from "../../ui/acceptance/mark-standings.tsx";
import { InventoryNote, VerdictBasis } from "../../ui/acceptance/verdict-basis.tsx";
import { VerdictChoices } from "../../ui/acceptance/verdict-choices.tsx";
import { BusyButton } from "../../ui/busy-button.tsx";
import { download } from "../../ui/download.ts";
import { formatMoment } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { lotState } from "../../ui/states.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { useUnitNames } from "../../ui/use-unit-names.ts";
import { LotBatches } from "./lot-batches.tsx";
import { LotFigures } from "./lot-figures.tsx";
import { PlanTable } from "./plan-table.tsx";
import { PlanWords } from "./plan-words.tsx";
import { type LotStanding, useDecision, useLot } from "./use-lots.ts";

/** What the inventories of its books have more, or less, than was keyed. */
const Inventories = ({ standing }: { readonly standing: LotStanding }) => {
  const { lot, bookCounts, outstanding } = standing;
  const bookNumbers = new Map(lot.batches.map(({ bookId, bookNumber }) => [bookId, bookNumber]));
  return bookCounts.map((counts) => (
    <InventoryNote
      key={counts.bookId}
      counts={counts}
      book={bookNumbers.get(counts.bookId)}
      outstanding={outstanding.find(({ bookId }) => bookId === counts.bookId)}
    />
  ));
};

/**
 * One lot: its batches, what the sample shows against the plan, what its books still owe, and the
 * verdict.
 */
export const Lot = () => {
  const { t } = useTranslation();
  const { lotId = "" } = useParams();
  const acceptor = useHasRole("acceptor");
  const decidedWords = useDecidedWords();
  const unitName = useUnitNames();
  const standing = useLot(lotId);
  const decide = useDecision(lotId, standing.data?.version ?? 0);
  const minutes = useMutation({
    mutationFn: () =>
      download("bien-ban-nghiem-thu.pdf", "/api/reporting/v1/lots/{lotId}/minutes.pdf", { path: { lotId } }),
  });
  if (!standing.data) {
    return (
      <main className="page">
        <ProblemNote error={standing.error} />
      </main>
    );
  }
  const { lot, corrected, figures, bookCounts, looks, marks } = standing.data;
  const bookOfBatch = new Map(lot.batches.map(({ batchId, bookNumber }) => [batchId, bookNumber]));
  const counted = lot.batches.map(({ reviewId, bookNumber }) => {
    return { reviewId, recordType: lot.recordType, bookNumber };
  });
  const reviewOf = new Map(lot.batches.map(({ batchId, reviewId }) => [batchId, reviewId]));
  return (
    <main className="page stack">
      <div className="row">
        <h1 className="grow">
          {t("lots.title", { type: t(`recordType.${lot.recordType}`), unit: unitName(lot.unitId) })} ·{" "}
          {t(`lots.status.${lotState(lot.status, looks)}`)}
        </h1>
        {lot.status !== "open" && (
          <BusyButton type="button" busy={minutes.isPending} onClick={() => minutes.mutate()}>
            {t("lots.minutes")}
          </BusyButton>
        )}
      </div>
      <ProblemNote error={minutes.error} />
      <DecidedNote {...lot} />
      {lot.reason && <p className="notice">{lot.reason}</p>}
      <LotFigures standing={standing.data} />
      <PlanTable plan={lot.plan} found={figures} />
      <PlanWords lot={lot} corrected={corrected} />
      <LotBatches standing={standing.data} />
      {lot.status === "open" && (
        <VerdictBasis standing={standing.data} books={bookCounts} batches={counted} />
      )}
      <Inventories standing={standing.data} />
      <MarkStandings
        recordType={lot.recordType}
        marks={marks}
        bookOf={({ batchId }) => bookOfBatch.get(batchId)}
        toCase={({ batchId, number }) => <Link href={`/kiem-tra/${reviewOf.get(batchId)}`}>{number}</Link>}
      />
      {acceptor && (
        <VerdictChoices
          of="lot"
          standing={standing.data}
          books={bookCounts}
          decided={lot.status === "open" ? undefined : decidedWords(t(`lots.status.${lot.status}`), lot)}
          pending={decide.isPending}
          error={decide.error}
          onGive={(verdict, { reason }, done) =>
            decide.mutate({ verdict, reason: reason || undefined }, { onSuccess: done })
          }
        />
      )}
      <p className="muted small">
        {t("lots.formedAt", { time: formatMoment(lot.formedAt) })} · {t("review.seed")}:{" "}
        <code>{lot.seed}</code>
      </p>
    </main>
  );
};
