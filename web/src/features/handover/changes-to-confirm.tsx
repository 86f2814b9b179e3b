import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ofSeen, send } from "../../api/requests.ts";
import { useBarredWords } from "../../ui/barred-note.tsx";
import { BusyButton } from "../../ui/busy-button.tsx";
import { formatDay, formatMoment } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { isOvertaken } from "../../ui/use-made-from.ts";
import { useHasRole } from "../../ui/use-session.ts";
import type { Ledger } from "./use-handover.ts";

type ToConfirm = Ledger["toConfirm"];

const Notes = ({ notes }: Pick<ToConfirm, "notes">) => {
  const { t } = useTranslation();
  return (
    <>
      {notes.map(({ recordId, number, revision, text, decision, at, byName, own }) => (
        <tr key={`${recordId} ${revision}`} data-confirm-note={number}>
          <td className="number">
            <Link href={`/tra-cuu/${recordId}`}>{number}</Link>
          </td>
          <td>
            {text}
            <span className="below small muted">
              {t("handover.byDecision", {
                number: decision.number,
                day: formatDay(decision.day),
                issuedBy: decision.issuedBy,
              })}
            </span>
          </td>
          <td>
            {t("handover.addedBy", { name: byName, at: formatMoment(at) })}
            {own && <span className="below small muted">{t("handover.ownChange")}</span>}
          </td>
        </tr>
      ))}
    </>
  );
};

const Scans = ({ scans, bookId }: Pick<ToConfirm, "scans"> & { readonly bookId: string }) => {
  const { t } = useTranslation();
  return (
    <>
      {scans.map(({ kind, number, sha256, fileName, at, byName, own }) => (
        <tr key={sha256} data-confirm-scan={number ?? kind}>
          <td className="number">{number ?? "–"}</td>
          <td>
            {t(`handover.addedScan.${kind}`)}: <Link href={`/so/${bookId}`}>{fileName}</Link>
          </td>
          <td>
            {t("handover.addedBy", { name: byName, at: formatMoment(at) })}
            {own && <span className="below small muted">{t("handover.ownChange")}</span>}
          </td>
        </tr>
      ))}
    </>
  );
};

/**
 * What one person alone put beside what was accepted: notes by decision, first scans, covers. None
 * of it goes out before another person has looked at it here.
 */
export const ChangesToConfirm = (props: {
  readonly bookId: string;
  readonly ledger: Ledger;
  readonly onConfirmed: () => Promise<void>;
}) => {
  const { t } = useTranslation();
  const { bookId, ledger, onConfirmed } = props;
  const { notes, scans, barred } = ledger.toConfirm;
  const manager = useHasRole("data-manager");
  const acceptor = useHasRole("acceptor");
  const barredWords = useBarredWords();
  const confirm = useMutation({
    mutationFn: () =>
      send("post", "/api/review/v1/handovers/{bookId}/confirm-changes", {
        path: { bookId },
        header: ofSeen(ledger.revision),
        body: {
          notes: notes.filter(({ own }) => !own).map(({ recordId, revision }) => ({ recordId, revision })),
          scans: scans.filter(({ own }) => !own).map(({ sha256, version }) => ({ sha256, version })),
        },
      }),
    onSuccess: onConfirmed,
    // What waits now stands above, to be looked at again.
    onError: (error) => (isOvertaken(error) ? onConfirmed() : undefined),
  });
  const count = notes.length + scans.length;
  if (count === 0) return null;
  const mine = [...notes, ...scans].filter(({ own }) => own === undefined).length;
  const why =
    !manager && !acceptor ? t("handover.confirmRoles") : barred ? barredWords(barred).join(" ") : undefined;
  return (
    <section className="card stack" aria-labelledby="confirm-title" data-to-confirm={count}>
      <h2 id="confirm-title">{t("handover.confirmTitle", { count })}</h2>
      <p className="muted small">{t("handover.confirmHint")}</p>
      <table>
        <thead>
          <tr>
            <th className="number">{t("search.number")}</th>
            <th>{t("handover.addedWhat")}</th>
            <th>{t("handover.addedWho")}</th>
          </tr>
        </thead>
        <tbody>
          <Notes notes={notes} />
          <Scans scans={scans} bookId={bookId} />
        </tbody>
      </table>
      <ProblemNote error={confirm.error} />
      <div className="row">
        {mine > 0 && (
          <BusyButton
            type="button"
            data-kind="primary"
            disabled={why !== undefined}
            busy={confirm.isPending}
            onClick={() => confirm.mutate()}
            aria-describedby={why === undefined ? undefined : "why-not-confirm"}
          >
            {t("handover.confirmChanges", { count: mine })}
          </BusyButton>
        )}
        {why !== undefined && (
          <span className="small muted" id="why-not-confirm" data-barred={barred?.code}>
            {why}
          </span>
        )}
      </div>
    </section>
  );
};
