import { useId } from "react";
import { useTranslation } from "react-i18next";
import { type OpenWarning, reasonField } from "./open-warnings.ts";

/** What the rules find in the case as it would be, each with a line for why it stands. */
export const WarningReasons = ({ warnings }: { readonly warnings: readonly OpenWarning[] }) => {
  const { t, i18n } = useTranslation();
  const id = useId();
  if (warnings.length === 0) return null;
  return (
    <section className="stack" role="status" data-warnings={warnings.length}>
      <p className="problem">{t("correction.answerWarnings")}</p>
      <ol className="findings">
        {warnings.map(({ rule, fields, detail, detailEn }, index) => (
          <li key={`${rule} ${fields.join(" ")}`} data-severity="warning">
            <label htmlFor={`${id}-${index}`}>{i18n.language === "en" ? detailEn : detail}</label>
            <input
              id={`${id}-${index}`}
              name={reasonField(index)}
              placeholder={t("correction.whyItStands")}
              autoComplete="off"
              required
              minLength={3}
              maxLength={500}
            />
          </li>
        ))}
      </ol>
    </section>
  );
};
