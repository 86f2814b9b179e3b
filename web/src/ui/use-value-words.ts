import { useTranslation } from "react-i18next";
import type { ValueWords } from "./field-value.ts";

/** The words beside values, the same on every page. */
export const useValueWords = (): ValueWords => {
  const { t } = useTranslation();
  return {
    blank: t("history.blank"),
    illegible: (why) => t("history.illegibleWhy", { why: t(`desk.why.${why}`) }),
    doubtful: t("history.doubtful"),
  };
};
