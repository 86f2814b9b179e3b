import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { noWords, textOf } from "../../ui/field-value.ts";
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

/**
 * Where two keyings differ, one after another beside the image; a third person says what the paper
 * shows.
 */
export const Arbitration = () => {
  const { t } = useTranslation();
  const { batchId = "" } = useParams();
  const [neither, setNeither] = useState<Difference>();
  const arbitration = useArbitration(batchId);
  const { batch, list, here, busy, finished, decide, error } = arbitration;
  const type = useRecordType(batch.data?.recordType);
  const { labelOf } = useRecordTexts(batch.data?.recordType);
  const scan = useScanOf(batch.data?.bookId, here?.number);
  const choose = (choice: Decision["choice"]) => {
    if (!here || busy) return;
    if (choice === "neither") setNeither(here);
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
      {neither && (
        <Neither
          label={labelOf(neither.field)}
          initial={textOf(neither.first ?? neither.second, noWords)}
          onValue={(value) => {
            setNeither(undefined);
            decide(neither, "neither", value);
          }}
          onClose={() => setNeither(undefined)}
        />
      )}
    </main>
  );
};
