import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Answer } from "../api/paths.ts";
import { query } from "../api/queries.ts";
import { formatMoment } from "./format.ts";

/** A disk fills up within minutes. */
const EVERY_MS = 60_000;

const texts = {
  old: "backup.old",
  failed: "backup.failed",
  losses: "backup.losses",
  "damaged-secrets": "backup.damagedSecrets",
  "damaged-log": "backup.damagedLog",
  "only-copied": "backup.onlyCopied",
  none: undefined,
  "wrong-key": "backup.wrongKey",
  "no-place": "backup.noPlace",
} as const;

const remedies: Readonly<Partial<Record<keyof typeof texts, string>>> = {
  losses: "backup.whatOfLosses",
  "damaged-secrets": "backup.whatOfDamagedSecrets",
  "damaged-log": "backup.whatOfDamagedLog",
  "only-copied": "backup.whatOfLosses",
  "no-place": "backup.whatOfNoPlace",
  none: "backup.whatOfNone",
};

const remedyOf = (state: keyof typeof texts): string => remedies[state] ?? "backup.what";

type Standing = Answer<"get", "/api/accounts/v1/backups">;

/** What the title counts. */
const countOf = ({ state, lost, onlyCopied, damagedSecrets }: Standing): number => {
  if (state === "only-copied") return onlyCopied;
  return state === "damaged-secrets" ? damagedSecrets : lost;
};

/**
 * Says that the server has no room or cannot write, that its clock is behind, that files are gone,
 * that its log is damaged, that the last good backup is too old, that a later one failed and why,
 * that none can be made or ever was, and what would be lost; else nothing.
 */
export const BackupNotice = () => {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...query("/api/accounts/v1/backups"),
    staleTime: EVERY_MS,
    refetchInterval: EVERY_MS,
    retry: false,
  });
  if (!data) return null;
  const { state, lastGoodAt, lastGoodPlace, reason, place } = data;
  const { storageFull, storageLow, storageFault, missingFiles, clockBehind, logDamaged } = data;
  const isWell = state === "good" || state === "elsewhere";
  const title = isWell ? undefined : texts[state];
  return (
    <>
      {storageFull && (
        <div className="problem" role="status" data-notice="storage">
          <strong>{t("backup.storageFull")}</strong> {t("backup.whatOfFull")}
        </div>
      )}
      {storageFault !== null && (
        <div className="problem" role="status" data-notice="storage">
          <strong>{t(`backup.storageFault.${storageFault}`)}</strong> {t("backup.whatOfFault")}
        </div>
      )}
      {clockBehind !== null && (
        <div className="problem" role="status" data-notice="clock">
          <strong>
            {t("backup.clockBehind", {
              now: formatMoment(clockBehind.now),
              last: formatMoment(clockBehind.last),
            })}
          </strong>{" "}
          {t("backup.whatOfClock")}
        </div>
      )}
      {missingFiles > 0 && (
        <div className="problem" role="status" data-notice="missing-files">
          <strong>{t("backup.missingFiles", { count: missingFiles })}</strong> {t("backup.whatOfMissing")}
        </div>
      )}
      {logDamaged && (
        <div className="problem" role="status" data-notice="log-damaged">
          <strong>{t("backup.logDamaged")}</strong> {t("backup.whatOfDamagedLog")}
        </div>
      )}
      {storageLow && (
        <div className="problem" role="status" data-notice="storage">
          <strong>{t("backup.storageLow")}</strong> {t("backup.whatOfLow")}
        </div>
      )}
      {!isWell && (
        <div className="problem" role="status" data-notice="backup" data-state={state}>
          {title && <strong>{t(title, { count: countOf(data) })}</strong>}{" "}
          {reason && t(`backup.because.${reason}`, { place })}{" "}
          {lastGoodAt === null ? t("backup.noneYet") : t("backup.last", { at: formatMoment(lastGoodAt) })}{" "}
          {lastGoodPlace !== null &&
            lastGoodPlace !== place &&
            t("backup.lastPlace", { place: lastGoodPlace })}{" "}
          {t(remedyOf(state))} {place !== null && t("backup.place", { place })}
        </div>
      )}
    </>
  );
};
