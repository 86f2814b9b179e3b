import { useTranslation } from "react-i18next";
import type { Answer } from "../../api/paths.ts";
import { textOf } from "../../ui/field-value.ts";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { useValueWords } from "../../ui/use-value-words.ts";
import { CellTable } from "./cell-table.tsx";

type Shown = NonNullable<Answer<"get", "/api/entry/v1/imports/{importId}/preview">["secondSheet"]>;

/** Whether a person said to have looked at it. */
export interface SeenProps {
  readonly seen: boolean;
  readonly onSeen: (seen: boolean) => void;
}

/** Of the book type whose columns the codes are. */
interface OfType {
  readonly recordType: string;
}

const Values = ({ examples, recordType }: OfType & Pick<Shown, "examples">) => {
  const { t } = useTranslation();
  const { labelOf } = useRecordTexts(recordType);
  const words = useValueWords();
  return (
    <CellTable columns={[t("import.cell"), t("import.kept")]}>
      {examples.map(({ row, field, cell, value }) => (
        <tr key={`${row} ${field}`}>
          <td className="number">{row}</td>
          <td className="small">{labelOf(field)}</td>
          <td>{cell}</td>
          <td>{value === null ? t("import.notKeyed") : textOf(value, words)}</td>
        </tr>
      ))}
    </CellTable>
  );
};

/** Each reason that will be stored, with its case and what it lets stand. */
const Reasons = ({ taken, recordType }: OfType & Pick<Shown, "taken">) => {
  const { t, i18n } = useTranslation();
  const { labelOf } = useRecordTexts(recordType);
  return (
    <CellTable columns={[t("import.case"), t("import.finding"), t("import.reason")]}>
      {taken.map(({ row, bookNumber, number, rule, fields, reason, messageVi, messageEn }) => (
        <tr key={`${row} ${rule} ${fields.join(" ")}`}>
          <td className="number">{row}</td>
          <td className="small">{fields.map(labelOf).join(", ")}</td>
          <td>{t("import.caseOf", { number, book: bookNumber })}</td>
          <td>{i18n.language === "en" ? messageEn : messageVi}</td>
          <td>{reason}</td>
        </tr>
      ))}
    </CellTable>
  );
};

/** How many values there are of each kind: blank in the book, illegible, doubtful. */
const Kinds = ({ kinds }: { readonly kinds: Shown["kinds"] | undefined }) => {
  const { t } = useTranslation();
  const named = Object.entries(kinds ?? {}).filter(([, count]) => count > 0);
  if (named.length === 0) return null;
  const words = named.map(([kind, count]) => t(`import.kinds.${kind}`, { count }));
  return <p>{words.join(" · ")}</p>;
};

/** What a file that this system exported keeps beside its cells, and the word that it is seen. */
export const OriginalSheet = (props: SeenProps & OfType & { readonly sheet: Shown }) => {
  const { t } = useTranslation();
  const { sheet, recordType, seen, onSeen } = props;
  const { rows, values, reasons, kinds, examples, taken, reasonsLeft } = sheet;
  return (
    <section className="card stack" aria-label={t("import.originalSheet")}>
      <h2>{t("import.originalSheet")}</h2>
      <p>{t("import.originalSheetHolds", { rows, values, reasons })}</p>
      <Kinds kinds={kinds} />
      {examples.length > 0 && <Values examples={examples} recordType={recordType} />}
      {values > examples.length && (
        <p className="muted small">{t("import.moreValues", { count: values - examples.length })}</p>
      )}
      {taken.length > 0 && (
        <>
          <h3>{t("import.reasons")}</h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className="wide" tabIndex={0} aria-label={t("import.reasons")}>
            <Reasons taken={taken} recordType={recordType} />
          </section>
        </>
      )}
      {reasonsLeft > 0 && <p className="notice">{t("import.reasonsLeft", { count: reasonsLeft })}</p>}
      <label className="row">
        <input type="checkbox" checked={seen} onChange={(event) => onSeen(event.target.checked)} />
        {t("import.originalSheetSeen")}
      </label>
    </section>
  );
};
