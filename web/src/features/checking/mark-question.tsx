import { useTranslation } from "react-i18next";
import { AskText } from "../../ui/dialog.tsx";
import { type Mark, severities } from "./use-sampled-record.ts";

/** Why a field is wrong, and how badly. */
export const MarkQuestion = (props: {
  readonly field: string;
  readonly label: string;
  readonly onMark: (mark: Mark) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { field, label, onMark, onClose } = props;
  return (
    <AskText
      title={`${t("review.mark")}: ${label}`}
      label={t("review.why")}
      confirm={t("review.mark")}
      minLength={2}
      suggestions={[
        t("review.reasons.tone"),
        t("review.reasons.letter"),
        t("review.reasons.number"),
        t("review.reasons.missing"),
        t("review.reasons.other"),
      ]}
      onAnswer={(reason, form) => {
        const severity = severities.find((one) => one === form.get("severity")) ?? "major";
        onMark({ field, severity, reason });
      }}
      onClose={onClose}
    >
      <div className="field">
        <label htmlFor="severity">{t("review.how")}</label>
        <select id="severity" name="severity" defaultValue="major">
          {severities.map((one) => (
            <option key={one} value={one}>
              {t(`review.severity.${one}`)}
            </option>
          ))}
        </select>
      </div>
    </AskText>
  );
};
