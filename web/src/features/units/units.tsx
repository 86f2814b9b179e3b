import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountsApi, dataOf } from "../../api/client.ts";
import { formatDay } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole, useSession } from "../../ui/use-session.ts";
import { CloseUnit } from "./close-unit.tsx";
import { NewUnit } from "./new-unit.tsx";
import { RenameUnit } from "./rename-unit.tsx";
import { inTreeOrder, type UnitLine } from "./tree-order.ts";

type Order = { readonly kind: "rename" | "close"; readonly unit: UnitLine };

/**
 * Units and contractors with their times: the system's administrator keeps units, a unit's own its
 * contractors.
 */
export const Units = () => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const session = useSession();
  const keepsUnits = useHasRole("system-admin");
  const [order, setOrder] = useState<Order>();
  const area =
    session?.account.grants.find(({ role }) => role === "system-admin" || role === "unit-admin")?.unitId ??
    "";
  const units = useQuery({
    queryKey: ["units", "below", area],
    queryFn: () => dataOf(accountsApi.GET("/api/accounts/v1/units", { params: { query: { below: area } } })),
  });
  const refresh = () => client.invalidateQueries({ queryKey: ["units"] });
  const rename = useMutation({
    mutationFn: ({ unitId, name, from }: { unitId: string; name: string; from: string }) =>
      dataOf(
        accountsApi.POST("/api/accounts/v1/units/{unitId}/rename", {
          params: { path: { unitId } },
          body: { name, from },
        }),
      ),
    onSuccess: refresh,
  });
  const close = useMutation({
    mutationFn: ({ unitId, on, successors }: { unitId: string; on: string; successors: string[] }) =>
      dataOf(
        accountsApi.POST("/api/accounts/v1/units/{unitId}/close", {
          params: { path: { unitId } },
          body: { on, successors },
        }),
      ),
    onSuccess: refresh,
  });
  const lines = inTreeOrder(units.data?.units ?? []);
  const names = new Map(lines.map(({ id, name }) => [id, name]));
  const open = lines.filter(({ closedOn }) => closedOn === undefined);
  return (
    <main className="page stack">
      <h1>{t("nav.units")}</h1>
      <p className="muted small">{t(keepsUnits ? "units.hint" : "units.hintContractors")}</p>
      <NewUnit parents={open} keepsUnits={keepsUnits} onDone={refresh} />
      <ProblemNote error={units.error ?? rename.error ?? close.error} />
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
            <tr key={unit.id} data-unit={unit.id}>
              <td>
                <span className="indent" data-depth={Math.min(unit.depth, 4)}>
                  {unit.closedOn === undefined ? unit.name : <del>{unit.name}</del>}
                </span>
                {unit.names.length > 1 && (
                  <div className="muted small">
                    {unit.names
                      .map(({ name, from }) => t("units.named", { name, from: formatDay(from) }))
                      .join(" · ")}
                  </div>
                )}
              </td>
              <td>{t(`units.kind.${unit.kind}`)}</td>
              <td>{unit.code}</td>
              <td className="small">{formatDay(unit.from)}</td>
              <td className="small">
                {unit.closedOn !== undefined &&
                  t(unit.successors.length > 0 ? "units.closedInto" : "units.closedOn", {
                    day: formatDay(unit.closedOn),
                    successors: unit.successors.map((id) => names.get(id) ?? id).join(", "),
                  })}
              </td>
              {keepsUnits && (
                <td>
                  {unit.closedOn === undefined && unit.kind !== "country" && (
                    <div className="row">
                      <button
                        type="button"
                        aria-label={`${t("units.rename")}: ${unit.name}`}
                        onClick={() => setOrder({ kind: "rename", unit })}
                      >
                        {t("units.rename")}
                      </button>
                      <button
                        type="button"
                        aria-label={`${t("units.close")}: ${unit.name}`}
                        onClick={() => setOrder({ kind: "close", unit })}
                      >
                        {t("units.close")}
                      </button>
                    </div>
                  )}
                </td>
              )}
            </tr>
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
