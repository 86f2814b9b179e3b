import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AskText } from "../../ui/dialog.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useSession } from "../../ui/use-session.ts";
import { areasOf, employersOf } from "./employers.ts";
import { FromElsewhere } from "./from-elsewhere.tsx";
import { GrantRole } from "./grant-role.tsx";
import { MovePerson } from "./move-person.tsx";
import { OpenAccount } from "./open-account.tsx";
import { PersonRow } from "./person-row.tsx";
import { ResetPassword } from "./reset-password.tsx";
import type { NewPassword } from "./roles.ts";
import { ShownPassword } from "./shown-password.tsx";
import { type Order, type Person, useAccounts, useOrders } from "./use-accounts.ts";

/**
 * The people of the area: opened, given roles with an end, suspended, and given a new first
 * password.
 */
export const Accounts = () => {
  const { t } = useTranslation();
  const session = useSession();
  const [shown, setShown] = useState<NewPassword>();
  const [order, setOrder] = useState<Order>();
  const [granting, setGranting] = useState<string>();
  const grants = session?.account.grants ?? [];
  const area = grants.find(({ role }) => role === "unit-admin" || role === "system-admin")?.unitId ?? "";
  const { accounts, people, units, error } = useAccounts();
  const carryOut = useOrders();
  const [moving, setMoving] = useState<Person>();
  const [resetting, setResetting] = useState<Person>();
  const areas = areasOf(units, area);
  const holder = people.find(({ id }) => id === granting);
  const unitNames = new Map(units.map(({ id, name }) => [id, name]));
  return (
    <main className="page stack">
      <h1>{t("nav.accounts")}</h1>
      <OpenAccount areas={areas} units={employersOf(units, area)} onOpened={setShown} />
      <ProblemNote error={error ?? carryOut.error} />
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
          {people.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              unitNames={unitNames}
              onOrder={setOrder}
              onGrant={() => setGranting(person.id)}
              onMove={() => setMoving(person)}
              onReset={() => setResetting(person)}
            />
          ))}
        </tbody>
      </table>
      <MoreButton list={accounts} />
      <FromElsewhere unitNames={unitNames} onOrder={setOrder} />
      {moving && (
        <MovePerson person={moving} units={employersOf(units, area)} onClose={() => setMoving(undefined)} />
      )}
      {holder && <GrantRole holder={holder} areas={areas} onClose={() => setGranting(undefined)} />}
      {order && (
        <AskText
          title={t(`accounts.${order.kind}`)}
          label={t("common.reason")}
          confirm={t(`accounts.${order.kind}`)}
          onAnswer={(reason) => {
            carryOut.mutate({ order, reason });
            setOrder(undefined);
          }}
          onClose={() => setOrder(undefined)}
        />
      )}
      {resetting && (
        <ResetPassword
          person={resetting}
          onReset={(password) => {
            setResetting(undefined);
            setShown(password);
          }}
          onClose={() => setResetting(undefined)}
        />
      )}
      {shown && <ShownPassword shown={shown} onClose={() => setShown(undefined)} />}
    </main>
  );
};
