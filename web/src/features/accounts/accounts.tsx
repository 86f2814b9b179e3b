import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useHasRole, useSession } from "../../ui/use-session.ts";
import { areasOf, employersOf, standsAbove } from "./employers.ts";
import { FromElsewhere } from "./from-elsewhere.tsx";
import { GiveOrder } from "./give-order.tsx";
import { GrantRole } from "./grant-role.tsx";
import { MovePerson } from "./move-person.tsx";
import { OpenAccount } from "./open-account.tsx";
import { PersonRow } from "./person-row.tsx";
import { ResetPassword } from "./reset-password.tsx";
import type { NewPassword } from "./roles.ts";
import { ShownPassword } from "./shown-password.tsx";
import { type Order, useAccounts } from "./use-accounts.ts";

const PeopleHead = () => {
  const { t } = useTranslation();
  return (
    <thead>
      <tr>
        <th>{t("accounts.displayName")}</th>
        <th>{t("accounts.unit")}</th>
        <th>{t("accounts.roles")}</th>
        <th>{t("accounts.lastSignIn")}</th>
        <th>{t("books.work")}</th>
      </tr>
    </thead>
  );
};

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
  const mayChange = useHasRole("unit-admin", "system-admin");
  const { accounts, people, units, error } = useAccounts();
  const [moving, setMoving] = useState<string>();
  const [resetting, setResetting] = useState<string>();
  const areas = areasOf(units, area);
  const isAbove = (reached: readonly string[]) => standsAbove(units, area, reached);
  const holder = people.find(({ id }) => id === granting);
  const moved = people.find(({ id }) => id === moving);
  const reset = people.find(({ id }) => id === resetting);
  const unitNames = new Map(units.map(({ id, name }) => [id, name]));
  return (
    <main className="page stack">
      <h1>{t("nav.accounts")}</h1>
      {/* The auditor reads the list, and opens nobody an account. */}
      {mayChange && (
        <OpenAccount areas={areas} units={employersOf(units, area)} isAbove={isAbove} onOpened={setShown} />
      )}
      <ProblemNote error={error} />
      {accounts.data && people.every(({ id }) => id === session?.account.id) && (
        <p className="muted">{t("accounts.nobody")}</p>
      )}
      <table>
        <PeopleHead />
        <tbody>
          {people.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              unitNames={unitNames}
              onOrder={setOrder}
              onGrant={() => setGranting(person.id)}
              onMove={() => setMoving(person.id)}
              onReset={() => setResetting(person.id)}
              mayChange={mayChange}
            />
          ))}
        </tbody>
      </table>
      <MoreButton list={accounts} />
      {mayChange && <FromElsewhere unitNames={unitNames} onOrder={setOrder} />}
      {moved && (
        <MovePerson person={moved} units={employersOf(units, area)} onClose={() => setMoving(undefined)} />
      )}
      {holder && (
        <GrantRole holder={holder} areas={areas} isAbove={isAbove} onClose={() => setGranting(undefined)} />
      )}
      {order && (
        <GiveOrder
          order={order}
          person={people.find(({ id }) => id === order.accountId)}
          onClose={() => setOrder(undefined)}
        />
      )}
      {reset && (
        <ResetPassword
          person={reset}
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
