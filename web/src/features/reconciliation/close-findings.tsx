import { useTranslation } from "react-i18next";
import { AskText } from "../../ui/dialog.tsx";

/** Why deviations are to be let stand. */
export const CloseFindings = (props: {
  readonly count: number;
  readonly onAnswer: (reason: string) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { count, onAnswer, onClose } = props;
  return (
    <AskText
      title={t("reconciliation.close", { count })}
      label={t("reconciliation.why")}
      confirm={t("reconciliation.closeNow")}
      suggestions={[
        t("reconciliation.reasons.paper"),
        t("reconciliation.reasons.torn"),
        t("reconciliation.reasons.skipped"),
        t("reconciliation.reasons.annex"),
      ]}
      onAnswer={onAnswer}
      onClose={onClose}
    />
  );
};
