import { useTranslation } from "react-i18next";
import { Dialog } from "../../ui/dialog.tsx";
import type { NewPassword } from "./roles.ts";

/** A first password, shown until it is written down and never again. */
export const ShownPassword = (props: { readonly shown: NewPassword; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { shown, onClose } = props;
  return (
    <Dialog title={t("accounts.passwordTitle")} onClose={onClose}>
      <p>{t("accounts.passwordOnce", { name: shown.name })}</p>
      <p className="password">
        <code>{shown.password}</code>
      </p>
      <button type="button" data-kind="primary" data-first onClick={onClose}>
        {t("accounts.written")}
      </button>
    </Dialog>
  );
};
