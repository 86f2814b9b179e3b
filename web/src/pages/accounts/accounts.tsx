import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountsApi, dataOf } from "../../api/client.ts";
import { AskText, Dialog } from "../../ui/dialog.tsx";
import { formatDay, formatMoment } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useSession } from "../../ui/use-session.ts";
import { type NewPassword, OpenAccount, roleOf, roles } from "./open-account.tsx";

interface UnitLine {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly parentId: string | null;
  readonly closedOn?: string | undefined;
}

/** Units where people may be employed: the area with everything below it, and contractors; none that has ended. */
const employersOf = (units: readonly UnitLine[], area: string): readonly UnitLine[] => {
  const parents = new Map(units.map(({ id, parentId }) => [id, parentId]));
  const within = (id: string | null | undefined): boolean =>
    id === area || (typeof id === "string" && within(parents.get(id)));
  return units.filter(
    ({ id, kind, closedOn }) => closedOn === undefined && (kind === "contractor" || within(id)),
  );
};

type Order =
  | { readonly kind: "suspend"; readonly accountId: string }
  | { readonly kind: "reinstate"; readonly accountId: string }
  | { readonly kind: "revoke"; readonly accountId: string; readonly role: string; readonly unitId: string };

/** The people of the area: opened, given roles with an end, suspended, and given a new first password. */
export const Accounts = () => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const session = useSession();
  const [shown, setShown] = useState<NewPassword>();
  const [order, setOrder] = useState<Order>();
  const grants = session?.account.grants ?? [];
  const area = grants.find(({ role }) => role === "unit-admin" || role === "system-admin")?.unitId ?? "";
  const accounts = useQuery({
    queryKey: ["accounts"],
    queryFn: () =>
      dataOf(accountsApi.GET("/api/accounts/v1/accounts", { params: { query: { limit: 200 } } })),
  });
  const units = useQuery({
    queryKey: ["units"],
    queryFn: () => dataOf(accountsApi.GET("/api/accounts/v1/units")),
  });
  const names = new Map((units.data?.units ?? []).map((unit) => [unit.id, unit.name]));
  const refresh = () => client.invalidateQueries({ queryKey: ["accounts"] });
  const carryOut = useMutation({
    mutationFn: async ({ given, reason }: { given: Order; reason: string }) => {
      const params = { path: { accountId: given.accountId } };
      if (given.kind === "suspend") {
        await accountsApi.POST("/api/accounts/v1/accounts/{accountId}/suspend", { params, body: { reason } });
      } else if (given.kind === "reinstate") {
        await accountsApi.POST("/api/accounts/v1/accounts/{accountId}/reinstate", {
          params,
          body: { reason },
        });
      } else {
        const body = { role: roleOf(given.role), unitId: given.unitId, reason };
        await accountsApi.POST("/api/accounts/v1/accounts/{accountId}/roles/revoke", { params, body });
      }
    },
    onSuccess: refresh,
  });
  const grant = useMutation({
    mutationFn: ({ accountId, role }: { accountId: string; role: string }) =>
      dataOf(
        accountsApi.POST("/api/accounts/v1/accounts/{accountId}/roles", {
          params: { path: { accountId } },
          body: { role: roleOf(role), unitId: area },
        }),
      ),
    onSuccess: refresh,
  });
  const reset = useMutation({
    mutationFn: async ({ accountId, name }: { accountId: string; name: string }) => {
      const { temporaryPassword } = await dataOf(
        accountsApi.POST("/api/accounts/v1/accounts/{accountId}/password-reset", {
          params: { path: { accountId } },
        }),
      );
      return { name, password: temporaryPassword };
    },
    onSuccess: setShown,
  });
  return (
    <main className="page stack">
      <h1>{t("nav.accounts")}</h1>
      <OpenAccount area={area} units={employersOf(units.data?.units ?? [], area)} onOpened={setShown} />
      <ProblemNote error={accounts.error ?? units.error ?? carryOut.error ?? grant.error ?? reset.error} />
      <table>
        <thead>
          <tr>
            <th>{t("accounts.displayName")}</th>
            <th>{t("accounts.unit")}</th>
            <th>{t("accounts.roles")}</th>
            <th>{t("accounts.lastSignIn")}</th>
            <th>{t("books.work")}</th>
          </tr>
        </thead>
        <tbody>
          {(accounts.data?.items ?? []).map((account) => (
            <tr key={account.id}>
              <td>
                {account.displayName}
                <div className="muted small">
                  {account.signInName}
                  {account.until !== undefined &&
                    ` · ${t("accounts.ends", { day: formatDay(account.until) })}`}
                </div>
              </td>
              <td className="small">{names.get(account.unitId) ?? ""}</td>
              <td>
                {account.grants.map(({ role, unitId }) => (
                  <button
                    type="button"
                    key={`${role} ${unitId}`}
                    className="tag"
                    aria-label={`${t("accounts.revoke")}: ${t(`role.${role}`)}`}
                    onClick={() => setOrder({ kind: "revoke", accountId: account.id, role, unitId })}
                  >
                    {t(`role.${role}`)} ×
                  </button>
                ))}
                <select
                  aria-label={`${t("accounts.addRole")}: ${account.displayName}`}
                  className="add-role"
                  value=""
                  onChange={(event) => grant.mutate({ accountId: account.id, role: event.target.value })}
                >
                  <option value="">{t("accounts.addRole")}</option>
                  {roles
                    .filter((role) => !account.grants.some((one) => one.role === role))
                    .map((role) => (
                      <option key={role} value={role}>
                        {t(`role.${role}`)}
                      </option>
                    ))}
                </select>
              </td>
              <td className="small muted">
                {account.lastSignInAt === undefined ? "–" : formatMoment(account.lastSignInAt)}
              </td>
              <td>
                <div className="row">
                  {account.suspended && (
                    <span className="tag" data-tone="bad">
                      {t("accounts.suspended")}
                    </span>
                  )}
                  <button
                    type="button"
                    disabled={account.id === session?.account.id}
                    onClick={() =>
                      setOrder({ kind: account.suspended ? "reinstate" : "suspend", accountId: account.id })
                    }
                  >
                    {account.suspended ? t("accounts.reinstate") : t("accounts.suspend")}
                  </button>
                  <button
                    type="button"
                    disabled={reset.isPending}
                    onClick={() => reset.mutate({ accountId: account.id, name: account.signInName })}
                  >
                    {t("accounts.reset")}
                  </button>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {order && (
        <AskText
          title={t(`accounts.${order.kind}`)}
          label={t("common.reason")}
          confirm={t(`accounts.${order.kind}`)}
          onAnswer={(reason) => {
            carryOut.mutate({ given: order, reason });
            setOrder(undefined);
          }}
          onClose={() => setOrder(undefined)}
        />
      )}
      {shown && (
        <Dialog title={t("accounts.passwordTitle")} onClose={() => setShown(undefined)}>
          <p>{t("accounts.passwordOnce", { name: shown.name })}</p>
          <p className="password">
            <code>{shown.password}</code>
          </p>
          <button type="button" data-kind="primary" data-first onClick={() => setShown(undefined)}>
            {t("accounts.written")}
          </button>
        </Dialog>
      )}
    </main>
  );
};
