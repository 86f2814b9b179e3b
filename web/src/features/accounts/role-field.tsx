import { useTranslation } from "react-i18next";
import { asksAbout, type GivenRole, type UnitChoice } from "./roles.ts";

/** The roles that may be given, as a choice. */
export const RoleField = (props: {
  readonly id: string;
  readonly choices: readonly GivenRole[];
  readonly value: string;
  readonly onChange: (role: string) => void;
  readonly first?: boolean;
  /** Roles that are shown and cannot be chosen, and where the page says why. */
  readonly barred?: { readonly roles: readonly string[]; readonly describedBy: string } | undefined;
}) => {
  const { t } = useTranslation();
  const { id, choices, value, onChange, first = false, barred } = props;
  return (
    <div className="field">
      <label htmlFor={id}>{t("accounts.role")}</label>
      <select
        id={id}
        name="role"
        data-first={first}
        value={value}
        required
        aria-describedby={barred?.describedBy}
        onChange={(event) => onChange(event.target.value)}
      >
        {choices.map((role) => (
          <option key={role} value={role} disabled={barred?.roles.includes(role)}>
            {t(`role.${role}`)}
          </option>
        ))}
      </select>
    </div>
  );
};

/** Asks once more where a role that watches a province is given below one. */
export const NarrowArea = ({
  role,
  area,
}: {
  readonly role: string;
  readonly area: UnitChoice | undefined;
}) => {
  const { t } = useTranslation();
  if (!area || !asksAbout(role, area.kind)) return null;
  return (
    <label className="row notice" data-narrow-area>
      <input type="checkbox" name="sure" required />
      <span className="grow">{t("accounts.narrowArea", { role: t(`role.${role}`), unit: area.name })}</span>
    </label>
  );
};
