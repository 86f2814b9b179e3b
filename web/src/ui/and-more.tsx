import { useTranslation } from "react-i18next";

/** Says how much of a list is not shown; a list that is cut without a word lies. */
export const AndMore = ({ count }: { readonly count: number }) => {
  const { t } = useTranslation();
  return count > 0 ? <div className="muted">{t("common.andMore", { count })}</div> : null;
};
