import { useTranslation } from "react-i18next";
import { isDeciding } from "./roles.ts";

/** Says before it is done that a role, or a new password, keeps the account from deciding. */
export const HeldNote = (props: {
  readonly of: "role" | "reset";
  readonly roles: readonly string[];
  /** Who does it stands above all that the account reaches. */
  readonly above: boolean;
}) => {
  const { t } = useTranslation();
  const { of, roles, above } = props;
  const named = roles.filter(isDeciding).map((role) => t(`role.${role}`));
  if (above || named.length === 0) return null;
  return (
    <p className="notice" data-holds>
      {t(`accounts.holds.${of}`, { roles: [...new Set(named)].join(", ") })}
    </p>
  );
};
