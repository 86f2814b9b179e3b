import { useMutation } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ofSeen, send } from "../../api/requests.ts";
import { useBarredWords } from "../../ui/barred-note.tsx";
import { BusyButton } from "../../ui/busy-button.tsx";
import { optionalTextIn } from "../../ui/form-texts.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { isOvertaken } from "../../ui/use-made-from.ts";
import type { Ledger } from "./use-handover.ts";

/** Refusals that somebody did not believe, each to be looked at by whoever accepts. */
const RefusalsSetAside = (props: {
  readonly setAside: Ledger["setAside"];
  readonly seen: boolean;
  readonly onSeen: (seen: boolean) => void;
}) => {
  const { t } = useTranslation();
  const { setAside, seen, onSeen } = props;
  if (setAside.length === 0) return null;
  return (
    <div className="notice stack" data-set-aside={setAside.length}>
      <p>{t("handover.setAside", { count: setAside.length })}</p>
      <ul>
        {setAside.map(({ recordId, number, because }) => (
          <li key={recordId}>
            <Link href={`/tra-cuu/${recordId}`}>{number}</Link>
            {`: ${because}`}
          </li>
        ))}
      </ul>
      <label className="row">
        <input type="checkbox" checked={seen} onChange={(event) => onSeen(event.target.checked)} />
        {t("handover.setAsideSeen", { count: setAside.length })}
      </label>
    </div>
  );
};

/** What the book's reconciliation finds and nobody has closed. */
const OpenFindings = ({ findings }: Pick<Ledger["ready"], "findings">) => {
  const { i18n } = useTranslation();
  if (findings.length === 0) return null;
  return (
    <ul className="small" data-open-findings={findings.length}>
      {findings.map(({ messageVi, messageEn }) => (
        <li key={messageVi}>{i18n.language === "en" ? messageEn : messageVi}</li>
      ))}
    </ul>
  );
};

/** Lines of answers that contradict what they count as, listed with their files further down. */
const DoubtedLines = (props: {
  readonly count: number;
  readonly seen: boolean;
  readonly onSeen: (seen: boolean) => void;
}) => {
  const { t } = useTranslation();
  const { count, seen, onSeen } = props;
  if (count === 0) return null;
  return (
    <div className="notice stack" data-doubts-to-see={count}>
      <p>{t("handover.doubtsToSee", { count })}</p>
      <label className="row">
        <input type="checkbox" checked={seen} onChange={(event) => onSeen(event.target.checked)} />
        {t("handover.doubtsSeen", { count })}
      </label>
    </div>
  );
};

/** What the book's reconciliation finds and somebody has closed, and why. */
const ClosedFindings = ({ findings }: { readonly findings: Ledger["ready"]["closedFindings"] }) => {
  const { t, i18n } = useTranslation();
  if (findings.length === 0) return null;
  return (
    <div className="stack" data-closed-findings={findings.length}>
      <p className="small">{t("handover.closedFindings")}</p>
      <ul className="small">
        {findings.map(({ messageVi, messageEn, reason, by }) => (
          <li key={messageVi}>
            {i18n.language === "en" ? messageEn : messageVi}{" "}
            {t("handover.closedBecause", { reason, name: by ?? "–" })}
          </li>
        ))}
      </ul>
    </div>
  );
};

/** Why the result cannot be accepted yet, whoever asks; undefined where it can. */
const whyNotYet = (
  t: TFunction,
  ledger: Ledger,
  { seenAside, seenDoubts }: { readonly seenAside: boolean; readonly seenDoubts: boolean },
): string | undefined =>
  ledger.packages.length === 0
    ? t("handover.whyNot.nothingSent")
    : ledger.packages.length > ledger.answered
      ? t("handover.whyNot.awaitsAnswer")
      : ledger.outstanding.length > 0
        ? t("handover.whyNot.outstanding", { count: ledger.figures?.notLoaded ?? ledger.outstanding.length })
        : ledger.ready.notAccepted > 0
          ? t("handover.whyNot.notAccepted", { count: ledger.ready.notAccepted })
          : ledger.ready.openBatches.length > 0
            ? t("handover.whyNot.batchesOpen", { count: ledger.ready.openBatches.length })
            : ledger.supplement.length > 0
              ? t("handover.whyNot.toSupplement", { count: ledger.supplement.length })
              : ledger.ready.openFindings > 0
                ? t("handover.whyNot.openFindings", { count: ledger.ready.openFindings })
                : ledger.setAside.length > 0 && !seenAside
                  ? t("handover.whyNot.setAside", { count: ledger.setAside.length })
                  : ledger.doubtedLines > 0 && !seenDoubts
                    ? t("handover.whyNot.doubts", { count: ledger.doubtedLines })
                    : undefined;

/**
 * The second acceptance: when every record is loaded, by somebody who had no hand in the hand-over.
 */
export const SecondAcceptance = (props: {
  readonly bookId: string;
  readonly ledger: Ledger;
  readonly onAccepted: () => void;
  readonly onOvertaken: () => Promise<void>;
}) => {
  const { t } = useTranslation();
  const { bookId, ledger, onAccepted, onOvertaken } = props;
  const [seenAside, setSeenAside] = useState(false);
  const [seenDoubts, setSeenDoubts] = useState(false);
  const barredWords = useBarredWords();
  const accept = useMutation({
    mutationFn: (note: string | undefined) =>
      send("post", "/api/review/v1/handovers/{bookId}/accept", {
        path: { bookId },
        header: ofSeen(ledger.revision),
        body: {
          note,
          setAside: ledger.setAside.length === 0 ? undefined : ledger.setAside.length,
          doubted: ledger.doubtedLines === 0 ? undefined : ledger.doubtedLines,
        },
      }),
    onSuccess: onAccepted,
    // What is there now stands above; the note stays to be sent again.
    onError: (error) => (isOvertaken(error) ? onOvertaken() : undefined),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    accept.mutate(optionalTextIn(new FormData(event.currentTarget), "note"));
  };
  const why = ledger.barred
    ? barredWords(ledger.barred).join(" ")
    : whyNotYet(t, ledger, { seenAside, seenDoubts });
  return (
    <form className="card stack" onSubmit={submit}>
      <h2>{t("handover.accept")}</h2>
      <p className="muted small">{t("handover.acceptHint")}</p>
      <div className="field">
        <label htmlFor="acceptance-note">{t("handover.note")}</label>
        <input id="acceptance-note" name="note" maxLength={500} autoComplete="off" />
      </div>
      {ledger.packages.length > 0 && <OpenFindings findings={ledger.ready.findings} />}
      <ClosedFindings findings={ledger.ready.closedFindings} />
      <RefusalsSetAside setAside={ledger.setAside} seen={seenAside} onSeen={setSeenAside} />
      <DoubtedLines count={ledger.doubtedLines} seen={seenDoubts} onSeen={setSeenDoubts} />
      <ProblemNote error={accept.error} />
      <div className="row">
        <BusyButton
          type="submit"
          data-kind="primary"
          disabled={why !== undefined}
          busy={accept.isPending}
          aria-describedby={why === undefined ? undefined : "why-not-accept"}
        >
          {t("handover.acceptNow")}
        </BusyButton>
        {why !== undefined && (
          <span className="small muted" id="why-not-accept" data-barred={ledger.barred?.code}>
            {why}
          </span>
        )}
      </div>
    </form>
  );
};
