import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { accountsApi, dataOf } from "../api/client.ts";
import { formatMoment } from "./format.ts";
import { useSession } from "./use-session.ts";

const EVERY_MS = 10 * 60_000;

/** People who can have a backup made. */
const warned: readonly string[] = ["system-admin", "unit-admin"];

const texts = {
  old: "backup.old",
  failed: "backup.failed",
  losses: "backup.losses",
  none: "backup.none",
  "wrong-key": "backup.wrongKey",
} as const;

/** Says that the last good backup is too old, that a later one failed, that none can be made or ever was; else nothing. */
export const BackupNotice = () => {
  const { t } = useTranslation();
  const roles = (useSession()?.account.grants ?? []).map(({ role }) => role);
  const { data } = useQuery({
    queryKey: ["backups"],
    enabled: roles.some((role) => warned.includes(role)),
    staleTime: EVERY_MS,
    refetchInterval: EVERY_MS,
    retry: false,
    queryFn: () => dataOf(accountsApi.GET("/api/accounts/v1/backups")),
  });
  if (!data || data.state === "good" || data.state === "elsewhere") return null;
  const { state, lastGoodAt, lost } = data;
  return (
    <div className="problem" role="status">
      <strong>{t(texts[state], { count: lost })}</strong>{" "}
      {lastGoodAt === null ? null : t("backup.last", { at: formatMoment(lastGoodAt) })}{" "}
      {t(state === "losses" ? "backup.whatOfLosses" : "backup.what")}
    </div>
  );
};
