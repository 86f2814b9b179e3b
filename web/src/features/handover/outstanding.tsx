import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { send } from "../../api/requests.ts";
import { AskText } from "../../ui/dialog.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole } from "../../ui/use-session.ts";
import { isAnswered, type OutstandingRecord } from "./use-handover.ts";

const stateOf = (one: OutstandingRecord) => {
  if (one.corrected) return "corrected";
  if (one.confirmed !== null) return "confirmed";
  return one.reason === null ? "notNamed" : "refused";
};

/**
 * What the national database has not taken: each refusal is answered by a correction or by "the
 * paper is so".
 */
export const OutstandingRecords = (props: {
  readonly bookId: string;
  readonly items: readonly OutstandingRecord[];
  readonly onChanged: () => void;
}) => {
  const { t } = useTranslation();
  const { bookId, items, onChanged } = props;
  const manager = useHasRole("data-manager");
  const [confirming, setConfirming] = useState<OutstandingRecord>();
  const confirm = useMutation({
    mutationFn: (body: { readonly recordId: string; readonly reason: string }) =>
      send("post", "/api/review/v1/handovers/{bookId}/confirm", { path: { bookId }, body }),
    onSuccess: onChanged,
  });
  const open = [...items].sort((one, other) => Number(isAnswered(one)) - Number(isAnswered(other)));
  return (
    <section className="stack">
      <h2>{t("handover.outstandingTitle", { count: items.length })}</h2>
      <ProblemNote error={confirm.error} />
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
              <td>{one.reason ?? <span className="muted">{t("handover.notNamed")}</span>}</td>
              <td>
                <span className="tag" data-tone={isAnswered(one) ? "good" : "bad"}>
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
      {confirming && (
        <AskText
          title={`${t("handover.confirm")} – ${t("review.record", { number: confirming.number })}`}
          label={t("common.reason")}
          confirm={t("handover.confirm")}
          initial={t("desk.acceptDefault")}
          suggestions={[t("desk.acceptDefault"), t("desk.acceptUnusual")]}
          onAnswer={(reason) => {
            confirm.mutate({ recordId: confirming.recordId, reason });
            setConfirming(undefined);
          }}
          onClose={() => setConfirming(undefined)}
        >
          <p>“{confirming.reason}”</p>
        </AskText>
      )}
    </section>
  );
};
