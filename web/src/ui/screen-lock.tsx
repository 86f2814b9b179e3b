import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { codeOf } from "../api/problem.ts";
import { send } from "../api/requests.ts";
import { isLocked, lockScreen, setSession, signInNameOf, unlockScreen } from "../api/session.ts";
import { BusyButton } from "./busy-button.tsx";
import { asksForCode, CodeField } from "./code-field.tsx";
import { Dialog } from "./dialog.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { useRemembered } from "./use-remembered.ts";

const IDLE_MS = 10 * 60_000;

/**
 * True after ten minutes without a hand on the keyboard or mouse; a reload does not open the lock.
 */
export const useScreenLock = (account: string): { readonly locked: boolean; readonly open: () => void } => {
  const [locked, setLocked] = useState(() => isLocked(account));
  const last = useRef(Date.now());
  useEffect(() => {
    const lockWhenIdle = (): boolean => {
      if (isLocked(account) || Date.now() - last.current < IDLE_MS) return false;
      lockScreen(account);
      setLocked(true);
      return true;
    };
    const touched = (event: Event) => {
      // The first key after the lid was closed comes before the clock looks again; it must not act
      // on the page either.
      if (lockWhenIdle()) {
        event.stopImmediatePropagation();
        if (event.type !== "wheel") event.preventDefault();
      }
      last.current = Date.now();
    };
    // Locked or opened in another window.
    const heed = () => setLocked(isLocked(account));
    const look = setInterval(lockWhenIdle, 5_000);
    window.addEventListener("storage", heed);
    for (const kind of ["keydown", "pointerdown", "wheel"]) window.addEventListener(kind, touched, true);
    return () => {
      clearInterval(look);
      window.removeEventListener("storage", heed);
      for (const kind of ["keydown", "pointerdown", "wheel"]) window.removeEventListener(kind, touched, true);
    };
  }, [account]);
  return {
    locked,
    open() {
      unlockScreen();
      last.current = Date.now();
      setLocked(false);
    },
  };
};

/**
 * Covers the page until the same person gives the password again; what was keyed stays as it was.
 */
export const ScreenLock = (props: {
  readonly account: string;
  readonly name: string;
  readonly onOpen: () => void;
}) => {
  const { account, name, onOpen } = props;
  const { t } = useTranslation();
  const signIn = useMutation({
    mutationFn: async (given: { readonly password: string; readonly code?: string }) => {
      const body = { signInName: signInNameOf(account), ...given };
      return setSession(await send("post", "/api/accounts/v1/sessions", { body }));
    },
    onSuccess: onOpen,
  });
  // Asked for where the session has come to its end behind the locked screen.
  const codeAsked = useRemembered(asksForCode(signIn.error));
  const leave = () => {
    unlockScreen();
    void send("delete", "/api/accounts/v1/sessions/current").catch(() => undefined);
    setSession(null);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (signIn.isPending) return;
    const form = new FormData(event.currentTarget);
    const password = String(form.get("password") ?? "");
    signIn.mutate(codeAsked ? { password, code: String(form.get("code") ?? "") } : { password });
  };
  return (
    <Dialog title={t("lock.title")} onClose={() => undefined}>
      <form className="stack" onSubmit={submit}>
        <p>{t("lock.why", { name })}</p>
        <div className="field">
          <label htmlFor="lock-password">{t("signIn.password")}</label>
          <input
            id="lock-password"
            name="password"
            type="password"
            autoComplete="current-password"
            required
            data-first
          />
        </div>
        {codeAsked && <CodeField autoFocus />}
        {codeOf(signIn.error) !== "second-factor-needed" && <ProblemNote error={signIn.error} />}
        <div className="row">
          <BusyButton type="submit" data-kind="primary" busy={signIn.isPending}>
            {t("lock.open")}
          </BusyButton>
          <button type="button" onClick={leave}>
            {t("lock.other")}
          </button>
        </div>
      </form>
    </Dialog>
  );
};
