import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { send } from "../../api/requests.ts";
import { AskText } from "../../ui/dialog.tsx";
import { useMadeFrom } from "../../ui/use-made-from.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { isAnswered, type OutstandingRecord } from "./use-handover.ts";

const stateOf = (one: OutstandingRecord) => {
  if (one.sentAgain) return "sentAgain";
  if (one.corrected) return "corrected";
  if (one.confirmed !== null) return "confirmed";
  return one.reason === null ? "notNamed" : "refused";
};

/**
 * The paper is as a refused record has it: why, as the ledger stood when the question was asked.
 */
const ConfirmRefusal = (props: {
  readonly bookId: string;
  readonly record: OutstandingRecord;
  readonly revision: number;
  readonly onChanged: () => Promise<void>;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { bookId, record, revision, onChanged, onClose } = props;
  const { recordId, number } = record;
  const { header, onError } = useMadeFrom(revision, onChanged);
  const confirm = useMutation({
    mutationFn: (reason: string) =>
      send("post", "/api/review/v1/handovers/{bookId}/confirm", {
        path: { bookId },
        header,
        body: { recordId, reason },
      }),
    onSuccess: async () => {
      await onChanged();
      onClose();
    },
    onError,
  });
  return (
    <AskText
      title={`${t("handover.confirm")} – ${t("review.record", { number })}`}
      label={t("common.reason")}
      confirm={t("handover.confirm")}
      initial={t("desk.acceptDefault")}
      suggestions={[t("desk.acceptDefault"), t("desk.acceptUnusual")]}
      busy={confirm.isPending}
      error={confirm.error}
      now={`${t(`handover.replied.${stateOf(record)}`)}${record.confirmed === null ? "" : ` – “${record.confirmed}”`}`}
      onAnswer={(reason) => confirm.mutate(reason)}
      onClose={onClose}
    >
      <p>“{record.reason}”</p>
    </AskText>
  );
};

/**
 * What the national database has not taken: each refusal is answered by a correction or by "the
 * paper is so".
 */
export const OutstandingRecords = (props: {
  readonly bookId: string;
  readonly items: readonly OutstandingRecord[];
  /** Other cases, in the package that waits for its answer. */
  readonly awaited: number;
  readonly revision: number;
  readonly onChanged: () => Promise<void>;
}) => {
  const { t } = useTranslation();
  const { bookId, items, awaited, revision, onChanged } = props;
  const manager = useHasRole("data-manager");
  const [confirming, setConfirming] = useState<OutstandingRecord>();
  // As it stands now; what has left the list meanwhile stays as it was.
  const now = confirming && (items.find(({ recordId }) => recordId === confirming.recordId) ?? confirming);
  const open = [...items].sort((one, other) => Number(isAnswered(one)) - Number(isAnswered(other)));
  return (
    <section className="stack">
      <h2>{t("handover.outstandingTitle", { count: items.length })}</h2>
      {awaited > 0 && (
        <p className="muted small" data-awaited={awaited}>
          {t("handover.awaitedToo", { count: awaited })}
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th>{t("search.number")}</th>
            <th>{t("handover.refusedBecause")}</th>
            <th>{t("books.stateTitle")}</th>
            <th>{t("books.work")}</th>
          </tr>
        </thead>
        <tbody>
          {open.map((one) => (
            <tr key={one.recordId} data-outstanding={one.number}>
              <td>{t("review.record", { number: one.number })}</td>
              <td>
                {one.reason ?? (
                  <span className="muted">{t(one.pending ? "handover.pending" : "handover.notNamed")}</span>
                )}
              </td>
              <td>
                <span className="tag" data-tone={one.sentAgain ? "warn" : isAnswered(one) ? "good" : "bad"}>
                  {t(`handover.replied.${stateOf(one)}`)}
                </span>
                {one.confirmed !== null && <div className="small muted">“{one.confirmed}”</div>}
              </td>
              <td>
                {manager && (
                  <div className="row">
                    <Link className="button" href={`/tra-cuu/${one.recordId}`}>
                      {t("handover.look")}
                    </Link>
                    {stateOf(one) === "refused" && (
                      <button type="button" onClick={() => setConfirming(one)}>
                        {t("handover.confirm")}
                      </button>
                    )}
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {now && (
        <ConfirmRefusal
          bookId={bookId}
          record={now}
          revision={revision}
          onChanged={onChanged}
          onClose={() => setConfirming(undefined)}
        />
      )}
    </section>
  );
};
