import { useTranslation } from "react-i18next";
import type { Answer } from "../../api/paths.ts";
import { type FieldValue, textOf } from "../../ui/field-value.ts";
import { LetStand } from "../../ui/let-stand.tsx";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { isAnsweredByBook, useRecordType } from "../../ui/use-record-type.ts";
import { useValueWords } from "../../ui/use-value-words.ts";
import type { Mark, useFindings } from "./use-sampled-record.ts";

export type Sampled = Answer<"get", "/api/review/v1/reviews/{reviewId}/records/{recordId}">;
type Finding = ReturnType<typeof useFindings>[number];

/** Notes of the clerk and findings of the rules about one field. */
const Doubts = (props: {
  readonly value: FieldValue | undefined;
  readonly findings: readonly Finding[];
  readonly letStand: Sampled["letStand"];
}) => {
  const { t, i18n } = useTranslation();
  const { value, findings, letStand } = props;
  const answered = new Set(letStand.map(({ messageVi }) => messageVi));
  return (
    <>
      {value && "doubtful" in value && value.doubtful && (
        <small className="doubt">{t("desk.doubtful")}</small>
      )}
      {findings
        .filter(({ messageVi }) => !answered.has(messageVi))
        .map((one) => (
          <small key={one.rule} className="doubt">
            {i18n.language === "en" ? one.messageEn : one.messageVi}
          </small>
        ))}
      <LetStand items={letStand} />
    </>
  );
};

/** The fields of a sampled case, each a button that marks it wrong or takes the mark away. */
export const CheckedFields = (props: {
  readonly record: Sampled;
  readonly recordId: string;
  readonly marks: readonly Mark[];
  /** Reasons for which marks are taken away, by field. */
  readonly withdrawn: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
  readonly onToggle: (field: string) => void;
}) => {
  const { t, i18n } = useTranslation();
  const { record, recordId, marks, withdrawn, findings, onToggle } = props;
  const type = useRecordType(record.recordType);
  const { meaningOf } = useRecordTexts(record.recordType);
  const words = useValueWords();
  return (type.data?.fields ?? []).map((field) => {
    if (isAnsweredByBook(field.code, record)) return null;
    const value = record.fields[field.code];
    const marked = marks.filter((one) => one.field === field.code);
    return (
      <button
        type="button"
        key={field.code}
        data-checked={field.code}
        data-group={field.group}
        data-empty={value === undefined}
        aria-pressed={marked.length > 0}
        onClick={() => onToggle(field.code)}
      >
        <small>{i18n.language === "en" ? field.labelEn : field.labelVi}</small>
        <span>
          {value === undefined ? t("review.notKeyed") : textOf(value, words)}
          {meaningOf(field.code, value)}
        </span>
        <Doubts
          value={value}
          findings={findings.filter(
            ({ records, fields }) => records.includes(recordId) && fields.includes(field.code),
          )}
          letStand={record.letStand.filter(({ fields }) => fields.includes(field.code))}
        />
        {record.earlier
          .filter((mark) => mark.field === field.code)
          .map((mark) => (
            <small
              key={`${mark.severity} ${mark.reason}`}
              className={mark.notMended && withdrawn[field.code] === undefined ? "doubt" : "muted"}
              data-earlier-mark={mark.notMended ? "as-it-was" : "changed"}
            >
              {t(mark.notMended ? "review.earlierAsItWas" : "review.earlierChanged", {
                reason: mark.reason,
                severity: t(`review.severity.${mark.severity}`),
              })}
              {withdrawn[field.code] !== undefined && ` → ${withdrawn[field.code]}`}
            </small>
          ))}
        {record.unmarked
          .filter((change) => change.field === field.code)
          .map(({ before, after, reason, by }) => (
            <small key={field.code} className="doubt" data-unmarked-change={field.code}>
              {t("review.unmarkedChanged", {
                before: before === undefined ? t("review.notKeyed") : textOf(before, words),
                after: after === undefined ? t("review.notKeyed") : textOf(after, words),
                reason,
                name: by,
              })}
            </small>
          ))}
        {marked.map((mark) => (
          <span key={`${mark.severity} ${mark.reason}`} className="mark">
            ✗ {t(`review.severity.${mark.severity}`)}: {mark.reason}
            {mark.ofOthers && ` (${(mark.markedBy ?? []).join(", ")})`}
          </span>
        ))}
      </button>
    );
  });
};
