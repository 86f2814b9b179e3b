import { useTranslation } from "react-i18next";
import { switchLanguage } from "../i18n/i18n.ts";

/** The other language, named in itself. */
export const LanguageSwitch = () => {
  const { t, i18n } = useTranslation();
  const other = i18n.language === "en" ? "vi" : "en";
  return (
    <button
      type="button"
      data-kind="plain"
      lang={other}
      onClick={() => void switchLanguage(other).catch(() => {})}
    >
      {t("common.language")}
    </button>
  );
};
