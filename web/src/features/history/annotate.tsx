import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dataOf, entryApi } from "../../api/client.ts";
import { DayField } from "../../ui/day-field.tsx";
import { FormDialog } from "../../ui/dialog.tsx";

/** A note on a record by a decision of an authority: nothing of the register is changed by it. */
export const Annotate = ({ recordId }: { readonly recordId: string }) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const annotate = useMutation({
    mutationFn: (form: FormData) => {
      const text = (name: string) => String(form.get(name) ?? "").trim();
      return dataOf(
        entryApi.POST("/api/entry/v1/records/{recordId}/annotate", {
          params: { path: { recordId }, header: { "idempotency-key": crypto.randomUUID() } },
          body: {
            text: text("text"),
            decision: { number: text("number"), day: text("day"), issuedBy: text("issuedBy") },
          },
        }),
      );
    },
    onSuccess: async () => {
      for (const queryKey of [
        ["record", recordId],
        ["history", recordId],
      ])
        await client.invalidateQueries({ queryKey });
      setOpen(false);
    },
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
