import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Answer } from "../../api/paths.ts";
import { formatNumber, formatShare } from "../../ui/format.ts";

export type Dashboard = Answer<"get", "/api/reporting/v1/dashboard">;
type Line = Dashboard["byArea"][number];

/** Unknown where no book says how many cases it has; a nought would say that it is known. */
const Expected = ({ figures }: Pick<Line, "figures">) => {
  const { t } = useTranslation();
  const { books, booksWithoutExpected, expected } = figures;
  if (books > 0 && booksWithoutExpected === books)
    return <span className="muted">{t("dashboard.unknown")}</span>;
  return <>{formatNumber(expected)}</>;
};

const booksInWork = ({ books, booksUntouched, booksKeyed, booksDone }: Line["figures"]): number =>
  books - booksUntouched - booksKeyed - booksDone;

/** Which share of the expected cases is accepted, and of which cases, where others are too. */
const AcceptedShare = ({ line, name }: { readonly line: Line; readonly name: string }) => {
  const { t } = useTranslation();
  const { percent, figures } = line;
  if (percent === null) return <span className="muted">{t("dashboard.notEnough")}</span>;
  return (
    <>
      <meter min={0} max={100} value={percent} aria-label={name} /> {formatShare(percent / 100)}
      {figures.accepted !== figures.acceptedOfExpected && (
        <span className="below muted small" data-of-expected={figures.acceptedOfExpected}>
          {formatNumber(figures.acceptedOfExpected)} / {formatNumber(figures.expected)}
        </span>
      )}
    </>
  );
};

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
            <th rowSpan={2}>{heading}</th>
            <th colSpan={5} scope="colgroup" className="group">
              {t("dashboard.books")}
            </th>
            <th colSpan={3} scope="colgroup" className="group">
              {t("dashboard.cases")}
            </th>
            <th rowSpan={2} className="number">
              {t("dashboard.errorRateShort")}
            </th>
            <th rowSpan={2}>{t("dashboard.acceptedShare")}</th>
          </tr>
          <tr>
            <th className="number">{t("dashboard.inAll")}</th>
            {(["untouched", "inWork", "keyed", "accepted"] as const).map((standing) => (
              <th className="number" key={standing}>
                {t(`books.state.${standing}`)}
              </th>
            ))}
            <th className="number">{t("dashboard.expected")}</th>
            <th className="number">{t("dashboard.records")}</th>
            <th className="number">{t("dashboard.accepted")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <td>{linkOf ? <Link href={linkOf(line.key)}>{nameOf(line)}</Link> : nameOf(line)}</td>
              <td className="number">{formatNumber(line.figures.books)}</td>
              <td className="number">{formatNumber(line.figures.booksUntouched)}</td>
              <td className="number">{formatNumber(booksInWork(line.figures))}</td>
              <td className="number">{formatNumber(line.figures.booksKeyed)}</td>
              <td className="number">{formatNumber(line.figures.booksDone)}</td>
              <td className="number">
                <Expected figures={line.figures} />
              </td>
              <td className="number">{formatNumber(line.figures.records)}</td>
              <td className="number">{formatNumber(line.figures.accepted)}</td>
              <td className="number">
                {line.figures.fieldsChecked === 0
                  ? "–"
                  : formatShare(line.figures.wrongFields / line.figures.fieldsChecked)}
              </td>
              <td className="nowrap">
                <AcceptedShare line={line} name={nameOf(line)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
