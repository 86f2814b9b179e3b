import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ofSeen, send } from "../../api/requests.ts";
import { useBarredWords } from "../../ui/barred-note.tsx";
import { BusyButton } from "../../ui/busy-button.tsx";
import { formatDay, formatMoment } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { scanQuery } from "../../ui/scan-pages.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { isOvertaken } from "../../ui/use-made-from.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { keyOfNote, keyOfScan, markOpened, useOpened } from "./opened-changes.ts";
import type { Ledger } from "./use-handover.ts";

type ToConfirm = Ledger["toConfirm"];
type Note = ToConfirm["notes"][number];
type Scan = ToConfirm["scans"][number];
/** What a person has opened, and says so of. */
type Confirmed = Pick<ToConfirm, "notes" | "scans">;

/** Who added a change, when, and the button that confirms it alone, once it was opened. */
const Added = (props: {
  readonly of: Pick<Note, "byName" | "at" | "own">;
  readonly label: string;
  readonly isOpened: boolean;
  /** Undefined where whoever reads may confirm nothing. */
  readonly confirm: { readonly busy: boolean; readonly act: () => void } | undefined;
}) => {
  const { t } = useTranslation();
  const { of, label, isOpened, confirm } = props;
  const { byName, at, own } = of;
  return (
    <>
      <td>
        {t("handover.addedBy", { name: byName, at: formatMoment(at) })}
        {own && <span className="below small muted">{t("handover.ownChange")}</span>}
      </td>
      <td>
        {!own && confirm && (
          <BusyButton
            type="button"
            disabled={!isOpened}
            busy={confirm.busy}
            onClick={confirm.act}
            aria-label={t("handover.confirmOne", { what: label })}
            title={isOpened ? undefined : t("handover.openFirst")}
          >
            {t("handover.confirmThis")}
          </BusyButton>
        )}
      </td>
    </>
  );
};

const NoteRow = (props: {
  readonly note: Note;
  readonly bookId: string;
  readonly isOpened: boolean;
  readonly added: (label: string) => ReactNode;
}) => {
  const { t } = useTranslation();
  const { note, bookId, isOpened, added } = props;
  const { recordId, number, text, decision } = note;
  const open = () => markOpened(keyOfNote(note));
  const label = t("review.record", { number });
  const way = new URLSearchParams({ tu: `/ban-giao/${bookId}` });
  return (
    <tr data-confirm-note={number} data-opened={isOpened}>
      <td className="number">{number}</td>
      <td>
        {text}
        <span className="below small muted">
          {t("handover.byDecision", {
            number: decision.number,
            day: formatDay(decision.day),
            issuedBy: decision.issuedBy,
          })}
        </span>
        <Link className="below" href={`/tra-cuu/${recordId}?${way}`} onClick={open} onAuxClick={open}>
          {t("handover.openCase", { number })}
        </Link>
      </td>
      {added(label)}
    </tr>
  );
};

/** A scan, shown below its row when it is asked for: it is opened once its image is there. */
const ScanRow = (props: {
  readonly scan: Scan;
  readonly isOpened: boolean;
  readonly added: (label: string) => ReactNode;
}) => {
  const { t } = useTranslation();
  const { scan, isOpened, added } = props;
  const { kind, number, fileName, scanId } = scan;
  const [isLooking, setLooking] = useState(false);
  const image = useQuery({ ...scanQuery(scanId), enabled: isLooking });
  const key = keyOfScan(scan);
  useEffect(() => {
    if (isLooking && image.isSuccess) markOpened(key);
  }, [isLooking, image.isSuccess, key]);
  const label = `${t(`handover.addedScan.${kind}`)} ${number ?? ""}`.trim();
  return (
    <>
      <tr data-confirm-scan={number ?? kind} data-opened={isOpened}>
        <td className="number">{number ?? "–"}</td>
        <td>
          {t(`handover.addedScan.${kind}`)}: {fileName}{" "}
          <button
            type="button"
            aria-expanded={isLooking}
            aria-label={t("handover.openScanOf", { what: label })}
            onClick={() => setLooking(!isLooking)}
          >
            {t("handover.openScan")}
          </button>
        </td>
        {added(label)}
      </tr>
      {isLooking && (
        <tr>
          <td colSpan={4}>
            <figure className="scan-box">
              <figcaption>{fileName}</figcaption>
              <ScanViewer scan={{ id: scanId, state: "found" }} />
            </figure>
          </td>
        </tr>
      )}
    </>
  );
};

/** Each change, and what confirms it alone. */
const Changes = (props: {
  readonly bookId: string;
  readonly notes: readonly Note[];
  readonly scans: readonly Scan[];
  readonly isOpened: (key: string) => boolean;
  /** Undefined where whoever reads may confirm nothing. */
  readonly confirm: { readonly busy: boolean; readonly act: (one: Confirmed) => void } | undefined;
}) => {
  const { t } = useTranslation();
  const { bookId, notes, scans, isOpened, confirm } = props;
  const addedOf = (of: Note | Scan, isOpen: boolean, one: Confirmed) => (label: string) => (
    <Added
      of={of}
      label={label}
      isOpened={isOpen}
      confirm={confirm && { busy: confirm.busy, act: () => confirm.act(one) }}
    />
  );
  return (
    <table>
      <thead>
        <tr>
          <th className="number">{t("search.number")}</th>
          <th>{t("handover.addedWhat")}</th>
          <th>{t("handover.addedWho")}</th>
          <th>{t("handover.confirmColumn")}</th>
        </tr>
      </thead>
      <tbody>
        {notes.map((note) => {
          const key = keyOfNote(note);
          const added = addedOf(note, isOpened(key), { notes: [note], scans: [] });
          return <NoteRow key={key} note={note} bookId={bookId} isOpened={isOpened(key)} added={added} />;
        })}
        {scans.map((scan) => {
          const key = keyOfScan(scan);
          const added = addedOf(scan, isOpened(key), { notes: [], scans: [scan] });
          return <ScanRow key={key} scan={scan} isOpened={isOpened(key)} added={added} />;
        })}
      </tbody>
    </table>
  );
};

const useConfirming = (bookId: string, { revision }: Ledger, onConfirmed: () => Promise<void>) =>
  useMutation({
    mutationFn: ({ notes, scans }: Confirmed) =>
      send("post", "/api/review/v1/handovers/{bookId}/confirm-changes", {
        path: { bookId },
        header: ofSeen(revision),
        body: {
          notes: notes.map(({ recordId, revision }) => ({ recordId, revision })),
          scans: scans.map(({ sha256, version }) => ({ sha256, version })),
        },
      }),
    onSuccess: onConfirmed,
    // What waits now stands above, to be looked at again.
    onError: (error) => (isOvertaken(error) ? onConfirmed() : undefined),
  });

/**
 * What one person alone put beside what was accepted: notes by decision, first scans, covers. None
 * of it goes out before another person has opened it from here and confirmed it.
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
  const isOpened = useOpened();
  const confirm = useConfirming(bookId, ledger, onConfirmed);
  const count = notes.length + scans.length;
  if (count === 0) return null;
  const seen: Confirmed = {
    notes: notes.filter((note) => !note.own && isOpened(keyOfNote(note))),
    scans: scans.filter((scan) => !scan.own && isOpened(keyOfScan(scan))),
  };
  const seenCount = seen.notes.length + seen.scans.length;
  const mine = [...notes, ...scans].filter(({ own }) => !own).length;
  const may = (manager || acceptor) && !barred;
  const why =
    !manager && !acceptor
      ? t("handover.confirmRoles")
      : barred
        ? barredWords(barred).join(" ")
        : mine > seenCount
          ? t("handover.notOpened", { count: mine - seenCount })
          : undefined;
  return (
    <section className="card stack" aria-labelledby="confirm-title" data-to-confirm={count}>
      <h2 id="confirm-title">{t("handover.confirmTitle", { count })}</h2>
      <p className="muted small">{t("handover.confirmHint")}</p>
      <Changes
        bookId={bookId}
        notes={notes}
        scans={scans}
        isOpened={isOpened}
        confirm={may ? { busy: confirm.isPending, act: confirm.mutate } : undefined}
      />
      <ProblemNote error={confirm.error} />
      <div className="row">
        {mine > 0 && (
          <BusyButton
            type="button"
            data-kind="primary"
            disabled={!may || seenCount === 0}
            busy={confirm.isPending}
            onClick={() => confirm.mutate(seen)}
            aria-describedby={why === undefined ? undefined : "why-not-confirm"}
          >
            {t("handover.confirmChanges", { count: seenCount })}
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
