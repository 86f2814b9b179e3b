import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { faultOfDay, parseDay, writeDay } from "./typed-day.ts";

/**
 * A day written dd/MM/yyyy in every browser: the browser's own date input follows the browser's
 * language, not ours. Days go in and out as yyyy-MM-dd; `onDay` hears only of good days, and of ""
 * when a field that may be empty is emptied.
 */
export const DayField = (props: {
  readonly id: string;
  readonly label: ReactNode;
  /** The form then carries the day under this name. */
  readonly name?: string;
  readonly initial?: string;
  readonly onDay?: (day: string) => void;
  readonly min?: string;
  readonly max?: string;
  readonly required?: boolean;
  readonly first?: boolean;
  readonly describedBy?: string | undefined;
}) => {
  const { t } = useTranslation();
  const { id, label, name, initial = "", onDay, min, max, required, first, describedBy } = props;
  const [text, setText] = useState(writeDay(initial));
  const [left, setLeft] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const day = parseDay(text) ?? "";
  const fault = faultOfDay(text, min, max);
  const limit = writeDay((fault === "tooEarly" ? min : max) ?? "");
  const message = fault === "none" ? "" : t(`day.${fault}`, { day: limit });
  const shown = left && message !== "";

  // The browser refuses to send the form and says why, as it does for its own fields.
  useEffect(() => input.current?.setCustomValidity(message), [message]);
  useEffect(() => {
    const form = input.current?.form;
    const reset = () => {
      setText(writeDay(initial));
      setLeft(false);
    };
    form?.addEventListener("reset", reset);
    return () => form?.removeEventListener("reset", reset);
  }, [initial]);

  const change = (typed: string) => {
    setText(typed);
    const told = parseDay(typed) ?? "";
    if (faultOfDay(typed, min, max) === "none" && (told !== "" || !required)) onDay?.(told);
  };
  return (
    <div className="field day">
      <label htmlFor={id}>{label}</label>
      <input
        ref={input}
        id={id}
        value={text}
        inputMode="numeric"
        autoComplete="off"
        placeholder={t("day.shape")}
        maxLength={12}
        required={required}
        data-first={first}
        aria-invalid={shown}
        aria-describedby={shown ? `${id}-fault` : describedBy}
        onChange={(event) => change(event.target.value)}
        onBlur={() => {
          setLeft(true);
          if (day !== "") setText(writeDay(day));
        }}
      />
      {name !== undefined && <input type="hidden" name={name} value={fault === "none" ? day : ""} />}
      {shown && (
        <span className="mark" id={`${id}-fault`} role="alert">
          {message}
        </span>
      )}
    </div>
  );
};
