import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { query, readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import { CodeField } from "../../ui/code-field.tsx";
import { FormDialog } from "../../ui/dialog.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { SetUpSecondFactor } from "./set-up-second-factor.tsx";

const FACTOR = "/api/accounts/v1/second-factor";

const Removal = (props: { readonly onRemoved: () => void; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { onRemoved, onClose } = props;
  const remove = useMutation({
    mutationFn: (body: { readonly password: string; readonly currentCode: string }) =>
      send("post", "/api/accounts/v1/second-factor/removal", { body }),
    onSuccess: onRemoved,
  });
  return (
    <FormDialog
      title={t("factor.remove")}
      confirm={t("factor.remove")}
      busy={remove.isPending}
      error={remove.error}
      onSubmit={(form) =>
        remove.mutate({
          password: String(form.get("password") ?? ""),
          currentCode: String(form.get("currentCode") ?? ""),
        })
      }
      onClose={onClose}
    >
      <p>{t("factor.removeWhat")}</p>
      <div className="field">
        <label htmlFor="removal-password">{t("signIn.password")}</label>
        <input
          id="removal-password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          data-first
        />
      </div>
      <CodeField current />
    </FormDialog>
  );
};

/** How the second factor stands, and what its owner can do about it. */
export const SecondFactor = () => {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const standing = useQuery(query(FACTOR));
  const [doing, setDoing] = useState<"set-up" | "remove">();
  const end = () => {
    setDoing(undefined);
    void refresh(readsOf(FACTOR));
  };
  const { set = false, needed = false, recoveryCodesLeft = 0 } = standing.data ?? {};
  if (doing === "set-up") return <SetUpSecondFactor replaces={set} onDone={end} />;
  return (
    <section className="card stack" aria-labelledby="factor-title">
      <div>
        <h2 id="factor-title">{t("factor.title")}</h2>
        <p className="muted">{t("factor.why")}</p>
      </div>
      <ProblemNote error={standing.error} />
      {standing.data && (
        <p role="status" className={set ? "good" : ""}>
          {set ? `✓ ${t("factor.on", { count: recoveryCodesLeft })}` : t("factor.off")}
        </p>
      )}
      <div className="row">
        <button type="button" onClick={() => setDoing("set-up")}>
          {t(set ? "factor.again" : "factor.begin")}
        </button>
        {set && !needed && (
          <button type="button" onClick={() => setDoing("remove")}>
            {t("factor.remove")}
          </button>
        )}
      </div>
      {doing === "remove" && <Removal onRemoved={end} onClose={() => setDoing(undefined)} />}
    </section>
  );
};
