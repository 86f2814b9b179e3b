import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { formatMoment } from "../../ui/format.ts";
import { signOut } from "../../ui/sign-out.ts";
import { useResets } from "../../ui/use-resets.ts";
import { useSession } from "../../ui/use-session.ts";
import { OwnSessions } from "./own-sessions.tsx";
import { Password } from "./password.tsx";
import { SecondFactor } from "./second-factor.tsx";
import { SetUpSecondFactor } from "./set-up-second-factor.tsx";

/** Whose hand what the person does today counts as, beside theirs. */
const NewAccount = () => {
  const { t } = useTranslation();
  const opened = useResets().find(({ own, what }) => own && what === "opened");
  if (!opened) return null;
  return (
    <p className="notice" role="status" data-own-account-opened>
      {t("reset.opened.own", { by: opened.byName, at: formatMoment(opened.at) })}
    </p>
  );
};

/** A person's own account: password, second factor, and where they are signed in. */
export const OwnAccount = () => {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <main className="page stack">
      <h1>{t("ownAccount.title", { name: session?.account.name ?? "" })}</h1>
      <NewAccount />
      <div className="cards">
        <Password />
        <SecondFactor />
        <OwnSessions />
      </div>
    </main>
  );
};

/** For whoever has no phone at hand, or is not the one this account belongs to. */
const Leave = () => {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  return (
    <p>
      <button type="button" data-kind="plain" onClick={() => signOut(navigate)}>
        {t("common.signOut")}
      </button>
    </p>
  );
};

/** What an account needs before anything else: a password of one's own, then the second factor. */
export const MakeReady = ({ password }: { readonly password: boolean }) => (
  <main className={password ? "narrow" : "middle"}>
    {password ? <Password first /> : <SetUpSecondFactor first />}
    <Leave />
  </main>
);
