import { useTranslation } from "react-i18next";
import { formatDay, formatMoment } from "../../ui/format.ts";
import { useSession } from "../../ui/use-session.ts";
import type { Order, Person } from "./use-accounts.ts";

interface Props {
  readonly person: Person;
  readonly unitNames: ReadonlyMap<string, string>;
  readonly onOrder: (order: Order) => void;
}

const Roles = (props: Props & { readonly onGrant: () => void; readonly mayChange: boolean }) => {
  const { t } = useTranslation();
  const { person, unitNames, onOrder, onGrant, mayChange } = props;
  return (
    <>
      {person.grants.map(({ role, unitId }) => {
        const elsewhere = unitId === person.unitId ? undefined : unitNames.get(unitId);
        const shown = `${t(`role.${role}`)}${elsewhere === undefined ? "" : ` · ${elsewhere}`}`;
        if (!mayChange)
          return (
            <span className="tag" key={`${role} ${unitId}`}>
              {shown}
            </span>
          );
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
      {mayChange && (
        <button
          type="button"
          data-kind="plain"
          className="small"
          aria-label={`${t("accounts.addRole")}: ${person.displayName}`}
          onClick={onGrant}
        >
          + {t("accounts.addRole")}
        </button>
      )}
    </>
  );
};

/** What may be done about the person as a whole; nobody does it to themselves. */
const Acts = (props: Pick<Props, "person" | "onOrder"> & { onMove: () => void; onReset: () => void }) => {
  const { t } = useTranslation();
  const own = useSession()?.account.id;
  const { person, onOrder, onMove, onReset } = props;
  if (person.id === own) return <span className="muted small">{t("accounts.yourself")}</span>;
  return (
    <div className="row">
      <button
        type="button"
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
      <button type="button" onClick={onMove}>
        {t("accounts.move")}
      </button>
      <button type="button" onClick={onReset}>
        {t("accounts.reset")}
      </button>
    </div>
  );
};

/** One person: where they are employed, with which roles, and what may be done about them. */
export const PersonRow = (
  props: Props & {
    readonly onGrant: () => void;
    readonly onMove: () => void;
    readonly onReset: () => void;
    /** Who audits reads the list alone. */
    readonly mayChange: boolean;
  },
) => {
  const { t } = useTranslation();
  const { person, unitNames, onOrder, onGrant, onMove, onReset, mayChange } = props;
  const own = useSession()?.account.id;
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
        {person.heldUntil !== undefined && (
          <span className="below small doubt" data-held>
            {t(person.awaitsChoice ? "accounts.heldUntilChosen" : "accounts.held", {
              time: formatMoment(person.heldUntil),
            })}
          </span>
        )}
      </td>
      <td className="small unit">{unitNames.get(person.unitId) ?? ""}</td>
      <td>
        <Roles
          person={person}
          unitNames={unitNames}
          onOrder={onOrder}
          onGrant={onGrant}
          // Nobody gives themselves a role, or takes one away.
          mayChange={mayChange && person.id !== own}
        />
      </td>
      <td className="small muted">
        {person.lastSignInAt === undefined ? "–" : formatMoment(person.lastSignInAt)}
      </td>
      <td>{mayChange && <Acts person={person} onOrder={onOrder} onMove={onMove} onReset={onReset} />}</td>
    </tr>
  );
};
