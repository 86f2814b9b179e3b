import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { FieldProblem } from "../../api/problem.ts";
import type { KeyedField } from "./keyed-fields.ts";

export interface FieldColumn {
  readonly code: string;
  readonly labelVi: string;
  readonly labelEn: string;
  readonly codeTable?: string | undefined;
  readonly required: boolean;
}

interface Props {
  readonly column: FieldColumn;
  readonly field: KeyedField | undefined;
  readonly problems: readonly FieldProblem[];
  readonly onChange: (code: string, field: KeyedField) => void;
}

/** The group's heading says whose name it is, so the label need not. */
const shortLabel = (label: string): string => label.replace(/ \(.*\)$/, "");

const stateOf = (field: KeyedField | undefined): string | undefined => {
  if (field?.special) return "special";
  if (field?.doubtful) return "doubtful";
  return field?.ditto ? "ditto" : undefined;
};

/** One column of the register. Memoised, so that a keystroke draws one line and not sixty. */
export const FieldLine = memo(({ column, field, problems, onChange }: Props) => {
  const { t, i18n } = useTranslation();
  const english = i18n.language === "en";
  const severity = problems.some((one) => one.severity === "error")
    ? "error"
    : problems.length > 0
      ? "warning"
      : undefined;
  const shown =
    field?.special === "blank"
      ? t("history.blank")
      : field?.special === "illegible"
        ? `${field.text} ${t("history.illegible")}`
        : (field?.text ?? "");
  const id = `field-${column.code}`;
  return (
    <div className="line" data-severity={severity}>
      <label htmlFor={id}>
        {shortLabel(english ? column.labelEn : column.labelVi)}
        {column.required ? " *" : ""}
      </label>
      <input
        id={id}
        data-field={column.code}
        data-state={stateOf(field)}
        value={shown}
        readOnly={field?.special !== undefined}
        list={column.codeTable === undefined ? undefined : `table-${column.codeTable}`}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={severity === "error"}
        aria-describedby={problems.length > 0 ? `${id}-hint` : undefined}
        onChange={(event) => onChange(column.code, { text: event.target.value.normalize("NFC") })}
      />
      {problems.length > 0 && (
        <div className="hint" id={`${id}-hint`}>
          {problems.map((one) => (english ? (one.detailEn ?? one.detail) : one.detail)).join(" ")}
        </div>
      )}
    </div>
  );
});
