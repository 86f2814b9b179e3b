import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { accountsApi, dataOf } from "../api/client.ts";
import { setSession, signInNameOf } from "../api/session.ts";
import { Dialog } from "./dialog.tsx";
import { ProblemNote } from "./problem-note.tsx";

const IDLE_MS = 10 * 60_000;
const KEY = "sogoc-locked";

/** True after ten minutes without a hand on the keyboard or mouse; a reload does not open the lock. */
export const useScreenLock = (): { readonly locked: boolean; readonly open: () => void } => {
  const [locked, setLocked] = useState(() => localStorage.getItem(KEY) !== null);
  const last = useRef(Date.now());
  useEffect(() => {
    const touched = () => {
      last.current = Date.now();
    };
    const look = setInterval(() => {
      if (Date.now() - last.current < IDLE_MS) return;
      localStorage.setItem(KEY, "yes");
      setLocked(true);
    }, 5_000);
    for (const kind of ["keydown", "pointerdown", "wheel"]) window.addEventListener(kind, touched, true);
    return () => {
      clearInterval(look);
      for (const kind of ["keydown", "pointerdown", "wheel"]) window.removeEventListener(kind, touched, true);
    };
  }, []);
  return {
    locked,
    open() {
      localStorage.removeItem(KEY);
      last.current = Date.now();
      setLocked(false);
    },
  };
};

/** Covers the page until the same person gives the password again; what was keyed stays as it was. */
export const ScreenLock = ({ name, onOpen }: { readonly name: string; readonly onOpen: () => void }) => {
  const { t } = useTranslation();
  const signIn = useMutation({
    mutationFn: async (password: string) => {
      const body = { signInName: signInNameOf(), password };
      return setSession(await dataOf(accountsApi.POST("/api/accounts/v1/sessions", { body })));
    },
    onSuccess: onOpen,
  });
  const leave = () => {
    localStorage.removeItem(KEY);
    void accountsApi.DELETE("/api/accounts/v1/sessions/current").catch(() => undefined);
    setSession(null);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    signIn.mutate(String(new FormData(event.currentTarget).get("password") ?? ""));
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
        <ProblemNote error={signIn.error} />
        <div className="row">
          <button type="submit" data-kind="primary" disabled={signIn.isPending}>
            {t("lock.open")}
          </button>
          <button type="button" onClick={leave}>
            {t("lock.other")}
          </button>
        </div>
      </form>
    </Dialog>
  );
};
