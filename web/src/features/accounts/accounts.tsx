import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { accountsApi, dataOf } from "../../api/client.ts";
import { AskText, Dialog } from "../../ui/dialog.tsx";
import { formatDay, formatMoment } from "../../ui/format.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useSession } from "../../ui/use-session.ts";
import { GrantRole } from "./grant-role.tsx";
import { type NewPassword, OpenAccount, roleOf } from "./open-account.tsx";

interface UnitLine {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly parentId: string | null;
  readonly closedOn?: string | undefined;
}

/**
 * Units where people may be employed: the area with everything below it, and contractors; none that
 * has ended.
 */
const employersOf = (units: readonly UnitLine[], area: string): readonly UnitLine[] => {
  const parents = new Map(units.map(({ id, parentId }) => [id, parentId]));
  const within = (id: string | null | undefined): boolean =>
    id === area || (typeof id === "string" && within(parents.get(id)));
  return units.filter(
    ({ id, kind, closedOn }) => closedOn === undefined && (kind === "contractor" || within(id)),
  );
};

/** Units whose work may be given to somebody: the area itself first, then what is below it. */
const areasOf = (units: readonly UnitLine[], area: string): readonly UnitLine[] =>
  employersOf(units, area)
    .filter(({ kind }) => kind !== "contractor")
    .sort((a, b) => Number(b.id === area) - Number(a.id === area));

type Order =
  | { readonly kind: "suspend"; readonly accountId: string }
  | { readonly kind: "reinstate"; readonly accountId: string }
  | { readonly kind: "revoke"; readonly accountId: string; readonly role: string; readonly unitId: string };

/**
 * The people of the area: opened, given roles with an end, suspended, and given a new first
 * password.
 */
export const Accounts = () => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const session = useSession();
  const [shown, setShown] = useState<NewPassword>();
  const [order, setOrder] = useState<Order>();
  const [granting, setGranting] = useState<string>();
  const grants = session?.account.grants ?? [];
  const area = grants.find(({ role }) => role === "unit-admin" || role === "system-admin")?.unitId ?? "";
  const accounts = useInfiniteQuery({
    queryKey: ["accounts"],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      dataOf(
        accountsApi.GET("/api/accounts/v1/accounts", {
          params: { query: { limit: 200, ...(pageParam === "" ? {} : { after: pageParam }) } },
        }),
      ),
    getNextPageParam: ({ next }) => next,
  });
  const people = accounts.data?.pages.flatMap(({ items }) => items) ?? [];
  const units = useQuery({
    queryKey: ["units"],
    queryFn: () => dataOf(accountsApi.GET("/api/accounts/v1/units")),
  });
  const areas = areasOf(units.data?.units ?? [], area);
  const holder = people.find(({ id }) => id === granting);
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
      <OpenAccount areas={areas} units={employersOf(units.data?.units ?? [], area)} onOpened={setShown} />
      <ProblemNote error={accounts.error ?? units.error ?? carryOut.error ?? reset.error} />
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
          {people.map((account) => (
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
                    {t(`role.${role}`)}
                    {unitId !== account.unitId && names.has(unitId) && ` · ${names.get(unitId)}`} ×
                  </button>
                ))}
                <button
                  type="button"
                  data-kind="plain"
                  className="small"
                  aria-label={`${t("accounts.addRole")}: ${account.displayName}`}
                  onClick={() => setGranting(account.id)}
                >
                  + {t("accounts.addRole")}
                </button>
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
      <MoreButton list={accounts} />
      {holder && <GrantRole holder={holder} areas={areas} onClose={() => setGranting(undefined)} />}
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
