import { useTranslation } from "react-i18next";
import { formatMoment } from "../format.ts";

interface Decided {
  readonly decidedByName?: string | undefined;
  readonly decidedAt?: string | undefined;
  readonly reason?: string | undefined;
}

/** What was decided, by whom and when, and why, in one line. */
export const useDecidedWords = () => {
  const { t } = useTranslation();
  return (verdict: string, { decidedByName, decidedAt, reason }: Decided): string => {
    const who = decidedByName ?? t("gate.somebody");
    const by =
      decidedAt === undefined ? "" : ` – ${t("gate.decidedBy", { who, at: formatMoment(decidedAt) })}`;
    const why = reason === undefined ? "" : ` – “${reason}”`;
    return `${verdict}${by}${why}`;
  };
};

/** Who gave the verdict and when; its reason stands beside it. */
export const DecidedNote = ({ decidedByName, decidedAt }: Decided) => {
  const { t } = useTranslation();
  if (decidedAt === undefined) return null;
  const who = decidedByName ?? t("gate.somebody");
  return (
    <p className="muted" data-decided>
      {t("gate.decidedBy", { who, at: formatMoment(decidedAt) })}
    </p>
  );
};
