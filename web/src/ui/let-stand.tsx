import { useTranslation } from "react-i18next";
import { formatMoment } from "./format.ts";

/** What a rule says, and why somebody let it stand. */
interface AnsweredFinding {
  readonly rule: string;
  readonly messageVi: string;
  readonly messageEn: string;
  readonly reason: string;
  /** A name. */
  readonly by: string;
  readonly at: string;
}

/** Findings that a person let stand, each with the reason, who gave it and when. */
export const LetStand = ({ items }: { readonly items: readonly AnsweredFinding[] }) => {
  const { t, i18n } = useTranslation();
  return items.map((one) => (
    <small key={`${one.rule} ${one.messageVi}`} className="below" data-let-stand={one.rule}>
      {i18n.language === "en" ? one.messageEn : one.messageVi}{" "}
      <span className="muted">
        {t("history.letStand", { reason: one.reason, name: one.by, time: formatMoment(one.at) })}
      </span>
    </small>
  ));
};
