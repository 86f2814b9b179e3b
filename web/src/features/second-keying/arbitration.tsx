import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { noWords, textOf } from "../../ui/field-value.ts";
import type { KeyedValue } from "../../ui/keying/keyed-fields.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { SplitView } from "../../ui/split-view.tsx";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { useRecordType } from "../../ui/use-record-type.ts";
import { useScanOf } from "../../ui/use-scan-of.ts";
import { useValueWords } from "../../ui/use-value-words.ts";
import { Differences } from "./differences.tsx";
import { Neither } from "./neither.tsx";
import { type Arbitration as Arbitrated, useArbitration } from "./use-arbitration.ts";
import { useArbitrationKeys } from "./use-arbitration-keys.ts";
import type { Decision, Difference } from "./use-differences.ts";

const Heading = ({ book, arbitration }: { readonly book: string; readonly arbitration: Arbitrated }) => {
  const { t } = useTranslation();
  const { here, held, left, takeBack } = arbitration;
  return (
    <div className="row heading">
      <h1 id="desk-title" className="grow">
        {here ? t("secondKeying.case", { number: here.number, book }) : book}
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

const names = { first: "A", second: "B" };

/** Decisions that came second, with what was typed: nothing of it is lost with the refusal. */
const NotTaken = (props: {
  readonly decisions: readonly Decision[];
  readonly labelOf: (field: string) => string;
}) => {
  const { t } = useTranslation();
  const { decisions, labelOf } = props;
  const words = useValueWords();
  if (decisions.length === 0) return null;
  return (
    <p className="notice" data-not-taken={decisions.length}>
      {t("arbitration.notTaken")}{" "}
      <strong>
        {decisions
          .map(
            ({ field, choice, value }) =>
              `${labelOf(field)}: ${choice === "neither" ? textOf(value, words) || "–" : names[choice]}`,
          )
          .join(" · ")}
      </strong>
    </p>
  );
};

/** A difference of which the arbiter says what the paper has, and what they had chosen. */
interface ToSay {
  readonly difference: Difference;
  readonly choice: Decision["choice"];
}

const others = { first: "second", second: "first" } as const;

const WhatThePaperSays = (props: {
  readonly toSay: ToSay;
  readonly labelOf: (field: string) => string;
  readonly onValue: (value: KeyedValue) => void;
  readonly onClose: () => void;
}) => {
  const { toSay, labelOf, onValue, onClose } = props;
  const { difference, choice } = toSay;
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
      initial={isEmpty ? "" : textOf(difference.first ?? difference.second, noWords)}
      empty={empty}
      onValue={onValue}
      onClose={onClose}
    />
  );
};

/**
 * Where two keyings differ, one after another beside the image; a third person says what the paper
 * shows.
 */
export const Arbitration = () => {
  const { t } = useTranslation();
  const { batchId = "" } = useParams();
  const [toSay, setToSay] = useState<ToSay>();
  const arbitration = useArbitration(batchId);
  const { batch, list, here, busy, finished, decide, error } = arbitration;
  const type = useRecordType(batch.data?.recordType);
  const { labelOf } = useRecordTexts(batch.data?.recordType);
  const scan = useScanOf(batch.data?.bookId, here?.number);
  const choose = (choice: Decision["choice"]) => {
    if (!here || busy) return;
    // A keying that says nothing of the paper is not chosen over what the other one read.
    if (choice === "neither" || here[choice] === undefined) setToSay({ difference: here, choice });
    else decide(here, choice);
  };
  useArbitrationKeys(arbitration, choose);
  useEffect(() => {
    if (finished) document.querySelector<HTMLElement>("[data-finish]")?.focus();
  }, [finished]);

  if (!list.data || !batch.data || !type.data) {
    return (
      <main className="page">
        <ProblemNote error={list.error ?? batch.error ?? type.error} />
      </main>
    );
  }
  const { recordType, bookNumber, bookId } = batch.data;
  const book = t("batch.book", { type: t(`recordType.${recordType}`), number: bookNumber });
  return (
    <main className="desk-page">
      <SplitView image={<ScanViewer scan={scan} bookId={bookId} />}>
        <section className="form" aria-labelledby="desk-title">
          <Heading book={book} arbitration={arbitration} />
          <div className="scroll">
            <Differences recordType={recordType} arbitration={arbitration} onChoose={choose} />
          </div>
          <ProblemNote error={error} />
          <NotTaken decisions={arbitration.notTaken} labelOf={labelOf} />
          {here && <p className="status muted small">{t("arbitration.hint")}</p>}
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
