import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { send } from "../../api/requests.ts";
import { setSession } from "../../api/session.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";

/**
 * A new password for whoever knows the present one: at the first sign-in, and whenever a person
 * wishes.
 */
export const Password = ({ first = false }: { readonly first?: boolean }) => {
  const { t } = useTranslation();
  const [differ, setDiffer] = useState(false);
  const change = useMutation({
    mutationFn: async (form: FormData) => {
      const text = (name: string): string => String(form.get(name) ?? "");
      const body = { currentPassword: text("current"), newPassword: text("new") };
      return setSession(await send("post", "/api/accounts/v1/password", { body }));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const shown = event.currentTarget;
    const form = new FormData(shown);
    const different = form.get("new") !== form.get("again");
    setDiffer(different);
    if (!different) change.mutate(form, { onSuccess: () => shown.reset() });
  };
  return (
    <section className="card stack" aria-labelledby="password-title">
      <div>
        <h2 id="password-title">{t(first ? "signIn.first" : "signIn.changeTitle")}</h2>
        <p className="muted">{t(first ? "signIn.firstWhy" : "signIn.changeWhy")}</p>
      </div>
      <form className="stack" onSubmit={submit}>
        {(["current", "new", "again"] as const).map((name) => (
          <div className="field" key={name}>
            <label htmlFor={name}>{t(`signIn.${name}`)}</label>
            <input
              id={name}
              name={name}
              type="password"
              autoComplete={name === "current" ? "current-password" : "new-password"}
              required
            />
          </div>
        ))}
        {differ ? <div className="problem">{t("signIn.differ")}</div> : <ProblemNote error={change.error} />}
        {change.isSuccess && (
          <p className="good" role="status">
            ✓ {t("signIn.changed")}
          </p>
        )}
        <BusyButton type="submit" data-kind="primary" busy={change.isPending}>
          {t("signIn.change")}
        </BusyButton>
      </form>
    </section>
  );
};
