import { useId } from "react";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../ui/dialog.tsx";
import type { Stands } from "../../ui/keying/problems.ts";
import type { Finding } from "../../ui/keying/use-live-findings.ts";

/**
 * What the rules found, one by one: each is let stand for a reason of its own, and none is filled
 * in beforehand.
 */
export const AnswerFindings = (props: {
  readonly findings: readonly Finding[];
  readonly busy?: boolean | undefined;
  readonly error?: unknown;
  readonly onAccept: (standing: readonly Stands[]) => void;
  readonly onClose: () => void;
}) => {
  const { t, i18n } = useTranslation();
  const id = useId();
  const { findings, busy, error, onAccept, onClose } = props;
  const reasonIn = (form: FormData, index: number) => String(form.get(`reason-${index}`) ?? "").trim();
  return (
    <FormDialog
      title={t("desk.acceptTitle")}
      confirm={t("desk.acceptAndSave")}
      busy={busy}
      error={error}
      onSubmit={(form) =>
        onAccept(findings.map((finding, index) => ({ finding, reason: reasonIn(form, index) })))
      }
      onClose={onClose}
    >
      <datalist id={`${id}-reasons`}>
        {[t("desk.acceptDefault"), t("desk.acceptUnusual"), t("desk.acceptDamaged")].map((reason) => (
          <option key={reason} value={reason} />
        ))}
      </datalist>
      <ol className="findings">
        {findings.map((one, index) => (
          <li key={`${one.rule} ${one.fields.join(" ")}`} data-severity={one.severity}>
            <label htmlFor={`${id}-${index}`}>{i18n.language === "en" ? one.messageEn : one.messageVi}</label>
            <input
              id={`${id}-${index}`}
              name={`reason-${index}`}
              list={`${id}-reasons`}
              placeholder={t("desk.acceptWhy")}
              autoComplete="off"
              required
              minLength={3}
              maxLength={500}
              data-first={index === 0}
            />
          </li>
        ))}
      </ol>
    </FormDialog>
  );
};
