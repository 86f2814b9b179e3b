import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { BusyButton } from "./busy-button.tsx";
import { focusNearest, placesAround } from "./focus-near.ts";
import { ProblemNote } from "./problem-note.tsx";
import { isOvertaken } from "./use-made-from.ts";

/**
 * A modal dialog: the browser keeps the focus inside, closes it with Escape, and gives the focus
 * back to where it was. What should be focused first carries `data-first`.
 */
export const Dialog = (props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) => {
  const { title, onClose, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const shown = dialog.current;
      const isTop = [...document.querySelectorAll("dialog[open]")].at(-1) === shown;
      // What had the focus may be gone, or may not have it any more: the page has the key then.
      if (!shown || !isTop || (event.target instanceof Node && shown.contains(event.target))) return;
      event.stopPropagation();
      if (event.key !== "Escape") return;
      event.preventDefault();
      close.current();
    };
    window.addEventListener("keydown", listen, { capture: true });
    return () => window.removeEventListener("keydown", listen, { capture: true });
  }, []);
  useEffect(() => {
    const shown = dialog.current;
    const before = document.activeElement;
    const around = before ? placesAround(before) : [];
    shown?.showModal();
    shown?.querySelector<HTMLElement>("[data-first]:not([data-first=false])")?.focus();
    return () => {
      // React has taken it out of the page by then, where closing is told to nobody.
      shown?.close();
      if (before instanceof HTMLElement) before.focus();
      // What asked may be gone by then, as a request is that was decided.
      focusNearest(around);
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => event.preventDefault()}
      // A browser closes a dialog at the second Escape whatever the page says; the answer is the
      // page's.
      onClose={() => dialog.current?.showModal()}
      onKeyDown={(event) => {
        // The keys of the page behind must not act while a question is open.
        event.stopPropagation();
        if (event.key !== "Escape") return;
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
};

/**
 * What went wrong since the question was opened. What is asked of one command may be asked in
 * several dialogs: none of them tells of what went wrong in the one before.
 */
export const useOwnError = (error: unknown): unknown => {
  const [before] = useState(error);
  return error === before ? undefined : error;
};

/**
 * A dialog with a form: Enter sends it, Escape leaves; what went wrong is told inside, and what is
 * there now where somebody else was quicker.
 */
export const FormDialog = (props: {
  readonly title: string;
  readonly confirm: string;
  readonly busy?: boolean | undefined;
  readonly error?: unknown;
  readonly now?: string | undefined;
  /** Somebody else has settled it: there is nothing to send any more, and what was typed stays. */
  readonly isSettled?: boolean | undefined;
  readonly children?: ReactNode;
  readonly onSubmit: (form: FormData) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { title, confirm, busy = false, now, children, onSubmit, onClose } = props;
  const { isSettled = false } = props;
  const error = useOwnError(props.error);
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isSettled && !busy) onSubmit(new FormData(event.currentTarget));
        }}
      >
        {children}
        <ProblemNote error={error} />
        {now !== undefined && (isSettled || isOvertaken(error)) && (
          <p className="notice" data-now>
            {t("common.nowThere")} <strong>{now}</strong>
          </p>
        )}
        <div className="row">
          {!isSettled && (
            <BusyButton type="submit" data-kind="primary" busy={busy}>
              {confirm}
            </BusyButton>
          )}
          <button type="button" onClick={onClose}>
            {t(isSettled ? "common.close" : "common.cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
};

/** A question answered with a line of text; Enter sends it, Escape leaves. */
export const AskText = (props: {
  readonly title: string;
  readonly label: string;
  readonly confirm: string;
  readonly initial?: string;
  readonly minLength?: number;
  readonly suggestions?: readonly string[];
  readonly busy?: boolean | undefined;
  readonly error?: unknown;
  readonly now?: string | undefined;
  readonly isSettled?: boolean | undefined;
  readonly children?: ReactNode;
  readonly onAnswer: (text: string, form: FormData) => void;
  readonly onClose: () => void;
}) => {
  const id = useId();
  const { title, label, confirm, initial = "", minLength = 3, suggestions = [], onAnswer, onClose } = props;
  const { busy, error, now, isSettled } = props;
  return (
    <FormDialog
      title={title}
      confirm={confirm}
      busy={busy}
      error={error}
      now={now}
      isSettled={isSettled}
      onClose={onClose}
      onSubmit={(form) => onAnswer(String(form.get("text") ?? "").trim(), form)}
    >
      {props.children}
      <div className="field">
        <label htmlFor={id}>{label}</label>
        <input
          id={id}
          name="text"
          autoComplete="off"
          required
          minLength={minLength}
          maxLength={500}
          defaultValue={initial}
          list={suggestions.length > 0 ? `${id}-list` : undefined}
          data-first
          onFocus={(event) => event.currentTarget.select()}
        />
        {suggestions.length > 0 && (
          <datalist id={`${id}-list`}>
            {suggestions.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        )}
      </div>
    </FormDialog>
  );
};
