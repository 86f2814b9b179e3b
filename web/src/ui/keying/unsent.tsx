import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Dialog } from "../dialog.tsx";
import type { OutgoingRecord } from "./drafts.ts";
import { AskToDrop, KeptFields } from "./kept-on-this-computer.tsx";
import { drop, sendRefusedAgain } from "./outbox.ts";
import { numberOfKept } from "./saving-note.tsx";
import { useOutbox } from "./use-saving.ts";

/** Cases that are only on this computer; the browser asks before it is closed over them. */
export const useUnsent = (): number => {
  const { waiting, refused } = useOutbox();
  const unsent = waiting.length + refused.length;
  useEffect(() => {
    if (unsent === 0) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unsent]);
  return unsent;
};

/**
 * Before a person leaves this computer: what is only here stays here until they sign in here again.
 */
export const LeaveUnsent = (props: {
  readonly unsent: number;
  readonly onLeave: () => void;
  readonly onClose: () => void;
}) => {
  const { unsent, onLeave, onClose } = props;
  const { t } = useTranslation();
  return (
    <Dialog title={t("unsent.leaveTitle")} onClose={onClose}>
      <p>{t("unsent.leave", { count: unsent })}</p>
      <div className="row">
        <button type="button" data-kind="primary" data-first onClick={onClose}>
          {t("unsent.stay")}
        </button>
        <button type="button" onClick={onLeave}>
          {t("common.signOut")}
        </button>
      </div>
    </Dialog>
  );
};

const Unsent = ({ record }: { readonly record: OutgoingRecord }) => {
  const { t, i18n } = useTranslation();
  const [dropping, setDropping] = useState(false);
  const { batchId, book, again, refused } = record;
  const number = numberOfKept(record);
  return (
    <div className="card stack">
      <div className="row">
        <div className="grow">
          <strong>
            {t("review.record", { number })}
            {book &&
              `, ${t("batch.book", { type: t(`recordType.${book.recordType}`), number: book.bookNumber })}`}
          </strong>
          <div className="small">
            {refused ? (i18n.language === "en" ? refused.titleEn : refused.title) : t("unsent.waiting")}
          </div>
        </div>
        {refused && (
          <>
            <button type="button" onClick={() => void sendRefusedAgain([record])}>
              {t("unsent.sendAgain")}
            </button>
            <Link className="button" href={again ? `/lo/${batchId}/lan-hai` : `/lo/${batchId}`}>
              {t("batch.openDesk")}
            </Link>
            <button type="button" data-kind="plain" onClick={() => setDropping(true)}>
              {t("unsent.drop")}
            </button>
          </>
        )}
      </div>
      <KeptFields title={t("unsent.show")} fields={record.draft} recordType={book?.recordType} />
      {dropping && (
        <AskToDrop
          title={t("unsent.dropTitle", { number })}
          what={t("unsent.dropWhat")}
          drop={t("unsent.drop")}
          onDrop={() => drop(record.key)}
          onClose={() => setDropping(false)}
        />
      )}
    </div>
  );
};

/**
 * Everything that is only on this computer, also of batches that somebody else holds by now:
 * nothing gets lost unseen.
 */
export const UnsentCases = () => {
  const { t } = useTranslation();
  const { waiting, refused } = useOutbox();
  const kept = [...refused, ...waiting];
  if (kept.length === 0) return null;
  return (
    <section className="stack" aria-label={t("unsent.title")}>
      <h2>{t("unsent.title")}</h2>
      {kept.map((record) => (
        <Unsent key={record.key} record={record} />
      ))}
    </section>
  );
};
