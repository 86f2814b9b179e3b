import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { pages } from "../../api/queries.ts";
import { doneOf, formatDay, formatNumber, formatShare } from "../../ui/format.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { SecondCases } from "../../ui/second-cases.tsx";
import type { LiveFigures } from "../../ui/use-live-figures.ts";

/** The books of a unit with how far each is; each leads to its own page. */
export const Shelf = (props: { readonly unitId: string; readonly live: LiveFigures }) => {
  const { t } = useTranslation();
  const { unitId, live } = props;
  const books = useInfiniteQuery({
    ...pages("/api/reporting/v1/books", { query: { unitId, limit: 100 } }),
    ...live,
  });
  const items = books.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section>
      <h2>{t("dashboard.shelf")}</h2>
      <ProblemNote error={books.error} />
      {books.data && items.length === 0 && <p className="muted">{t("dashboard.noBooks")}</p>}
      {items.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>{t("search.book")}</th>
              <th>{t("books.office")}</th>
              <th className="number">{t("dashboard.records")}</th>
              <th className="number">{t("dashboard.accepted")}</th>
              <th className="number">{t("books.scans")}</th>
              <th>{t("dashboard.progress")}</th>
              <th>{t("dashboard.lastWork")}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((book) => (
              <tr key={book.id}>
                <td>
                  <Link href={`/toan-canh/so/${book.id}`}>
                    {t("batch.book", { type: t(`recordType.${book.recordType}`), number: book.bookNumber })}
                  </Link>
                </td>
                <td className="small">{book.office}</td>
                <td className="number">
                  {book.expected === null
                    ? formatNumber(book.records)
                    : `${formatNumber(book.ownNumbers)} / ${formatNumber(book.expected)}`}
                  {book.expected !== null && <SecondCases {...book} />}
                </td>
                <td className="number">{formatNumber(book.accepted)}</td>
                <td className="number">{formatNumber(book.files)}</td>
                <td className="nowrap">
                  {book.expected
                    ? formatShare(doneOf(book.ownNumbers, book.expected).share)
                    : t("dashboard.notEnough")}
                </td>
                <td className="small muted">{formatDay(book.lastActivityAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <MoreButton list={books} />
    </section>
  );
};
