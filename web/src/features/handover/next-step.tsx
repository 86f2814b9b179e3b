import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { InventoryNote } from "../../ui/acceptance/verdict-basis.tsx";
import { isWholeLedger } from "../../ui/states.ts";
import { useBatchNumbers } from "../../ui/use-batch-numbers.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { AnswerFile } from "./answer-file.tsx";
import { HeldCases } from "./held-cases.tsx";
import { MakePackage } from "./make-package.tsx";
import { OutstandingRecords } from "./outstanding.tsx";
import { SecondAcceptance } from "./second-acceptance.tsx";
import { Supplement } from "./supplement.tsx";
import { hasNoResult, isAnswered, type Ledger, waits } from "./use-handover.ts";

/** Cases without a result that are not among the outstanding ones; the next answer has them. */
const awaitedBesides = ({ figures, outstanding }: Ledger): number =>
  figures ? Math.max(0, figures.refused + figures.unanswered - outstanding.length) : 0;

/** What follows from open findings of the book. */
const wordsOfOwing = (status: Ledger["status"], holdsPackage: boolean) =>
  holdsPackage
    ? ("handover.bookOwes" as const)
    : status === "accepted"
      ? ("handover.acceptedOwes" as const)
      : ("handover.bookOwesLater" as const);

/** The next package once the whole book has gone out: what was answered, and what came up since. */
const LaterPackage = (props: {
  readonly bookId: string;
  readonly name: string;
  readonly ledger: Ledger;
  readonly onDone: () => Promise<void>;
}) => {
  const { bookId, name, ledger, onDone } = props;
  const { packages, outstanding, supplement, ready } = ledger;
  const waiting = new Set(ready.held.filter(waits).map(({ recordId }) => recordId));
  const recordIds = [...outstanding.filter(isAnswered), ...supplement]
    .map(({ recordId }) => recordId)
    .filter((recordId) => !waiting.has(recordId));
  return (
    <MakePackage
      key={packages.length}
      bookId={bookId}
      name={`${name}-${packages.length + 1}`}
      recordIds={recordIds}
      supplements={supplement.length > 0}
      withoutResult={outstanding.filter(hasNoResult).length}
      leftOut={outstanding.length + supplement.length - recordIds.length}
      ledger={ledger}
      onHanded={onDone}
    />
  );
};

/**
 * The batches that nobody has accepted and the missing cases. Before the first package they are
 * obstacles; later they go out with a supplement.
 */
const NotAccepted = ({ ledger, bookNumber }: { readonly ledger: Ledger; readonly bookNumber: string }) => {
  const { t } = useTranslation();
  const numbersOf = useBatchNumbers();
  const { packages, ready } = ledger;
  const isFirst = packages.length === 0;
  const { notAccepted, openBatches, expected, inBook, ownNumbers, outstanding } = ready;
  const tone = isFirst ? "problem" : "notice";
  const batches = openBatches.map(numbersOf).join("; ");
  return (
    <>
      {notAccepted > 0 && (
        <p className={tone} data-not-accepted={notAccepted}>
          {t(isFirst ? "handover.notAccepted" : "handover.notAcceptedLater", { count: notAccepted })}
        </p>
      )}
      {openBatches.length > 0 && (
        <p className={tone} data-open-batches={openBatches.length}>
          {t(isFirst ? "handover.batchesOpen" : "handover.batchesOpenLater", {
            count: openBatches.length,
            batches,
          })}
        </p>
      )}
      <InventoryNote
        counts={{ expected, records: inBook, ownNumbers }}
        book={bookNumber}
        outstanding={outstanding}
      />
    </>
  );
};

/**
 * The next step of the book: send all of it, record an answer, settle refusals and send the
 * supplement, or accept the result.
 */
export const NextStep = (props: {
  readonly bookId: string;
  readonly bookNumber: string;
  readonly name: string;
  readonly ledger: Ledger;
  readonly onDone: () => Promise<void>;
}) => {
  const { t } = useTranslation();
  const manager = useHasRole("data-manager");
  const acceptor = useHasRole("acceptor");
  const { bookId, bookNumber, name, ledger, onDone } = props;
  /** Somebody else has recorded an answer: what this person chose stays before them, and why. */
  const [overtaken, setOvertaken] = useState(false);
  const { status, packages, answered, outstanding, supplement, ready } = ledger;
  const awaitsAnswer = packages.length > answered;
  const waiting = new Set(ready.held.filter(waits).map(({ recordId }) => recordId));
  const isFirst = packages.length === 0;
  const wholeNext =
    isFirst &&
    isWholeLedger(ready) &&
    ready.openFindings + ready.exchanges.length === 0 &&
    waiting.size === 0;
  const toSend = new Set([...outstanding, ...supplement].map(({ recordId }) => recordId));
  const adds = supplement.some(({ kind }) => kind === "addition");
  const withoutResult = outstanding.filter(hasNoResult).length;
  const sendsLater = !isFirst && !awaitsAnswer && toSend.size > 0;
  // Afterwards only what the national database has not taken as it is now goes out.
  const held = isFirst ? ready.held : ready.held.filter(({ recordId }) => toSend.has(recordId));
  return (
    <>
      {status === "accepted" && supplement.length > 0 && (
        <p className="notice">{t("handover.supplementNotice")}</p>
      )}
      <NotAccepted ledger={ledger} bookNumber={bookNumber} />
      {ready.exchanges.length > 0 && (
        <p className="problem" data-exchanges={ready.exchanges.length}>
          {t("handover.exchangesWait", { count: ready.exchanges.length })}
        </p>
      )}
      {ready.openFindings > 0 && (
        <p className="problem" data-book-owes={ready.openFindings}>
          {t(wordsOfOwing(status, isFirst || adds), { count: ready.openFindings })}{" "}
          <Link href={`/so/${bookId}/doi-soat`}>{t("reconciliation.title")}</Link>
        </p>
      )}
      {(status !== "accepted" || supplement.length > 0) && <HeldCases cases={held} />}
      {manager && wholeNext && <MakePackage bookId={bookId} name={name} ledger={ledger} onHanded={onDone} />}
      {manager && (awaitsAnswer || overtaken || withoutResult > 0) && (
        <AnswerFile
          bookId={bookId}
          ledger={ledger}
          withoutResult={awaitsAnswer ? 0 : withoutResult}
          onRecorded={() => {
            setOvertaken(false);
            void onDone();
          }}
          onOvertaken={() => {
            setOvertaken(true);
            return onDone();
          }}
        />
      )}
      {!manager && awaitsAnswer && <p className="notice">{t("handover.whyNot.awaitsAnswer")}</p>}
      {outstanding.length > 0 && (
        <OutstandingRecords
          bookId={bookId}
          items={outstanding}
          awaited={awaitedBesides(ledger)}
          revision={ledger.revision}
          onChanged={onDone}
        />
      )}
      <Supplement items={supplement} coverChanged={ledger.coverChanged} />
      {manager && sendsLater && <LaterPackage bookId={bookId} name={name} ledger={ledger} onDone={onDone} />}
      {acceptor && status !== "accepted" && (
        <SecondAcceptance bookId={bookId} ledger={ledger} onAccepted={onDone} onOvertaken={onDone} />
      )}
    </>
  );
};
