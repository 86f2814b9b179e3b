import { useTranslation } from "react-i18next";
import type { Answer } from "../../api/paths.ts";
import { textOf } from "../../ui/field-value.ts";
import { useValueWords } from "../../ui/use-value-words.ts";
import { CellTable } from "./cell-table.tsx";

type Shown = NonNullable<Answer<"get", "/api/entry/v1/imports/{importId}/preview">["secondSheet"]>;

/** Whether a person said to have looked at it. */
export interface SeenProps {
  readonly seen: boolean;
  readonly onSeen: (seen: boolean) => void;
}

const Values = ({ examples }: Pick<Shown, "examples">) => {
  const { t } = useTranslation();
  const words = useValueWords();
  return (
    <CellTable columns={[t("import.cell"), t("import.kept")]}>
      {examples.map(({ row, field, cell, value }) => (
        <tr key={`${row} ${field}`}>
          <td className="number">{row}</td>
          <td className="small">{field}</td>
          <td>{cell}</td>
          <td>{value === null ? t("import.notKeyed") : textOf(value, words)}</td>
        </tr>
      ))}
    </CellTable>
  );
};

const Reasons = ({ reasonExamples }: Pick<Shown, "reasonExamples">) => {
  const { t } = useTranslation();
  return (
    <ul>
      {reasonExamples.map(({ row, rule, reason }) => (
        <li key={`${row} ${rule}`}>{t("import.reasonAt", { row, reason })}</li>
      ))}
    </ul>
  );
};

/** What a file that this system exported keeps beside its cells, and the word that it is seen. */
export const SecondSheet = ({ secondSheet, seen, onSeen }: SeenProps & { readonly secondSheet: Shown }) => {
  const { t } = useTranslation();
  const { rows, values, reasons, examples, reasonExamples } = secondSheet;
  return (
    <section className="card stack" aria-label={t("import.secondSheet")}>
      <h2>{t("import.secondSheet")}</h2>
      <p>{t("import.secondSheetHolds", { rows, values, reasons })}</p>
      {examples.length > 0 && <Values examples={examples} />}
      {reasonExamples.length > 0 && <Reasons reasonExamples={reasonExamples} />}
      <label className="row">
        <input type="checkbox" checked={seen} onChange={(event) => onSeen(event.target.checked)} />
        {t("import.secondSheetSeen")}
      </label>
    </section>
  );
};
