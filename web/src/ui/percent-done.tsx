import { useTranslation } from "react-i18next";

/** How much is done; a bar without an end where nobody knows yet how much there is. */
export const PercentDone = ({ percent }: { readonly percent: number | null }) => {
  const { t } = useTranslation();
  return <progress max={100} value={percent ?? undefined} aria-label={t("dashboard.progress")} />;
};
