import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AskText } from "../../ui/dialog.tsx";
import { findingKey } from "./findings.tsx";
import { type Finding, type Reconciled, useClosing } from "./use-reconciliation.ts";

/** Why deviations are to be let stand; those that somebody else closed meanwhile are left out. */
export const CloseFindings = (props: {
  readonly reconciled: Reconciled;
  /** What is chosen and still open. */
  readonly picked: readonly Finding[];
  readonly onClosed: () => void;
  readonly onClose: () => void;
}) => {
  const { t, i18n } = useTranslation();
  const { reconciled, picked, onClosed, onClose } = props;
  const [begun] = useState(() => new Set(picked.map(findingKey)));
  const close = useClosing(reconciled, onClosed);
  const closedByOthers = reconciled.findings.filter(
    (finding) => finding.closed !== null && begun.has(findingKey(finding)),
  );
  return (
    <AskText
      title={t("reconciliation.close", { count: picked.length })}
      label={t("reconciliation.why")}
      confirm={t("reconciliation.closeNow")}
      suggestions={[
        t("reconciliation.reasons.paper"),
        t("reconciliation.reasons.torn"),
        t("reconciliation.reasons.skipped"),
        t("reconciliation.reasons.annex"),
      ]}
      busy={close.isPending}
      error={close.error}
      now={closedByOthers
        .map((one) => `${i18n.language === "en" ? one.messageEn : one.messageVi} – “${one.closed}”`)
        .join(" · ")}
      onAnswer={(reason) => close.mutate({ findings: picked, reason })}
      onClose={onClose}
    >
      <ul className="small" data-closing>
        {picked.map((one) => (
          <li key={findingKey(one)}>{i18n.language === "en" ? one.messageEn : one.messageVi}</li>
        ))}
      </ul>
    </AskText>
  );
};
