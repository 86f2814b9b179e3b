import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { destinationsOf } from "./destinations.ts";
import { ExportNotice } from "./export-notice.tsx";
import { Help } from "./help.tsx";
import { LeaveUnsent, useUnsent } from "./keying/unsent.tsx";
import { useDelivery } from "./keying/use-saving.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import { useRecordTypes } from "./record-type-options.tsx";
import { ResetNotice } from "./reset-notice.tsx";
import { ScreenLock, useScreenLock } from "./screen-lock.tsx";
import { signOut } from "./sign-out.ts";
import { useSession } from "./use-session.ts";
import { useTitle } from "./use-title.ts";

// Read by few: the desk is the lighter for it.
const AdministratorsNotices = lazy(async () => ({
  default: (await import("./administrators-notices.tsx")).AdministratorsNotices,
}));

/** Roles of those who can have the server mended, and a backup made. */
const administrators: readonly string[] = ["system-admin", "unit-admin"];

/** Asks the browser not to clear what is kept here when the disk gets short. */
const keepStorage = (): void => void navigator.storage?.persist?.().catch(() => false);

export const Shell = ({ children }: { readonly children: ReactNode }) => {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const [location, navigate] = useLocation();
  const account = session?.account.id ?? "";
  const isTold = (session?.account.grants ?? []).some(({ role }) => administrators.includes(role));
  const lock = useScreenLock(account);
  const unsent = useUnsent();
  const [leaving, setLeaving] = useState(false);
  useDelivery();
  useEffect(keepStorage, []);
  // Names types that came as data, before a page shows one.
  useRecordTypes();
  useEffect(() => {
    document.documentElement.lang = i18n.language;
  }, [i18n.language]);
  const roles = (session?.account.grants ?? []).map(({ role }) => role);
  const here = destinationsOf(roles).find(({ path }) => location.startsWith(path));
  useTitle(here && t(here.label));
  return (
    <div className="shell">
      {lock.locked && <ScreenLock account={account} name={session?.account.name ?? ""} onOpen={lock.open} />}
      <a className="skip" href="#content">
        {t("common.skip")}
      </a>
      <header className="bar">
        <Link href="/" className="brand">
          {t("app.name")}
        </Link>
        <nav aria-label={t("common.menu")}>
          {destinationsOf(roles).map(({ path, label }) => (
            <Link key={path} href={path} aria-current={location.startsWith(path) ? "page" : undefined}>
              {t(label)}
            </Link>
          ))}
        </nav>
        {unsent > 0 && (
          <Link href="/lo" className="tag" data-tone="warn" data-unsent={unsent}>
            {t("unsent.tag", { count: unsent })}
          </Link>
        )}
        <Link href="/mat-khau" className="who" title={t("ownAccount.link")}>
          {session?.account.name}
        </Link>
        <Help />
        <LanguageSwitch />
        <button
          type="button"
          data-kind="plain"
          onClick={() => (unsent > 0 ? setLeaving(true) : signOut(navigate))}
        >
          {t("common.signOut")}
        </button>
      </header>
      {leaving && (
        <LeaveUnsent unsent={unsent} onLeave={() => signOut(navigate)} onClose={() => setLeaving(false)} />
      )}
      <div className="content" id="content" tabIndex={-1} data-locked={lock.locked}>
        {isTold && (
          <Suspense>
            <AdministratorsNotices />
          </Suspense>
        )}
        <ResetNotice />
        <ExportNotice />
        {children}
      </div>
    </div>
  );
};
