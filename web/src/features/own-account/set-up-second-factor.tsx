import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Answer } from "../../api/paths.ts";
import { send } from "../../api/requests.ts";
import { setSession } from "../../api/session.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { CodeField } from "../../ui/code-field.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { QrCode } from "./qr-code.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

const CONFIRMATION = "/api/accounts/v1/second-factor/confirmation";
type Confirmed = Answer<"post", typeof CONFIRMATION>;

const inGroups = (secret: string): string => secret.replace(/(.{4})(?=.)/g, "$1 ");

/** The phone reads the picture, and its first code proves that it did. */
const Scan = (props: {
  readonly replaces: boolean;
  readonly onConfirmed: (confirmed: Confirmed) => void;
}) => {
  const { t } = useTranslation();
  const { replaces, onConfirmed } = props;
  const offer = useQuery({
    queryKey: ["second-factor-offer"],
    queryFn: () => send("post", "/api/accounts/v1/second-factor"),
    // Each offer takes the place of the one before; the picture stays while the page is open.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnReconnect: false,
  });
  const confirm = useMutation({
    mutationFn: (body: {
      readonly password: string;
      readonly code: string;
      readonly currentCode?: string | undefined;
    }) => send("post", CONFIRMATION, { body }),
    onSuccess: onConfirmed,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    confirm.mutate({
      password: String(form.get("password") ?? ""),
      code: String(form.get("code") ?? ""),
      currentCode: replaces ? String(form.get("currentCode") ?? "") : undefined,
    });
  };
  return (
    <form className="two-sides" onSubmit={submit}>
      <ol className="small set-up">
        <li>{t("factor.install")}</li>
        <li>
          {t("factor.scan")}
          {offer.data && (
            <>
              <QrCode text={offer.data.address} label={t("factor.picture")} />
              <details>
                <summary>{t("factor.noCamera")}</summary>
                <p>{t("factor.typeSecret")}</p>
                <code className="fingerprint" data-secret>
                  {inGroups(offer.data.secret)}
                </code>
              </details>
            </>
          )}
          <ProblemNote error={offer.error} />
        </li>
        <li>{t("factor.confirm")}</li>
      </ol>
      <div className="stack">
        <CodeField />
        {replaces && <CodeField current />}
        <div className="field">
          <label htmlFor="factor-password">{t("factor.password")}</label>
          <input
            id="factor-password"
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
        </div>
        <ProblemNote error={confirm.error} />
        <BusyButton type="submit" data-kind="primary" disabled={!offer.data} busy={confirm.isPending}>
          {t("factor.turnOn")}
        </BusyButton>
      </div>
    </form>
  );
};

/**
 * Sets up the second factor: the phone's first code, then the paper for a lost phone. The session
 * that the answer brings is used once the paper is put away.
 */
export const SetUpSecondFactor = (props: {
  readonly first?: boolean;
  /** Another phone takes the place of the one there is. */
  readonly replaces?: boolean;
  readonly onDone?: () => void;
}) => {
  const { t } = useTranslation();
  const { first = false, replaces = false, onDone } = props;
  const [confirmed, setConfirmed] = useState<Confirmed>();
  const finish = (answer: Confirmed) => {
    setSession(answer);
    onDone?.();
  };
  return (
    <section className="card stack" aria-labelledby="factor-title">
      <div>
        <h2 id="factor-title">{t(confirmed ? "factor.papers" : "factor.setUpTitle")}</h2>
        <p className="muted">
          {t(confirmed ? "factor.papersWhy" : first ? "factor.firstWhy" : "factor.why")}
        </p>
      </div>
      {confirmed ? (
        <RecoveryCodes codes={confirmed.recoveryCodes} onDone={() => finish(confirmed)} />
      ) : (
        <Scan replaces={replaces} onConfirmed={setConfirmed} />
      )}
    </section>
  );
};
