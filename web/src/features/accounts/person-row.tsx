import { useTranslation } from "react-i18next";
import { formatDay, formatMoment } from "../../ui/format.ts";
import { useSession } from "../../ui/use-session.ts";
import type { Order, Person } from "./use-accounts.ts";

interface Props {
  readonly person: Person;
  readonly unitNames: ReadonlyMap<string, string>;
  readonly onOrder: (order: Order) => void;
}

const Roles = (props: Props & { readonly onGrant: () => void }) => {
  const { t } = useTranslation();
  const { person, unitNames, onOrder, onGrant } = props;
  return (
    <>
      {person.grants.map(({ role, unitId }) => {
        const elsewhere = unitId === person.unitId ? undefined : unitNames.get(unitId);
        const shown = `${t(`role.${role}`)}${elsewhere === undefined ? "" : ` · ${elsewhere}`}`;
        return (
          <button
            type="button"
            key={`${role} ${unitId}`}
            className="tag"
            aria-label={`${t("accounts.revoke")}: ${shown}`}
            onClick={() =>
              onOrder({ kind: "revoke", accountId: person.id, revision: person.revision, role, unitId })
            }
          >
            {shown} ×
          </button>
        );
      })}
      <button
        type="button"
        data-kind="plain"
        className="small"
        aria-label={`${t("accounts.addRole")}: ${person.displayName}`}
        onClick={onGrant}
      >
        + {t("accounts.addRole")}
      </button>
    </>
  );
};

/** One person: where they are employed, with which roles, and what may be done about them. */
export const PersonRow = (
  props: Props & {
    readonly onGrant: () => void;
    readonly onMove: () => void;
    readonly onReset: () => void;
  },
) => {
  const { t } = useTranslation();
  const own = useSession()?.account.id;
  const { person, unitNames, onOrder, onGrant, onMove, onReset } = props;
  return (
    <tr>
      <td>
        {person.displayName}
        <div className="muted small">
          {person.signInName}
          {person.until !== undefined && ` · ${t("accounts.ends", { day: formatDay(person.until) })}`}
          {person.secondFactor && ` · ${t("accounts.secondFactor")}`}
        </div>
        {person.suspended && (
          <span className="tag" data-tone="bad">
            {t("accounts.suspended")}
          </span>
        )}
      </td>
      <td className="small">{unitNames.get(person.unitId) ?? ""}</td>
      <td>
        <Roles person={person} unitNames={unitNames} onOrder={onOrder} onGrant={onGrant} />
      </td>
      <td className="small muted">
        {person.lastSignInAt === undefined ? "–" : formatMoment(person.lastSignInAt)}
      </td>
      <td>
        <div className="row">
          <button
            type="button"
            disabled={person.id === own}
            onClick={() =>
              onOrder({
                kind: person.suspended ? "reinstate" : "suspend",
                accountId: person.id,
                revision: person.revision,
              })
            }
          >
            {person.suspended ? t("accounts.reinstate") : t("accounts.suspend")}
          </button>
          <button type="button" disabled={person.id === own} onClick={onMove}>
            {t("accounts.move")}
          </button>
          <button type="button" disabled={person.id === own} onClick={onReset}>
            {t("accounts.reset")}
          </button>
        </div>
      </td>
    </tr>
  );
};
