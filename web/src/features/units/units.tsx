import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole, useSession } from "../../ui/use-session.ts";
import { CloseUnit } from "./close-unit.tsx";
import { NewUnit } from "./new-unit.tsx";
import { RenameUnit } from "./rename-unit.tsx";
import { type Order, UnitRow } from "./unit-row.tsx";
import { useUnits } from "./use-units.ts";

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
  const { lines, rename, close, refresh, error } = useUnits(area);
  const names = new Map(lines.map(({ id, name }) => [id, name]));
  const open = lines.filter(({ closedOn }) => closedOn === undefined);
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
      {order?.kind === "rename" && (
        <RenameUnit
          unit={order.unit}
          onAnswer={(name, from) => {
            rename.mutate({ unitId: order.unit.id, name, from });
            setOrder(undefined);
          }}
          onClose={() => setOrder(undefined)}
        />
      )}
      {order?.kind === "close" && (
        <CloseUnit
          unit={order.unit}
          candidates={open.filter(({ id, kind }) => id !== order.unit.id && kind === order.unit.kind)}
          onAnswer={(on, successors) => {
            close.mutate({ unitId: order.unit.id, on, successors });
            setOrder(undefined);
          }}
          onClose={() => setOrder(undefined)}
        />
      )}
    </main>
  );
};
