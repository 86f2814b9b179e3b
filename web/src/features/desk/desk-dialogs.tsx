import { useTranslation } from "react-i18next";
import { AskText } from "../../ui/dialog.tsx";
import type { IllegibleReason } from "../../ui/field-value.ts";
import { IllegibleChoice } from "../../ui/keying/illegible-choice.tsx";
import { secondCaseOf } from "../../ui/keying/keyed-fields.ts";
import type { Stands } from "../../ui/keying/problems.ts";
import type { Finding } from "../../ui/keying/use-live-findings.ts";
import { AnswerFindings } from "./answer-findings.tsx";

/** The question that stands open at the desk, if any. */
export type Question =
  | { readonly kind: "illegible"; readonly code: string }
  | { readonly kind: "accept"; readonly findings: readonly Finding[] }
  | { readonly kind: "duplicate"; readonly number: string; readonly letters: readonly string[] }
  | { readonly kind: "why"; readonly initial: string };

interface Props {
  readonly question: Question | undefined;
  readonly busy?: boolean | undefined;
  /** Why the accepted findings were not stored, where the dialog is still open. */
  readonly error?: unknown;
  readonly onIllegible: (code: string, why: IllegibleReason) => void;
  readonly onAccept: (standing: readonly Stands[]) => void;
  readonly onDuplicate?: (reason: string, suffix: string) => void;
  readonly onWhy?: (reason: string) => void;
  readonly onClose: () => void;
}

/** The first of two cases keeps the plain number, so that the second is offered the next letter. */
const letterToOffer = (letters: readonly string[]): string => letters.find((one) => one > "a") ?? "";

export const DeskDialogs = (props: Props) => {
  const { question, busy, error, onIllegible, onAccept, onDuplicate, onWhy, onClose } = props;
  const { t } = useTranslation();
  if (!question) return null;
  if (question.kind === "illegible") {
    return <IllegibleChoice onChoose={(why) => onIllegible(question.code, why)} onClose={onClose} />;
  }
  if (question.kind === "accept") {
    const { findings } = question;
    return (
      <AnswerFindings findings={findings} busy={busy} error={error} onAccept={onAccept} onClose={onClose} />
    );
  }
  if (question.kind === "duplicate") {
    const { number, letters } = question;
    return (
      <AskText
        title={t("desk.duplicateTitle")}
        label={t("common.reason")}
        confirm={t("desk.duplicateSave")}
        initial={t("desk.duplicateDefault")}
        onAnswer={(reason, form) =>
          onDuplicate?.(reason, String(form.get("suffix") ?? letterToOffer(letters)))
        }
        onClose={onClose}
      >
        <p>{t("desk.duplicateWhat")}</p>
        <div className="field">
          <label htmlFor="suffix">{t("desk.suffix")}</label>
          <select id="suffix" name="suffix" defaultValue={letterToOffer(letters)}>
            {letters.map((suffix) => (
              <option key={suffix} value={suffix}>
                {secondCaseOf(number, suffix)}
              </option>
            ))}
          </select>
        </div>
      </AskText>
    );
  }
  return (
    <AskText
      title={t("desk.whyCorrect")}
      label={t("common.reason")}
      confirm={t("common.save")}
      initial={question.initial}
      suggestions={[t("desk.correctReason"), t("desk.correctMistake")]}
      onAnswer={(reason) => onWhy?.(reason)}
      onClose={onClose}
    />
  );
};
