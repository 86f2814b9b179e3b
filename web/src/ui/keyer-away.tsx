import { useTranslation } from "react-i18next";

/** That who has a batch to key cannot go on with it, and what is to be done. */
export const KeyerAway = ({ why }: { readonly why: "suspended" | "ended" | "no-role" | undefined }) => {
  const { t } = useTranslation();
  if (why === undefined) return null;
  return (
    <>
      {" "}
      <span className="tag" data-tone="bad" data-keyer-away={why}>
        {t(`batch.keyerAway.${why}`)}
      </span>{" "}
      <span className="small">{t("batch.handOn")}</span>
    </>
  );
};
