import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import { Freshness } from "../../ui/freshness.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useChosen } from "../../ui/use-chosen.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { CloseFindings } from "./close-findings.tsx";
import { Counts } from "./counts.tsx";
import { Findings, findingKey } from "./findings.tsx";
import { type Finding, type Reconciled, useReconciliation } from "./use-reconciliation.ts";

const Heading = ({ bookId, reconciled }: { readonly bookId: string; readonly reconciled: Reconciled }) => {
  const { t } = useTranslation();
  const keeper = useHasRole("book-keeper");
  const { recordType, bookNumber, freshness } = reconciled;
  return (
    <div className="row">
      <h1 className="grow">
        {t("reconciliation.title")} –{" "}
        {t("batch.book", { type: t(`recordType.${recordType}`), number: bookNumber })}
      </h1>
      <Freshness freshness={freshness} />
      {keeper && (
        <Link className="button noprint" href="/so">
          ← {t("books.title")}
        </Link>
      )}
      <Link className="button noprint" href={`/toan-canh/so/${bookId}`}>
        {t("reconciliation.book")}
      </Link>
      <button type="button" onClick={() => window.print()}>
        {t("common.print")}
      </button>
    </div>
  );
};

/** All deviations of one kind at once, and the way to close those that are chosen. */
const Choice = (props: {
  readonly picked: number;
  readonly open: number;
  readonly onAll: (chosen: boolean) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { picked, open, onAll, onClose } = props;
  const someLeft = picked < open;
  return (
    <div className="row noprint">
      <button type="button" onClick={() => onAll(someLeft)}>
        {t(someLeft ? "reconciliation.chooseAll" : "reconciliation.chooseNone")}
      </button>
      <button type="button" data-kind="primary" disabled={picked === 0} onClick={onClose}>
        {t("reconciliation.close", { count: picked })}
      </button>
    </div>
  );
};

/**
 * A book against its own numbers, pages and files: every deviation is mended or closed with a
 * reason.
 */
export const Reconciliation = () => {
  const { t } = useTranslation();
  const { bookId = "" } = useParams();
  const keeper = useHasRole("book-keeper");
  const { chosen, choose, chooseOnly, chooseNone } = useChosen();
  const [closing, setClosing] = useState(false);
  const answer = useReconciliation(bookId);
  const { data } = answer;
  if (!data) {
    return (
      <main className="page">
        <ProblemNote error={answer.error} />
      </main>
    );
  }
  const open = data.findings.filter(({ closed, awaits }) => closed === null && !awaits);
  const picked = open.filter((finding) => chosen.has(findingKey(finding)));
  // One reason is for one kind: whoever turns to another begins anew.
  const kind = picked[0]?.rule ?? open[0]?.rule;
  const ofKind = open.filter(({ rule }) => rule === kind);
  const chooseOne = (finding: Finding, on: boolean) =>
    finding.rule === kind ? choose([findingKey(finding)], on) : chooseOnly([findingKey(finding)]);
  return (
    <main className="page stack">
      <Heading bookId={bookId} reconciled={data} />
      <p className="muted small">{t(keeper ? "reconciliation.hint" : "reconciliation.hintReader")}</p>
      <Counts reconciled={data} />
      <ProblemNote error={answer.error} />
      {data.open === 0 && <p className="good">✓ {t("reconciliation.done")}</p>}
      {keeper && open.length > 0 && (
        <Choice
          picked={picked.length}
          open={ofKind.length}
          onAll={(on) => choose(ofKind.map(findingKey), on)}
          onClose={() => setClosing(true)}
        />
      )}
      <Findings findings={data.findings} chosen={chosen} onChoose={keeper ? chooseOne : undefined} />
      {closing && (
        <CloseFindings
          reconciled={data}
          picked={picked}
          onClosed={() => {
            chooseNone();
            setClosing(false);
          }}
          onClose={() => setClosing(false)}
        />
      )}
    </main>
  );
};
