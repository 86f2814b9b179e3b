import { useTranslation } from "react-i18next";
import { Dialog } from "../dialog.tsx";
import { useRecordTexts } from "../use-record-texts.ts";
import type { KeyedFields } from "./keyed-fields.ts";

/** What was keyed of a case that only this computer has, shown once it is asked for. */
export const KeptFields = (props: {
  readonly title: string;
  readonly fields: KeyedFields;
  readonly recordType: string | undefined;
}) => {
  const { t } = useTranslation();
  const { title, fields, recordType } = props;
  const { labelOf } = useRecordTexts(recordType);
  const keyed = Object.entries(fields).filter(([, { text, special }]) => text !== "" || special);
  return (
    <details>
      <summary>{title}</summary>
      <dl className="kept">
        {keyed.map(([code, { text, special }]) => (
          <div key={code}>
            <dt>{labelOf(code)}</dt>
            <dd>
              {special === "blank" ? t("desk.blank") : special ? `${text} (${t("desk.illegible")})` : text}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
};

/** Asks before what only this computer has is gone for good. */
export const AskToDrop = (props: {
  readonly title: string;
  readonly what: string;
  readonly drop: string;
  readonly onDrop: () => Promise<void>;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { title, what, drop, onDrop, onClose } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{what}</p>
      <div className="row">
        <button type="button" data-kind="primary" data-first onClick={onClose}>
          {t("common.cancel")}
        </button>
        <button type="button" onClick={() => void onDrop()}>
          {drop}
        </button>
      </div>
    </Dialog>
  );
};
