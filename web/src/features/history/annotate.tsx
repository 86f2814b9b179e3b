import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ofSeen, send } from "../../api/requests.ts";
import { DayField } from "../../ui/day-field.tsx";
import { FormDialog } from "../../ui/dialog.tsx";
import { textIn } from "../../ui/form-texts.ts";
import { isOvertaken } from "../../ui/use-made-from.ts";
import { useRefreshRecord } from "./use-record.ts";

/** A note on a record by a decision of an authority: nothing of the register is changed by it. */
export const Annotate = (props: { readonly recordId: string; readonly revision: number }) => {
  const { t } = useTranslation();
  const { recordId, revision } = props;
  const refresh = useRefreshRecord(recordId);
  const [open, setOpen] = useState(false);
  const annotate = useMutation({
    mutationFn: (form: FormData) =>
      send("post", "/api/entry/v1/records/{recordId}/annotate", {
        path: { recordId },
        header: { ...ofSeen(revision), "idempotency-key": crypto.randomUUID() },
        body: {
          text: textIn(form, "text"),
          decision: {
            number: textIn(form, "number"),
            day: textIn(form, "day"),
            issuedBy: textIn(form, "issuedBy"),
          },
        },
      }),
    onSuccess: async () => {
      await refresh();
      setOpen(false);
    },
    // What is there now stands behind the dialog; the note stays to be sent again.
    onError: (error) => (isOvertaken(error) ? refresh() : undefined),
  });
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {t("annotate.title")}
      </button>
      {open && (
        <FormDialog
          title={t("annotate.title")}
          confirm={t("common.save")}
          busy={annotate.isPending}
          error={annotate.error}
          onSubmit={annotate.mutate}
          onClose={() => setOpen(false)}
        >
          <p className="muted">{t("annotate.what")}</p>
          <div className="field">
            <label htmlFor="note-text">{t("annotate.text")}</label>
            <textarea
              id="note-text"
              name="text"
              rows={3}
              required
              minLength={3}
              maxLength={1_000}
              data-first
            />
          </div>
          <div className="field">
            <label htmlFor="note-number">{t("annotate.number")}</label>
            <input id="note-number" name="number" required maxLength={100} autoComplete="off" />
          </div>
          <DayField id="note-day" name="day" label={t("annotate.day")} required />
          <div className="field">
            <label htmlFor="note-issuer">{t("annotate.issuedBy")}</label>
            <input
              id="note-issuer"
              name="issuedBy"
              required
              minLength={2}
              maxLength={255}
              autoComplete="off"
            />
          </div>
        </FormDialog>
      )}
    </>
  );
};
