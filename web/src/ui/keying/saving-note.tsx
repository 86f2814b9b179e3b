import { useTranslation } from "react-i18next";
import type { OutgoingRecord } from "./drafts.ts";
import { sendRefusedAgain } from "./outbox.ts";
import type { Saving } from "./use-saving.ts";

const stateOf = ({ waiting, held, broken, lastSaved }: Saving) => {
  if (broken) return "broken";
  if (held) return held;
  if (waiting > 0) return "sending";
  return lastSaved === undefined ? "idle" : "saved";
};

/** Where the work is, told as it is: on the server, or here and on its way, or nowhere yet. */
export const SavingNote = ({ saving }: { readonly saving: Saving }) => {
  const { t } = useTranslation();
  const { waiting, lastSaved } = saving;
  const state = stateOf(saving);
  return (
    <span className="small grow saving" role="status" data-saving={state} data-waiting={waiting}>
      {state === "broken" && (
        <span className="tag" data-tone="bad">
          {t("desk.notKept")}
        </span>
      )}
      {(state === "offline" ||
        state === "server" ||
        state === "storage-full" ||
        state === "storage-read-only") && (
        <span className="tag" data-tone="warn">
          {t(`desk.held.${state}`)} {waiting > 0 && t("desk.waiting", { count: waiting })}
        </span>
      )}
      {state === "sending" && t("desk.waiting", { count: waiting })}
      {state === "saved" && (
        <span className="good">✓ {t("desk.savedServer", { number: lastSaved ?? "" })}</span>
      )}
      {state === "idle" && <span className="muted">{t("desk.keptHere")}</span>}
    </span>
  );
};

export const numberOfKept = (record: OutgoingRecord): string =>
  record.again?.number ?? record.draft["so"]?.text ?? "";

/**
 * Cases that the server refused while the clerk was already further: kept, opened again or sent
 * again on demand.
 */
export const RefusedCases = (props: {
  readonly refused: readonly OutgoingRecord[];
  readonly onOpen: (record: OutgoingRecord) => void;
  /** The key that opens the first, where the page has one. */
  readonly openKey?: string;
}) => {
  const { refused, onOpen, openKey } = props;
  const { t, i18n } = useTranslation();
  return (
    <>
      {refused.map((record, index) => (
        <div className="problem row" role="alert" key={record.key}>
          <span className="grow">
            {t("desk.refusedLater", { number: numberOfKept(record) })}{" "}
            {i18n.language === "en" ? record.refused?.titleEn : record.refused?.title}
          </span>
          <button type="button" onClick={() => void sendRefusedAgain([record])}>
            {t("unsent.sendAgain")}
          </button>
          <button type="button" onClick={() => onOpen(record)}>
            {t("desk.openAgain")} {index === 0 && openKey && <kbd>{openKey}</kbd>}
          </button>
        </div>
      ))}
      {refused.length > 1 && (
        <div className="problem row">
          <span className="grow">{t("desk.refusedMany", { count: refused.length })}</span>
          <button type="button" onClick={() => void sendRefusedAgain(refused)}>
            {t("desk.sendAgain")}
          </button>
        </div>
      )}
    </>
  );
};
