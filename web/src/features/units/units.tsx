import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole, useSession } from "../../ui/use-session.ts";
import { isOver } from "../../ui/week.ts";
import { CloseUnit } from "./close-unit.tsx";
import { NewUnit } from "./new-unit.tsx";
import { RenameUnit } from "./rename-unit.tsx";
import { type Order, UnitRow } from "./unit-row.tsx";
import { useRefreshUnits, useUnits } from "./use-units.ts";

/**
 * Units and contractors with their times: the system's administrator keeps units, a unit's own its
 * contractors.
 */
export const Units = () => {
  const { t } = useTranslation();
  const session = useSession();
  const keepsUnits = useHasRole("system-admin");
  const [order, setOrder] = useState<Order>();
  const grants = session?.account.grants ?? [];
  const area = grants.find(({ role }) => role === "system-admin" || role === "unit-admin")?.unitId ?? "";
  const { lines, error } = useUnits(area);
  const refresh = useRefreshUnits();
  const names = new Map(lines.map(({ id, name }) => [id, name]));
  const ordered = lines.find(({ id }) => id === order?.unitId);
  const open = lines.filter(({ closedOn }) => !isOver(closedOn));
  return (
    <main className="page stack">
      <h1>{t("nav.units")}</h1>
      <p className="muted small">{t(keepsUnits ? "units.hint" : "units.hintContractors")}</p>
      <NewUnit parents={open} keepsUnits={keepsUnits} onDone={refresh} />
      <ProblemNote error={error} />
      <table>
        <thead>
          <tr>
            <th>{t("units.name")}</th>
            <th>{t("units.kindTitle")}</th>
            <th>{t("units.code")}</th>
            <th>{t("units.from")}</th>
            <th>{t("units.closed")}</th>
            {keepsUnits && <th>{t("books.work")}</th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((unit) => (
            <UnitRow key={unit.id} unit={unit} names={names} onOrder={setOrder} />
          ))}
        </tbody>
      </table>
      {order?.kind === "rename" && ordered && (
        <RenameUnit unit={ordered} onClose={() => setOrder(undefined)} />
      )}
      {order?.kind === "close" && ordered && (
        <CloseUnit
          unit={ordered}
          candidates={open.filter(({ id, kind }) => id !== ordered.id && kind === ordered.kind)}
          onClose={() => setOrder(undefined)}
        />
      )}
    </main>
  );
};
