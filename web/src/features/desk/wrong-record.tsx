import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dataOf, entryApi } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { AskText } from "../../ui/dialog.tsx";
import { dropDraft, findDraft, saveDraft } from "../../ui/keying/drafts.ts";
import { isUntouched, type KeyedFields } from "../../ui/keying/keyed-fields.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";

interface Props {
  readonly batchId: string;
  readonly recordId: string;
  readonly number: string;
  /** The case as the form shows it, to be keyed again under another number. */
  readonly fields: KeyedFields;
  /** `again`: the case waits at the desk under its new number. */
  readonly onVoided: (again: boolean) => void;
}

/**
 * What to do about a case that should not be there: keyed by mistake, or under a wrong number. The
 * number is the case's identity and cannot be changed: the case is voided, and keyed again from
 * what stands in the form.
 */
export const WrongRecord = ({ batchId, recordId, number, fields, onVoided }: Props) => {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<"void" | "number">();
  const [busyDesk, setBusyDesk] = useState(false);
  const voiding = useMutation({
    mutationFn: async ({ reason, newNumber }: { reason: string; newNumber: string | undefined }) => {
      // Kept first: whatever happens between here and the desk, nothing that was keyed is lost.
      if (newNumber !== undefined) await saveDraft(batchId, { ...fields, so: { text: newNumber } });
      await dataOf(
        entryApi.POST("/api/entry/v1/records/{recordId}/void", {
          params: { path: { recordId }, header: { "idempotency-key": crypto.randomUUID() } },
          body: { reason },
        }),
      );
      return newNumber !== undefined;
    },
    onSuccess: onVoided,
    onError: (error, { newNumber }) => {
      // Refused, not lost on the way: the case stands as it was, and must not be keyed a second
      // time.
      if (newNumber !== undefined && problemOf(error).status >= 400) void dropDraft(batchId);
    },
  });
  const askNumber = async () => {
    const free = isUntouched(await findDraft(batchId));
    setBusyDesk(!free);
    if (free) setAsking("number");
  };
  return (
    <>
      <button type="button" data-kind="plain" disabled={voiding.isPending} onClick={askNumber}>
        {t("desk.otherNumber")}
      </button>
      <button type="button" data-kind="plain" disabled={voiding.isPending} onClick={() => setAsking("void")}>
        {t("desk.void")}
      </button>
      {busyDesk && (
        <p className="problem" role="alert">
          {t("desk.deskBusy")}
        </p>
      )}
      <ProblemNote error={voiding.error} />
      {asking === "void" && (
        <AskText
          title={t("desk.voidTitle", { number })}
          label={t("common.reason")}
          confirm={t("desk.void")}
          suggestions={[t("desk.voidReasons.twice"), t("desk.voidReasons.wrongBook")]}
          onAnswer={(reason) => {
            setAsking(undefined);
            voiding.mutate({ reason, newNumber: undefined });
          }}
          onClose={() => setAsking(undefined)}
        >
          <p>{t("desk.voidWhat")}</p>
        </AskText>
      )}
      {asking === "number" && (
        <AskText
          title={t("desk.otherNumberTitle", { number })}
          label={t("common.reason")}
          confirm={t("desk.otherNumberNow")}
          initial={t("desk.voidReasons.number")}
          onAnswer={(reason, form) => {
            setAsking(undefined);
            voiding.mutate({ reason, newNumber: String(form.get("number") ?? "").trim() });
          }}
          onClose={() => setAsking(undefined)}
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
      )}
    </>
  );
};
