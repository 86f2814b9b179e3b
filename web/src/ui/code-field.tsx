import { useId } from "react";
import { useTranslation } from "react-i18next";
import { codeOf } from "../api/problem.ts";

/** Whether the refusal asks for a code of the phone; a wrong one asks again. */
export const asksForCode = (error: unknown): boolean => {
  const code = codeOf(error);
  return code === "second-factor-needed" || code === "second-factor-wrong";
};

/** Six digits of the phone, or a recovery code. */
export const CodeField = ({ autoFocus = false }: { readonly autoFocus?: boolean }) => {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t("factor.code")}</label>
      <input
        id={id}
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        minLength={6}
        maxLength={20}
        required
        // biome-ignore lint/a11y/noAutofocus: it is the one thing that is still asked
        autoFocus={autoFocus}
      />
      <p className="muted small">{t("factor.codeWhere")}</p>
    </div>
  );
};
