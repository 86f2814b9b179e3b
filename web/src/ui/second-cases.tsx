import { useTranslation } from "react-i18next";

/** Second cases of a number, beside those that the inventory counts. */
export const SecondCases = (props: { readonly records: number; readonly ownNumbers: number }) => {
  const { t } = useTranslation();
  const count = props.records - props.ownNumbers;
  return count > 0 ? (
    <span className="below muted small" data-second-cases={count}>
      {t("dashboard.secondCases", { count })}
    </span>
  ) : null;
};
