import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Answer } from "../../api/paths.ts";
import { formatNumber, formatShare } from "../../ui/format.ts";

export type Dashboard = Answer<"get", "/api/reporting/v1/dashboard">;
type Line = Dashboard["byArea"][number];

/** Figures by area, book type or phase; an area leads to its own page. */
export const ProgressLines = (props: {
  readonly title: string;
  readonly heading: string;
  readonly lines: readonly Line[];
  readonly linkOf?: (key: string) => string;
}) => {
  const { t, i18n } = useTranslation();
  const { title, heading, lines, linkOf } = props;
  const nameOf = (line: Line) => (i18n.language === "en" ? line.nameEn : line.nameVi);
  return (
    <section>
      <h2>{title}</h2>
      <table>
        <thead>
          <tr>
            <th>{heading}</th>
            <th className="number">{t("dashboard.books")}</th>
            <th className="number">{t("dashboard.untouchedShort")}</th>
            <th className="number">{t("dashboard.inWork")}</th>
            <th className="number">{t("dashboard.records")}</th>
            <th className="number">{t("dashboard.accepted")}</th>
            <th className="number">{t("dashboard.errorRateShort")}</th>
            <th>{t("dashboard.progress")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <td>{linkOf ? <Link href={linkOf(line.key)}>{nameOf(line)}</Link> : nameOf(line)}</td>
              <td className="number">{formatNumber(line.figures.books)}</td>
              <td className="number">{formatNumber(line.figures.booksUntouched)}</td>
              <td className="number">
                {formatNumber(line.figures.books - line.figures.booksUntouched - line.figures.booksDone)}
              </td>
              <td className="number">{formatNumber(line.figures.records)}</td>
              <td className="number">{formatNumber(line.figures.accepted)}</td>
              <td className="number">
                {line.figures.fieldsChecked === 0
                  ? "–"
                  : formatShare(line.figures.wrongFields / line.figures.fieldsChecked)}
              </td>
              <td className="nowrap">
                <meter
                  min={0}
                  max={Math.max(1, line.figures.expected)}
                  value={line.figures.records}
                  aria-label={nameOf(line)}
                />{" "}
                {line.figures.expected > 0 ? formatShare(line.figures.records / line.figures.expected) : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
