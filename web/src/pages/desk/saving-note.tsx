import { useTranslation } from "react-i18next";
import type { OutgoingRecord } from "./drafts.ts";
import type { Saving } from "./use-saving.ts";

/** Where the work is, told as it is: on the server, or here and on its way. */
export const SavingNote = ({ saving }: { readonly saving: Saving }) => {
  const { t } = useTranslation();
  const { waiting, offline, lastSaved } = saving;
  const state = offline ? "offline" : waiting > 0 ? "sending" : lastSaved === undefined ? "idle" : "saved";
  return (
    <span className="small grow saving" role="status" data-saving={state} data-waiting={waiting}>
      {state === "offline" && (
        <span className="tag" data-tone="warn">
          {t("desk.offline")} {waiting > 0 && t("desk.waiting", { count: waiting })}
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

/** Cases that the server refused while the clerk was already further: kept, and opened again on demand. */
export const RefusedCases = (props: {
  readonly refused: readonly OutgoingRecord[];
  readonly onOpen: (record: OutgoingRecord) => void;
}) => {
  const { t, i18n } = useTranslation();
  return props.refused.map((record) => (
    <div className="problem row" key={record.key}>
      <span className="grow">
        {t("desk.refusedLater", { number: record.again?.number ?? record.draft["so"]?.text ?? "" })}{" "}
        {i18n.language === "en" ? record.refused?.titleEn : record.refused?.title}
      </span>
      <button type="button" onClick={() => props.onOpen(record)}>
        {t("desk.openAgain")}
      </button>
    </div>
  ));
};
