import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDay, formatNumber } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole, useSession } from "../../ui/use-session.ts";
import { useUnitNames } from "../../ui/use-unit-names.ts";
import { todayInVietnam } from "../../ui/week.ts";
import { LimitChanges } from "./limit-changes.tsx";
import { SetLimits } from "./set-limits.tsx";
import { useLimits } from "./use-limits.ts";

const readers = ["unit-admin", "acceptor", "checker"];

/**
 * By which limits lots are accepted, from which day, and why: set by the unit's administrator, read
 * by who goes by them.
 */
export const Limits = () => {
  const { t } = useTranslation();
  const session = useSession();
  const admin = useHasRole("unit-admin");
  const unitName = useUnitNames();
  const grants = session?.account.grants ?? [];
  const unitId = readers.map((role) => grants.find((one) => one.role === role)).find(Boolean)?.unitId ?? "";
  const limits = useLimits(unitId);
  // A form of its own for each change: the next begins with what is in force then.
  const [changes, setChanges] = useState(0);
  const inForce = limits.data?.inForce;
  const today = todayInVietnam();
  const next = limits.data?.changes.find(({ from }) => from > today);
  return (
    <main className="page stack">
      <h1>
        {t("limits.title")} · {unitName(unitId)}
      </h1>
      <ProblemNote error={limits.error} />
      {inForce && (
        <p className="notice" data-in-force>
          {t("limits.inForce", {
            level: inForce.level,
            key: formatNumber(inForce.key),
            other: formatNumber(inForce.other),
          })}{" "}
          {inForce.setFor === null
            ? next
              ? t("limits.defaultUntil", { day: formatDay(next.from) })
              : t("limits.default")
            : inForce.setFor === unitId
              ? ""
              : t("limits.inherited", { unit: unitName(inForce.setFor) })}
        </p>
      )}
      <p className="muted small">{t("limits.hint")}</p>
      {admin && limits.data && (
        <SetLimits key={changes} unitId={unitId} limits={limits.data} onSet={() => setChanges(changes + 1)} />
      )}
      <h2>{t("limits.changes")}</h2>
      {limits.data && <LimitChanges {...limits.data} />}
    </main>
  );
};
