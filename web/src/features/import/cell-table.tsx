import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface CellTableProps {
  /** What is shown of each cell beside its row and field. */
  readonly columns: readonly string[];
  readonly children: ReactNode;
}

/** Cells of the file, a row for each: where it stands, then the columns of the caller. */
export const CellTable = ({ columns, children }: CellTableProps) => {
  const { t } = useTranslation();
  return (
    <table>
      <thead>
        <tr>
          <th className="number">{t("import.row")}</th>
          <th>{t("correction.field")}</th>
          {columns.map((title) => (
            <th key={title}>{title}</th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
};
