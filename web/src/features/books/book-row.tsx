import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { doneOf, formatNumber, formatShare } from "../../ui/format.ts";
import { SecondCases } from "../../ui/second-cases.tsx";
import { bookTones } from "../../ui/states.ts";
import type { ShelfBook } from "../../ui/use-books.ts";
import { Batches } from "./batches.tsx";
import { BookDetails } from "./book-details.tsx";
import { Scans } from "./scans.tsx";

/** A bar needs a whole; without one a full bar would say that the book is done. */
const Progress = ({ ownNumbers, expectedCases }: ShelfBook) => {
  const { t } = useTranslation();
  if (!expectedCases) return <span className="muted small">{t("dashboard.notEnough")}</span>;
  const { share, beyond } = doneOf(ownNumbers, expectedCases);
  return (
    <>
      <meter min={0} max={1} value={share} aria-label={t("dashboard.progress")} /> {formatShare(share)}
      {beyond > 0 && <span className="below muted small">{t("dashboard.beyond", { count: beyond })}</span>}
    </>
  );
};

/** A book with its state; opened, its batches, scans and details below it. */
export const BookRow = (props: {
  readonly book: ShelfBook;
  readonly isOpen: boolean;
  readonly onManage: () => void;
}) => {
  const { t } = useTranslation();
  const { book, isOpen, onManage } = props;
  return (
    <>
      <tr>
        <td>{t(`recordType.${book.recordType}`)}</td>
        <td className="nowrap">{book.bookNumber}</td>
        <td className="small">{book.office}</td>
        <td className="number">
          {book.expectedCases === undefined
            ? formatNumber(book.records)
            : `${formatNumber(book.ownNumbers)} / ${formatNumber(book.expectedCases)}`}
          {book.expectedCases !== undefined && <SecondCases {...book} />}
        </td>
        <td className="nowrap">
          <Progress {...book} />
        </td>
        <td className="number">{formatNumber(book.caseScans)}</td>
        <td>
          <span className="tag" data-tone={bookTones[book.standing]}>
            {t(`books.state.${book.standing}`)}
          </span>
        </td>
        <td className="nowrap">
          <button type="button" aria-expanded={isOpen} onClick={onManage}>
            {t("books.manage")}
          </button>{" "}
          <Link
            className="button"
            href={`/so/${book.id}/doi-soat`}
            aria-label={`${t("reconciliation.short")} ${book.bookNumber}`}
          >
            {t("reconciliation.short")}
          </Link>
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={8}>
            <div className="stack">
              <Batches bookId={book.id} unitId={book.unitId} />
              <div className="row">
                <Scans bookId={book.id} />
                <BookDetails book={book} />
              </div>
            </div>
          </td>
        </tr>
      )}
    </>
  );
};
