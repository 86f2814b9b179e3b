import { useTranslation } from "react-i18next";
import { textOf } from "../../ui/field-value.ts";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { useValueWords } from "../../ui/use-value-words.ts";
import { CellTable } from "./cell-table.tsx";
import { OriginalSheet, type SeenProps } from "./original-sheet.tsx";
import type { ImportPreview } from "./use-import.ts";

const PROBLEMS = 100;
const ROWS = 20;
const COLUMNS = 8;

const Problems = ({ problems, recordType }: Pick<ImportPreview, "problems" | "recordType">) => {
  const { t, i18n } = useTranslation();
  const { labelOf } = useRecordTexts(recordType);
  if (problems.length === 0) return <p className="good">{t("import.noProblems")}</p>;
  return (
    <CellTable columns={[t("import.value"), t("import.what")]}>
      {problems.slice(0, PROBLEMS).map((one) => (
        <tr key={`${one.row} ${one.field} ${one.rule}`}>
          <td className="number">{one.row}</td>
          <td className="small">{labelOf(one.field)}</td>
          <td>
            {one.value}
            {one.suggestion !== undefined && <strong> → {one.suggestion}</strong>}
          </td>
          <td>
            <span className="tag" data-tone={one.severity === "error" ? "bad" : "warn"}>
              {t(`import.severity.${one.severity}`)}
            </span>{" "}
            {i18n.language === "en" ? one.messageEn : one.messageVi}
          </td>
        </tr>
      ))}
    </CellTable>
  );
};

/** What stands in the cell and, where it is kept otherwise, as what. */
const CellValue = ({
  value,
}: {
  readonly value: ImportPreview["rows"][number]["fields"][string] | undefined;
}) => {
  const words = useValueWords();
  const kept = value && "value" in value ? value.value : undefined;
  return (
    <>
      {textOf(value, words)}
      {kept !== undefined && <span className="muted"> → {kept}</span>}
    </>
  );
};

const Rows = ({ rows, recordType }: Pick<ImportPreview, "rows" | "recordType">) => {
  const { t } = useTranslation();
  const { labelOf } = useRecordTexts(recordType);
  const columns = [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))].slice(0, COLUMNS);
  return (
    <table>
      <thead>
        <tr>
          <th className="number">{t("import.row")}</th>
          {columns.map((code) => (
            <th key={code}>{labelOf(code)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, ROWS).map(({ row, fields }) => (
          <tr key={row}>
            <td className="number">{row}</td>
            {columns.map((code) => (
              <td key={code} className="small">
                <CellValue value={fields[code]} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

interface PreviewProps extends SeenProps {
  readonly preview: ImportPreview;
}

/** What a workbook holds, and what is wrong with it, before anything is written. */
export const Preview = ({ preview, seen, onSeen }: PreviewProps) => {
  const { t } = useTranslation();
  const { recordType, missingColumns, unknownColumns, problems, rows, secondSheet: originalSheet } = preview;
  const { labelOf } = useRecordTexts(recordType);
  return (
    <>
      {missingColumns.length > 0 && (
        <p className="problem">{t("import.missing", { columns: missingColumns.map(labelOf).join(", ") })}</p>
      )}
      {unknownColumns.length > 0 && (
        <p className="notice">{t("import.unknown", { columns: unknownColumns.join(", ") })}</p>
      )}
      {originalSheet && originalSheet.rows > 0 && (
        <OriginalSheet recordType={recordType} sheet={originalSheet} seen={seen} onSeen={onSeen} />
      )}
      <h2>{t("import.problems")}</h2>
      <Problems problems={problems} recordType={recordType} />
      <h2>{t("import.rows")}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="wide" tabIndex={0} aria-label={t("import.rows")}>
        <Rows rows={rows} recordType={recordType} />
      </section>
    </>
  );
};
