import { useState } from "react";
import { useTranslation } from "react-i18next";
import { BusyButton } from "../../ui/busy-button.tsx";
import { AskText } from "../../ui/dialog.tsx";
import { textIn } from "../../ui/form-texts.ts";
import { findDraft, newCaseDraft } from "../../ui/keying/drafts.ts";
import { isUntouched, type KeyedFields } from "../../ui/keying/keyed-fields.ts";
import { useVoiding } from "./use-voiding.ts";

interface Asked {
  readonly number: string;
  readonly busy: boolean;
  /** What went wrong; the reason stays to be sent again. */
  readonly error: unknown;
  readonly onClose: () => void;
}

const AskVoid = (props: Asked & { readonly onAnswer: (reason: string) => void }) => {
  const { t } = useTranslation();
  const { number, busy, error, onAnswer, onClose } = props;
  return (
    <AskText
      title={t("desk.voidTitle", { number })}
      busy={busy}
      error={error}
      label={t("common.reason")}
      confirm={t("desk.void")}
      suggestions={[t("desk.voidReasons.twice"), t("desk.voidReasons.wrongBook")]}
      onAnswer={onAnswer}
      onClose={onClose}
    >
      <p>{t("desk.voidWhat")}</p>
    </AskText>
  );
};

const AskNumber = (props: Asked & { readonly onAnswer: (reason: string, newNumber: string) => void }) => {
  const { t } = useTranslation();
  const { number, busy, error, onAnswer, onClose } = props;
  return (
    <AskText
      title={t("desk.otherNumberTitle", { number })}
      busy={busy}
      error={error}
      label={t("common.reason")}
      confirm={t("desk.otherNumberNow")}
      initial={t("desk.voidReasons.number")}
      onAnswer={(reason, form) => onAnswer(reason, textIn(form, "number"))}
      onClose={onClose}
    >
      <p>{t("desk.otherNumberWhat")}</p>
      <div className="field">
        <label htmlFor="new-number">{t("desk.newNumber")}</label>
        <input
          id="new-number"
          name="number"
          required
          pattern="[0-9]+(/[0-9]{4})?"
          maxLength={20}
          autoComplete="off"
          data-first
        />
      </div>
    </AskText>
  );
};

/**
 * What to do about a case that should not be there: keyed by mistake, or under a wrong number. The
 * number is the case's identity and cannot be changed: the case is voided, and keyed again from
 * what stands in the form.
 */
export const WrongRecord = (props: {
  readonly batchId: string;
  readonly recordId: string;
  readonly revision: number;
  readonly number: string;
  readonly fields: KeyedFields;
  readonly onVoided: (again: boolean) => void;
  /** Somebody else changed the case first: what is there now is to be shown. */
  readonly onOvertaken: () => Promise<void>;
}) => {
  const { t } = useTranslation();
  const { batchId, number } = props;
  const [asking, setAsking] = useState<"void" | "number">();
  const [busyDesk, setBusyDesk] = useState(false);
  const voiding = useVoiding(props);
  const askNumber = async () => {
    const free = isUntouched(await findDraft(newCaseDraft(batchId)));
    setBusyDesk(!free);
    if (free) setAsking("number");
  };
  const asked = { number, busy: voiding.isPending, error: voiding.error };
  const close = () => setAsking(undefined);
  return (
    <>
      <BusyButton type="button" data-kind="plain" busy={voiding.isPending} onClick={askNumber}>
        {t("desk.otherNumber")}
      </BusyButton>
      <BusyButton type="button" data-kind="plain" busy={voiding.isPending} onClick={() => setAsking("void")}>
        {t("desk.void")}
      </BusyButton>
      {busyDesk && (
        <p className="problem" role="alert">
          {t("desk.deskBusy")}
        </p>
      )}
      {asking === "void" && (
        <AskVoid {...asked} onAnswer={(reason) => voiding.mutate({ reason })} onClose={close} />
      )}
      {asking === "number" && (
        <AskNumber
          {...asked}
          onAnswer={(reason, newNumber) => voiding.mutate({ reason, newNumber })}
          onClose={close}
        />
      )}
    </>
  );
};
