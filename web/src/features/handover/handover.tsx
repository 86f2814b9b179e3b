import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { BusyButton } from "../../ui/busy-button.tsx";
import { download } from "../../ui/download.ts";
import { formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ledgerState } from "../../ui/states.ts";
import { Acceptances } from "./acceptances.tsx";
import { ChangesToConfirm } from "./changes-to-confirm.tsx";
import { NextStep } from "./next-step.tsx";
import { Packages } from "./packages.tsx";
import { RecordedAnswers } from "./recorded-answers.tsx";
import { UnjudgedNotes } from "./unjudged-notes.tsx";
import { type Ledger, useBook, useHandover } from "./use-handover.ts";

const always = ["records", "loaded", "refused", "unanswered"] as const;
const whereAny = ["changed", "additions"] as const;

/** What came up after the packages went out is told where there is any. */
const figuresShown = (figures: NonNullable<Ledger["figures"]>) => [
  ...always,
  ...whereAny.filter((one) => figures[one] > 0),
];

const Figures = ({ figures }: { readonly figures: NonNullable<Ledger["figures"]> }) => {
  const { t } = useTranslation();
  return (
    <div className="figures">
      {figuresShown(figures).map((one) => (
        <div className="card figure" key={one} data-figure={one}>
          <span className="muted small">{t(`handover.figure.${one}`)}</span>
          <b>{formatNumber(figures[one])}</b>
        </div>
      ))}
    </div>
  );
};

/** The notes that nobody has judged, without those that wait to be confirmed and stand above. */
const notesElsewhere = ({ notes, toConfirm }: Ledger): Ledger["notes"] =>
  notes.filter(
    ({ recordId, at }) => !toConfirm.notes.some((one) => one.recordId === recordId && one.at === at),
  );

/**
 * One book on its way to the national database: packages out, answers back, corrections, the second
 * acceptance.
 */
export const Handover = () => {
  const { t } = useTranslation();
  const { bookId = "" } = useParams();
  const book = useBook(bookId);
  const { ledger, refresh } = useHandover(bookId);
  const print = useMutation({
    mutationFn: () =>
      download("ban-giao.pdf", "/api/reporting/v1/books/{bookId}/handover.pdf", { path: { bookId } }),
  });
  if (!ledger.data || !book.data) {
    return (
      <main className="page">
        <ProblemNote error={ledger.error ?? book.error} />
      </main>
    );
  }
  const { status, packages, answered, answers, figures } = ledger.data;
  const { recordType, bookNumber } = book.data;
  const name = `${recordType}-${bookNumber.replace("/", "-")}`;
  return (
    <main className="page stack" data-status={status}>
      <div className="row">
        <h1 className="grow">
          {t("handover.title", { type: t(`recordType.${recordType}`), number: bookNumber })} ·{" "}
          {t(`handover.state.${ledgerState(ledger.data)}`)}
        </h1>
        {packages.length > 0 && (
          <BusyButton type="button" busy={print.isPending} onClick={() => print.mutate()}>
            {t("handover.print")}
          </BusyButton>
        )}
        <Link className="button noprint" href="/ban-giao">
          {t("handover.back")}
        </Link>
      </div>
      <ProblemNote error={print.error} />
      {figures && <Figures figures={figures} />}
      <ChangesToConfirm bookId={bookId} ledger={ledger.data} onConfirmed={refresh} />
      <UnjudgedNotes notes={notesElsewhere(ledger.data)} />
      <NextStep bookId={bookId} bookNumber={bookNumber} name={name} ledger={ledger.data} onDone={refresh} />
      <Acceptances items={ledger.data.acceptances} />
      {packages.length > 0 && <Packages packages={packages} answered={answered} name={name} />}
      {answers.length > 0 && <RecordedAnswers answers={answers} />}
    </main>
  );
};
