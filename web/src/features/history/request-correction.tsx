import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dataOf, reviewApi } from "../../api/client.ts";
import { Dialog, FormDialog } from "../../ui/dialog.tsx";
import { illegibleReasons, type KeyedValue } from "../../ui/keying/keyed-fields.ts";

/** What the book shows there: words, nothing, or what nobody can read. */
const kinds = ["text", "blank", "illegible"] as const;

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
  const [kind, setKind] = useState<(typeof kinds)[number]>("text");
  const { recordId, field, label, before, onClose } = props;
  const request = useMutation({
    mutationFn: (form: FormData) => {
      const raw = String(form.get("value") ?? "").normalize("NFC");
      const value: KeyedValue =
        kind === "blank"
          ? { blank: true }
          : kind === "illegible"
            ? { illegible: illegibleReasons.find((one) => one === form.get("why")) ?? "handwriting" }
            : { raw };
      const reason = String(form.get("reason") ?? "").trim();
      const body = { recordId, changes: { [field]: value }, reason };
      return dataOf(reviewApi.POST("/api/review/v1/corrections", { body }));
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["history", recordId] });
    },
  });
  const title = t("correction.request", { field: label });
  if (request.isSuccess) {
    return (
      <Dialog title={title} onClose={onClose}>
        <div className="stack">
          <p role="status">{t("correction.sent")}</p>
          <button type="button" data-kind="primary" data-first onClick={onClose}>
            {t("common.close")}
          </button>
        </div>
      </Dialog>
    );
  }
  return (
    <FormDialog
      title={title}
      confirm={t("correction.send")}
      busy={request.isPending}
      error={request.error}
      onSubmit={request.mutate}
      onClose={onClose}
    >
      <p className="muted">
        {t("correction.before")}: {before}
      </p>
      <div className="field">
        <label htmlFor="kind">{t("correction.kind")}</label>
        <select
          id="kind"
          value={kind}
          onChange={(event) => setKind(kinds.find((one) => one === event.target.value) ?? "text")}
        >
          {kinds.map((one) => (
            <option key={one} value={one}>
              {t(`correction.kinds.${one}`)}
            </option>
          ))}
        </select>
      </div>
      {kind === "text" && (
        <div className="field">
          <label htmlFor="value">{t("correction.after")}</label>
          <input id="value" name="value" defaultValue={before} autoComplete="off" data-first />
        </div>
      )}
      {kind === "illegible" && (
        <div className="field">
          <label htmlFor="why">{t("desk.whyIllegible")}</label>
          <select id="why" name="why">
            {illegibleReasons.map((one) => (
              <option key={one} value={one}>
                {t(`desk.why.${one}`)}
              </option>
            ))}
          </select>
        </div>
      )}
      <div className="field">
        <label htmlFor="reason">{t("common.reason")}</label>
        <input id="reason" name="reason" required minLength={3} maxLength={500} autoComplete="off" />
      </div>
    </FormDialog>
  );
};
