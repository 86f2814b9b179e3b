import { useMutation } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ofSeen, send } from "../../api/requests.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { optionalTextIn } from "../../ui/form-texts.ts";
import { PercentDone } from "../../ui/percent-done.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { isWritten, useExport } from "../../ui/use-export.ts";
import { isOvertaken } from "../../ui/use-made-from.ts";
import { PackageFiles } from "./package-files.tsx";
import { countUnconfirmed, type Ledger } from "./use-handover.ts";
import { useMadePackage } from "./use-made-package.ts";

interface Words {
  readonly note: string | undefined;
  /** Why cases go out whose marks or findings nobody has settled. */
  readonly because: string | undefined;
}

/**
 * Follows a package while it is written; once it is there it is downloaded, sent, and then recorded
 * as handed over.
 */
const Job = (props: {
  readonly bookId: string;
  readonly exportId: string;
  readonly name: string;
  /** Undefined: the whole book. */
  readonly recordIds: readonly string[] | undefined;
  readonly ledger: Ledger;
  readonly onHanded: () => void;
}) => {
  const { t } = useTranslation();
  const { bookId, exportId, name, recordIds, ledger, onHanded } = props;
  const job = useExport(exportId);
  const handOver = useMutation({
    mutationFn: ({ note, because }: Words) =>
      send("post", "/api/review/v1/handovers/{bookId}/packages", {
        path: { bookId },
        header: ofSeen(ledger.revision),
        body: { exportId, note, because },
      }),
    onSuccess: onHanded,
    onError: (error) => {
      if (isOvertaken(error)) onHanded();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    handOver.mutate({ note: optionalTextIn(form, "note"), because: optionalTextIn(form, "because") });
  };
  const state = job.data;
  const packed = recordIds && new Set(recordIds);
  const unsettled = ledger.ready.held.filter(({ recordId }) => packed?.has(recordId) ?? true).length;
  const { openFindings, expected, ownNumbers } = ledger.ready;
  const missing = recordIds === undefined ? Math.max(0, (expected ?? ownNumbers) - ownNumbers) : 0;
  return (
    <div className="stack" aria-live="polite" data-phase={state?.phase}>
      <ProblemNote error={job.error ?? handOver.error} />
      {state && <span>{t(`export.phase.${state.phase}`)}</span>}
      {state && !isWritten(state.phase) && <PercentDone percent={state.percent} />}
      {state?.standing === "awaits-approval" && <p className="notice">{t("export.waits")}</p>}
      {state?.standing === "declined" && <p className="problem">{t("export.standing.declined")}</p>}
      {state?.standing === "ready" && (
        <>
          <PackageFiles exportId={exportId} name={name} />
          <form className="row" onSubmit={submit}>
            <div className="field grow">
              <label htmlFor="note">{t("handover.note")}</label>
              <input id="note" name="note" maxLength={500} autoComplete="off" />
            </div>
            {unsettled + openFindings + missing > 0 && (
              <div className="field grow">
                <label htmlFor="because">
                  {unsettled > 0
                    ? t("handover.because", { count: unsettled })
                    : openFindings > 0
                      ? t("handover.becauseOfBook", { count: openFindings })
                      : t("handover.becauseLacking", { count: missing })}
                </label>
                <input
                  id="because"
                  name="because"
                  required
                  minLength={3}
                  maxLength={500}
                  autoComplete="off"
                />
              </div>
            )}
            <BusyButton type="submit" data-kind="primary" busy={handOver.isPending}>
              {t("handover.record")}
            </BusyButton>
          </form>
        </>
      )}
    </div>
  );
};

/** What the next package is, and what goes into it. */
const wordsOf = (
  t: TFunction,
  recordIds: readonly string[] | undefined,
  supplements: boolean,
): { readonly title: string; readonly hint: string } => {
  if (recordIds === undefined) return { title: t("handover.whole"), hint: t("handover.wholeHint") };
  const count = recordIds.length;
  return supplements
    ? { title: t("handover.supplement"), hint: t("handover.supplementHint", { count }) }
    : { title: t("handover.corrections"), hint: t("handover.correctionsHint", { count }) };
};

/**
 * The next package: the whole book; later the outstanding records that were settled, and the
 * supplement.
 */
export const MakePackage = (props: {
  readonly bookId: string;
  readonly name: string;
  /** Undefined: the whole book. */
  readonly recordIds?: readonly string[] | undefined;
  /** It holds what was accepted or corrected after the packages before went out. */
  readonly supplements?: boolean | undefined;
  /** How many outstanding cases it does not hold. */
  readonly leftOut?: number | undefined;
  /** Cases in it of which no answer has told anything yet. */
  readonly withoutResult?: number | undefined;
  readonly ledger: Ledger;
  readonly onHanded: () => void;
}) => {
  const { t } = useTranslation();
  const { bookId, name, recordIds, supplements = false, leftOut = 0, withoutResult = 0 } = props;
  const { ledger, onHanded } = props;
  const { title, hint } = wordsOf(t, recordIds, supplements);
  const [started, setStarted] = useState<string>();
  const unconfirmed = countUnconfirmed(ledger, recordIds);
  const made = useMadePackage(bookId, recordIds?.length, ledger);
  const exportId = started ?? made;
  const start = useMutation({
    mutationFn: () =>
      send("post", "/api/reporting/v1/exports", {
        body: { bookId, recordIds, purpose: "hand-over" },
      }),
    onSuccess: (job) => setStarted(job.exportId),
  });
  return (
    <section className="card stack" aria-labelledby="package-title">
      <h2 id="package-title">{title}</h2>
      <p className="muted small">{hint}</p>
      {withoutResult > 0 && <p className="notice">{t("handover.sendsAgain", { count: withoutResult })}</p>}
      {leftOut > 0 && (
        <p className="notice" data-left-out={leftOut}>
          {t("handover.leavesOut", { count: leftOut })}
        </p>
      )}
      {unconfirmed > 0 && (
        <p className="problem" id="package-unconfirmed" data-unconfirmed={unconfirmed}>
          {t("handover.confirmBefore", { count: unconfirmed })}
        </p>
      )}
      <ProblemNote error={start.error} />
      <div>
        <BusyButton
          type="button"
          data-kind={exportId === undefined ? "primary" : undefined}
          disabled={recordIds?.length === 0 || unconfirmed > 0}
          aria-describedby={unconfirmed > 0 ? "package-unconfirmed" : undefined}
          busy={start.isPending}
          onClick={() => start.mutate()}
        >
          {t(exportId === undefined ? "handover.make" : "handover.makeAgain")}
        </BusyButton>
      </div>
      {exportId !== undefined && (
        <Job
          key={exportId}
          bookId={bookId}
          exportId={exportId}
          name={name}
          recordIds={recordIds}
          ledger={ledger}
          onHanded={onHanded}
        />
      )}
    </section>
  );
};
