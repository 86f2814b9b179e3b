import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { noWords, textOf } from "../../ui/field-value.ts";
import { FormScroll } from "../../ui/form-scroll.tsx";
import type { KeyedValue } from "../../ui/keying/keyed-fields.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { SplitView } from "../../ui/split-view.tsx";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { useRecordType } from "../../ui/use-record-type.ts";
import { useScanOf } from "../../ui/use-scan-of.ts";
import { useValueWords } from "../../ui/use-value-words.ts";
import { ArbitrationOver, ToArbitrations } from "./arbitration-over.tsx";
import { type Decision, type Difference, names } from "./decisions.ts";
import { Differences } from "./differences.tsx";
import { Neither } from "./neither.tsx";
import { Overtaken } from "./overtaken.tsx";
import { type Arbitration as Arbitrated, useArbitration } from "./use-arbitration.ts";
import { useArbitrationKeys } from "./use-arbitration-keys.ts";

const Heading = (props: {
  readonly book: string;
  /** Of the case that the page is about. */
  readonly number: string | undefined;
  readonly arbitration: Arbitrated;
}) => {
  const { t } = useTranslation();
  const { book, number, arbitration } = props;
  const { held, left, takeBack } = arbitration;
  return (
    <div className="row heading">
      <h1 id="desk-title" className="grow">
        {number === undefined ? book : t("secondKeying.case", { number, book })}
      </h1>
      {held && (
        <button type="button" data-kind="plain" className="small" onClick={takeBack}>
          {t("arbitration.takeBack")} <kbd>Z</kbd>
        </button>
      )}
      <span className="small" role="status" data-left={left}>
        {t("arbitration.left", { count: left })}
      </span>
    </div>
  );
};

/** A difference of which the arbiter says what the paper has, and what they had chosen. */
interface ToSay {
  readonly difference: Difference;
  readonly choice: Decision["choice"];
  /** What they had typed before, where that was not taken. */
  readonly typed: string | undefined;
}

const others = { first: "second", second: "first" } as const;

const WhatThePaperSays = (props: {
  readonly toSay: ToSay;
  readonly labelOf: (field: string) => string;
  readonly onValue: (value: KeyedValue) => void;
  readonly onClose: () => void;
}) => {
  const { toSay, labelOf, onValue, onClose } = props;
  const { difference, choice, typed } = toSay;
  const words = useValueWords();
  const isEmpty = choice !== "neither";
  const empty = isEmpty
    ? {
        name: names[choice],
        other: names[others[choice]],
        text: textOf(difference[others[choice]], words),
      }
    : undefined;
  return (
    <Neither
      label={labelOf(difference.field)}
      // What the other one read is not offered: they were about to say that it is not there.
      initial={typed ?? (isEmpty ? "" : textOf(difference.first ?? difference.second, noWords))}
      empty={empty}
      onValue={onValue}
      onClose={onClose}
    />
  );
};

/** Choosing a reading, or asking what the paper says where that takes words. */
const useChoice = ({ here, busy, notTaken, decide }: Arbitrated) => {
  const [toSay, setToSay] = useState<ToSay>();
  const choose = (choice: Decision["choice"]) => {
    if (!here || busy) return;
    const before = notTaken.keptOf(here)?.value;
    const typed = before && textOf(before, noWords);
    // A keying that says nothing of the paper is not chosen over what the other one read.
    if (choice === "neither" || here[choice] === undefined) setToSay({ difference: here, choice, typed });
    else decide(here, choice);
  };
  return { toSay, setToSay, choose };
};

/**
 * Where two keyings differ, one after another beside the image; a third person says what the paper
 * shows.
 */
export const Arbitration = () => {
  const { t } = useTranslation();
  const { batchId = "" } = useParams();
  const [looked, setLooked] = useState<string>();
  const arbitration = useArbitration(batchId);
  const { batch, list, here, finished, decide, error, notTaken, isOver } = arbitration;
  const type = useRecordType(batch.data?.recordType);
  const { labelOf } = useRecordTexts(batch.data?.recordType);
  const { unseen } = notTaken;
  const numbers = unseen.map(({ decision }) => decision.difference.number);
  const number = unseen.length === 0 ? here?.number : (numbers.find((one) => one === looked) ?? numbers[0]);
  const scan = useScanOf(batch.data?.bookId, number);
  const { toSay, setToSay, choose } = useChoice(arbitration);
  useArbitrationKeys(arbitration, choose);
  const isTold = unseen.length > 0;
  const isAsking = toSay !== undefined;
  useEffect(() => {
    if (isAsking) return;
    if (isTold) document.querySelector<HTMLElement>("[data-seen]")?.focus();
    else if (finished) document.querySelector<HTMLElement>("[data-finish]")?.focus();
  }, [finished, isTold, isAsking]);

  if (isOver && batch.data && type.data) {
    const { recordType, bookNumber } = batch.data;
    const book = t("batch.book", { type: t(`recordType.${recordType}`), number: bookNumber });
    const wasOpen = here !== undefined || isTold;
    return <ArbitrationOver book={book} batch={batch.data} notTaken={unseen} wasOpen={wasOpen} />;
  }
  if (!list.data || !batch.data || !type.data) {
    return (
      <main className="page stack">
        <ProblemNote error={list.error ?? batch.error ?? type.error} />
        {(list.error ?? batch.error) && <ToArbitrations />}
      </main>
    );
  }
  const { recordType, bookNumber, bookId } = batch.data;
  const book = t("batch.book", { type: t(`recordType.${recordType}`), number: bookNumber });
  return (
    <main className="desk-page">
      <SplitView image={<ScanViewer scan={scan} bookId={bookId} />}>
        <section className="form" aria-labelledby="desk-title">
          <Heading book={book} number={number} arbitration={arbitration} />
          <FormScroll>
            {isTold ? (
              <Overtaken
                recordType={recordType}
                items={unseen}
                shown={number}
                onLook={setLooked}
                onSeen={notTaken.see}
              />
            ) : (
              <Differences recordType={recordType} arbitration={arbitration} onChoose={choose} />
            )}
          </FormScroll>
          <ProblemNote error={error} />
          {here && !isTold && <p className="status muted small">{t("arbitration.hint")}</p>}
        </section>
      </SplitView>
      {toSay && (
        <WhatThePaperSays
          toSay={toSay}
          labelOf={labelOf}
          onValue={(value) => {
            setToSay(undefined);
            decide(toSay.difference, "neither", value);
          }}
          onClose={() => setToSay(undefined)}
        />
      )}
    </main>
  );
};
