import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Answer } from "../../api/paths.ts";
import { pages } from "../../api/queries.ts";
import { formatNumber } from "../../ui/format.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { bookTones, handoverState, handoverTones, hasOpenBatches, isWholeLine } from "../../ui/states.ts";

const BOOKS = "/api/reporting/v1/books";

const order = ["outstanding", "toSupplement", "unknown", "loaded", "ready", "awaitsAnswer", "accepted"];

/**
 * How many cases of a book the national database does not have as they are now: all of it before
 * the first package. Null where that cannot be known.
 */
const notLoadedOf = ({ records, handover }: Answer<"get", typeof BOOKS>["items"][number]) =>
  handover === null ? records : handover.notLoaded;

const formatNotLoaded = (count: number | null) => (count === null ? undefined : formatNumber(count));

/**
 * Books that are accepted or of which a package went out, with how far each has come at the
 * national database; those that wait for a person come first, and work that is left is named.
 */
export const Handovers = () => {
  const { t } = useTranslation();
  const books = useInfiniteQuery(pages(BOOKS, { query: { limit: 200 } }));
  const all = books.data?.pages.flatMap(({ items }) => items) ?? [];
  const shown = all
    .filter((book) => book.handover !== null || isWholeLine(book))
    .map((book) => ({ book, state: handoverState(book.handover) }) as const)
    .sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  const inWork = all.filter((book) => book.handover === null && hasOpenBatches(book)).length;
  return (
    <main className="page stack">
      <h1>{t("nav.handover")}</h1>
      <p className="muted small">{t("handover.listHint")}</p>
      <ProblemNote error={books.error} />
      {books.data && shown.length === 0 && <p className="muted">{t("handover.empty")}</p>}
      {shown.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>{t("books.type")}</th>
              <th>{t("search.book")}</th>
              <th>{t("books.office")}</th>
              <th className="number">{t("books.cases")}</th>
              <th className="number">{t("handover.packages")}</th>
              <th className="number">{t("handover.outstanding")}</th>
              <th>{t("books.stateTitle")}</th>
              <th>{t("books.work")}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ book, state }) => (
              <tr key={book.id}>
                <td>{t(`recordType.${book.recordType}`)}</td>
                <td>{book.bookNumber}</td>
                <td className="small">{book.office}</td>
                <td className="number">{formatNumber(book.records)}</td>
                <td className="number">{book.handover?.packages ?? 0}</td>
                <td className="number">{formatNotLoaded(notLoadedOf(book)) ?? t("dashboard.notEnough")}</td>
                <td>
                  <span className="tag" data-tone={handoverTones[state]}>
                    {t(`handover.state.${state}`)}
                  </span>
                  {book.standing !== "accepted" && (
                    <>
                      {" "}
                      <span className="tag" data-tone={bookTones[book.standing]}>
                        {t(`books.state.${book.standing}`)}
                      </span>
                    </>
                  )}
                </td>
                <td>
                  <Link className="button" href={`/ban-giao/${book.id}`}>
                    {t("handover.open")}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {inWork > 0 && <p className="muted small">{t("handover.inWork", { count: inWork })}</p>}
      <MoreButton list={books} />
    </main>
  );
};
