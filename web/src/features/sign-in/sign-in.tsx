import { useMutation, useQuery } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { codeOf } from "../../api/problem.ts";
import { send } from "../../api/requests.ts";
import { lastSignInName, rememberSignInName, setSession, unlockScreen } from "../../api/session.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { asksForCode, CodeField } from "../../ui/code-field.tsx";
import { LanguageSwitch } from "../../ui/language-switch.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useRemembered } from "../../ui/use-remembered.ts";
import { DemoSteps, findDemo } from "./demo-steps.tsx";
import { TrustOffer } from "./trust-offer.tsx";

const textIn = (form: FormData, name: string): string => String(form.get(name) ?? "");

interface Entry {
  readonly signInName: string;
  readonly password: string;
  readonly code?: string;
  /** Where to go; without it the person goes on where the address says. */
  readonly path?: string;
}

export const SignIn = () => {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const demo = useQuery({ queryKey: ["demo"], queryFn: findDemo, retry: false, staleTime: Infinity });
  const signIn = useMutation({
    mutationFn: async ({ path, ...body }: Entry) => {
      const answer = await send("post", "/api/accounts/v1/sessions", { body });
      rememberSignInName(answer.account.id, body.signInName);
      unlockScreen();
      if (path !== undefined) navigate(path);
      return setSession(answer);
    },
  });
  // Once asked for, it stays: also where the next answer is another refusal.
  const codeAsked = useRemembered(asksForCode(signIn.error));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const entry = { signInName: textIn(form, "name").trim(), password: textIn(form, "password") };
    signIn.mutate(codeAsked ? { ...entry, code: textIn(form, "code") } : entry);
  };
  return (
    <main className="entrance" data-demo={Boolean(demo.data)}>
      <form className="card stack" onSubmit={submit}>
        <div>
          <h1>{t("app.name")}</h1>
          <p className="muted">{t("app.tagline")}</p>
        </div>
        <div className="field">
          <label htmlFor="name">{t("signIn.name")}</label>
          <input
            id="name"
            name="name"
            autoComplete="username"
            autoCapitalize="none"
            defaultValue={lastSignInName()}
            required
            // biome-ignore lint/a11y/noAutofocus: nothing else is on this page
            autoFocus
          />
        </div>
        <div className="field">
          <label htmlFor="password">{t("signIn.password")}</label>
          <input id="password" name="password" type="password" autoComplete="current-password" required />
        </div>
        {codeAsked && <CodeField autoFocus />}
        {codeOf(signIn.error) !== "second-factor-needed" && <ProblemNote error={signIn.error} />}
        <BusyButton type="submit" data-kind="primary" busy={signIn.isPending}>
          {t("signIn.submit")}
        </BusyButton>
        <TrustOffer />
        <LanguageSwitch />
      </form>
      {demo.data && (
        <DemoSteps
          demo={demo.data}
          busy={signIn.isPending}
          onEnter={(signInName, path) =>
            signIn.mutate({ signInName, path, password: demo.data?.password ?? "" })
          }
        />
      )}
    </main>
  );
};
