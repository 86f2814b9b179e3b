import { useId } from "react";
import { useTranslation } from "react-i18next";
import { codeOf } from "../api/problem.ts";

/** Whether the refusal asks for a code of the phone; a wrong one asks again. */
export const asksForCode = (error: unknown): boolean => {
  const code = codeOf(error);
  return code === "second-factor-needed" || code === "second-factor-wrong";
};

/** Six digits of the phone, or a recovery code. */
export const CodeField = (props: {
  readonly autoFocus?: boolean;
  /** Of the phone that is to be replaced or taken away. */
  readonly current?: boolean;
}) => {
  const { autoFocus = false, current = false } = props;
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t(current ? "factor.currentCode" : "factor.code")}</label>
      <input
        id={id}
        name={current ? "currentCode" : "code"}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        minLength={6}
        maxLength={20}
        required
        // biome-ignore lint/a11y/noAutofocus: it is the one thing that is still asked
        autoFocus={autoFocus}
      />
      <p className="muted small">{t(current ? "factor.currentCodeWhere" : "factor.codeWhere")}</p>
    </div>
  );
};
