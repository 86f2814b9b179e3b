import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { dataOf, reviewApi } from "../../api/client.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";

/** Asks for one field of an accepted record to be changed; another person decides. */
export const RequestCorrection = (props: {
  readonly recordId: string;
  readonly field: string;
  readonly label: string;
  readonly before: string;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { recordId, field, label, before, onClose } = props;
  const request = useMutation({
    mutationFn: (form: FormData) => {
      const raw = String(form.get("value") ?? "");
      const reason = String(form.get("reason") ?? "").trim();
      const body = { recordId, changes: { [field]: { raw } }, reason };
      return dataOf(reviewApi.POST("/api/review/v1/corrections", { body }));
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["history", recordId] });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    request.mutate(new FormData(event.currentTarget));
  };
  return (
    <Dialog title={t("correction.request", { field: label })} onClose={onClose}>
      {request.isSuccess ? (
        <div className="stack">
          <p role="status">{t("correction.sent")}</p>
          <button type="button" data-kind="primary" data-first onClick={onClose}>
            {t("common.close")}
          </button>
        </div>
      ) : (
        <form className="stack" onSubmit={submit}>
          <p className="muted">
            {t("correction.before")}: {before}
          </p>
          <div className="field">
            <label htmlFor="value">{t("correction.after")}</label>
            <input id="value" name="value" defaultValue={before} autoComplete="off" data-first />
          </div>
          <div className="field">
            <label htmlFor="reason">{t("common.reason")}</label>
            <input id="reason" name="reason" required minLength={3} maxLength={500} autoComplete="off" />
          </div>
          <ProblemNote error={request.error} />
          <div className="row">
            <button type="submit" data-kind="primary" disabled={request.isPending}>
              {t("correction.send")}
            </button>
            <button type="button" onClick={onClose}>
              {t("common.cancel")}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
};
