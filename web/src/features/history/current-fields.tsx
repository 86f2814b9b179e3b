import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { textOf } from "../../ui/field-value.ts";
import { formatMoment } from "../../ui/format.ts";
import { LetStand } from "../../ui/let-stand.tsx";
import { writeDay } from "../../ui/typed-day.ts";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { answeredByBook, isAnsweredByBook, useRecordType } from "../../ui/use-record-type.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { useValueWords } from "../../ui/use-value-words.ts";
import type { RecordedCase } from "./use-record.ts";

interface Props {
  readonly record: RecordedCase | undefined;
  /** The day as of which it is shown; empty for now. */
  readonly day: string;
  /** The field whose story is told. */
  readonly field: string | undefined;
  /** The field that another page has led to. */
  readonly pointedAt: string | undefined;
  /** Whether everything beside the fields has come as well. */
  readonly settled: boolean;
  readonly onField: (field: string | undefined) => void;
  readonly onAsk: (field: string) => void;
}

/**
 * Number and book are what the case is known by: no request changes them, but where the case holds
 * another number than its book's.
 */
const isIdentity = (code: string, record: RecordedCase | undefined): boolean =>
  code === "so" || isAnsweredByBook(code, record);

const FieldRow = (
  props: Omit<Props, "day"> & {
    readonly code: string;
    readonly label: string;
    /** What a code stands for, behind it. */
    readonly meaning: string;
  },
) => {
  const { t, i18n } = useTranslation();
  const { record, code, label, meaning, field, pointedAt, settled, onField, onAsk } = props;
  const row = useRef<HTMLTableRowElement>(null);
  const isPointedAt = pointedAt === code;
  useEffect(() => {
    if (isPointedAt && settled) row.current?.scrollIntoView({ block: "center" });
  }, [isPointedAt, settled]);
  const mayAsk = useHasRole("book-keeper", "checker", "data-manager");
  const words = useValueWords();
  const value = record?.fields[code];
  const seen = record?.seen[code];
  const findings = (record?.ruleFindings ?? []).filter(({ fields }) => fields.includes(code));
  return (
    <tr data-field-row={code} data-here={field === code} data-pointed-at={isPointedAt} ref={row}>
      <th scope="row">{label}</th>
      <td className={value ? undefined : "muted"}>
        {value ? textOf(value, words) : t("history.none")}
        {meaning}
        {seen !== undefined && (
          <span className="below muted small" data-seen={seen}>
            {t(`history.seen.${seen}`)}
          </span>
        )}
        {findings
          .filter(({ letStand }) => !letStand)
          .map((one) => (
            <span key={`${one.rule} ${one.messageVi}`} className="below small doubt" data-finding={one.rule}>
              {i18n.language === "en" ? one.messageEn : one.messageVi}
            </span>
          ))}
        <LetStand
          items={findings.flatMap(({ letStand, ...one }) => (letStand ? [{ ...one, ...letStand }] : []))}
        />
      </td>
      <td className="right">
        <button
          type="button"
          data-kind="plain"
          className="small"
          aria-pressed={field === code}
          aria-label={`${t("history.why")} ${label}`}
          title={t("history.why")}
          onClick={() => onField(field === code ? undefined : code)}
        >
          {t("history.whyShort")}
        </button>
        {mayAsk && record?.status === "accepted" && !isIdentity(code, record) && (
          <button
            type="button"
            data-kind="plain"
            className="small"
            aria-label={`${t("correction.ask")}: ${label}`}
            onClick={() => onAsk(code)}
          >
            {t("correction.ask")}
          </button>
        )}
      </td>
    </tr>
  );
};

/** What stands, or stood, in every field; any of them says why, or is asked to be changed. */
export const CurrentFields = (props: Props) => {
  const { t } = useTranslation();
  const { record, day, pointedAt } = props;
  const type = useRecordType(record?.recordType);
  const { labelOf, meaningOf } = useRecordTexts(record?.recordType);
  /** Columns in which nothing was keyed; somebody may ask for what the book has there. */
  const [empty, setEmpty] = useState(false);
  const shown = (type.data?.fields ?? []).filter(
    ({ code }) =>
      record?.fields[code] !== undefined ||
      // Somebody was led to what is not there.
      (record !== undefined && code === pointedAt) ||
      (empty && !answeredByBook.has(code)),
  );
  return (
    <section>
      <h2>
        {day === "" ? t("history.current") : t("history.at", { day: writeDay(day) })}
        {record?.acceptedAt && (
          <span className="tag" data-tone="good">
            {t("history.accepted", { time: formatMoment(record.acceptedAt) })}
          </span>
        )}
      </h2>
      <label className="row small">
        <input type="checkbox" checked={empty} onChange={(event) => setEmpty(event.target.checked)} />
        {t("history.showEmpty")}
      </label>
      <table>
        <tbody>
          {shown.map(({ code }) => (
            <FieldRow
              key={code}
              code={code}
              label={labelOf(code)}
              meaning={meaningOf(code, record?.fields[code])}
              {...props}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
};
