import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "wouter";
import type { ItemOf } from "../../api/paths.ts";
import { pages } from "../../api/queries.ts";
import { Figure } from "../../ui/figure.tsx";
import { doneOf, formatDay, formatNumber, formatShare } from "../../ui/format.ts";
import { Freshness } from "../../ui/freshness.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { useLiveFigures } from "../../ui/use-live-figures.ts";
import { useScanOf } from "../../ui/use-scan-of.ts";
import { useHasRole } from "../../ui/use-session.ts";

const CASES = "/api/reporting/v1/books/{bookId}/cases";

type Case = ItemOf<typeof CASES>;

const Scan = ({ bookId, number }: { readonly bookId: string; readonly number: string }) => (
  <ScanViewer scan={useScanOf(bookId, number)} />
);

/**
 * The cases of a book in the order of its numbers; who may read records opens image and history.
 */
const CaseTable = (props: {
  readonly items: readonly Case[];
  readonly mayRead: boolean;
  readonly shown: string | undefined;
  readonly onShow: (number: string | undefined) => void;
}) => {
  const { t } = useTranslation();
  const { items, mayRead, shown, onShow } = props;
  return (
    <table>
      <thead>
        <tr>
          <th className="number">{t("search.number")}</th>
          <th className="number">{t("dashboard.page")}</th>
          <th>{t("books.stateTitle")}</th>
          <th>{t("desk.findings")}</th>
          <th>{t("desk.changedAt")}</th>
          {mayRead && <th className="noprint">{t("books.work")}</th>}
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.id} data-here={shown === one.number}>
            <td className="number">{one.status === "voided" ? <del>{one.number}</del> : one.number}</td>
            <td className="number">{one.page || "–"}</td>
            <td>
              {one.status === "voided"
                ? t("desk.voided")
                : one.batchState === null
                  ? "–"
                  : t(`dashboard.state.${one.batchState}`)}
            </td>
            <td>{one.findings.errors + one.findings.warnings || ""}</td>
            <td className="small muted">{formatDay(one.changedAt)}</td>
            {mayRead && (
              <td className="noprint">
                <div className="row">
                  <button
                    type="button"
                    aria-pressed={shown === one.number}
                    aria-label={`${t("desk.image")} ${one.number}`}
                    onClick={() => onShow(shown === one.number ? undefined : one.number)}
                  >
                    {t("desk.image")}
                  </button>
                  <Link
                    className="button"
                    href={`/tra-cuu/${one.id}`}
                    aria-label={`${t("history.title")} ${one.number}`}
                  >
                    {t("history.title")}
                  </Link>
                </div>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** Says of a number of cases how much of the expected it is, and how many are beyond it. */
const useShareOf = (expected: number | null) => {
  const { t } = useTranslation();
  return (count: number): string => {
    if (!expected) return "";
    const { share, beyond } = doneOf(count, expected);
    return `${formatShare(share)}${beyond > 0 ? ` · ${t("dashboard.beyond", { count: beyond })}` : ""}`;
  };
};

/** One book: how far it is, and its cases by number and page. */
export const BookPage = () => {
  const { t } = useTranslation();
  const { bookId = "" } = useParams();
  const [shown, setShown] = useState<string>();
  const mayRead = useHasRole("data-manager", "auditor", "book-keeper", "checker", "acceptor");
  const live = useLiveFigures();
  const cases = useInfiniteQuery({ ...pages(CASES, { path: { bookId }, query: { limit: 100 } }), ...live });
  const first = cases.data?.pages[0];
  const shareOf = useShareOf(first?.book.expected ?? null);
  if (!first) {
    return (
      <main className="page">
        <ProblemNote error={cases.error} />
      </main>
    );
  }
  const { book, freshness } = first;
  const items = cases.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <main className="page stack">
      <div className="row">
        <h1 className="grow">
          {t("batch.book", { type: t(`recordType.${book.recordType}`), number: book.bookNumber })} –{" "}
          {book.unitName}
        </h1>
        <Freshness freshness={freshness} />
        <Link className="button noprint" href={`/toan-canh/${book.unitId}`}>
          ← {book.unitName}
        </Link>
        <Link className="button noprint" href={`/so/${bookId}/doi-soat`}>
          {t("reconciliation.title")}
        </Link>
        <button type="button" onClick={() => window.print()}>
          {t("common.print")}
        </button>
      </div>
      <p className="muted small">{book.office}</p>
      <div className="figures">
        <Figure
          label={t("dashboard.expected")}
          value={book.expected === null ? "–" : formatNumber(book.expected)}
          note={book.expected === null ? t("dashboard.notEnough") : ""}
        />
        <Figure
          label={t("dashboard.records")}
          value={formatNumber(book.records)}
          note={shareOf(book.ownNumbers)}
        />
        <Figure
          label={t("dashboard.accepted")}
          value={formatNumber(book.accepted)}
          note={shareOf(book.ownNumbersAccepted)}
        />
        <Figure
          label={t("books.scans")}
          value={formatNumber(book.files)}
          note={t("dashboard.pagesOf", {
            scanned: formatNumber(book.scannedPages),
            pages: book.pages === null ? t("dashboard.notEnough") : formatNumber(book.pages),
          })}
        />
      </div>
      {!mayRead && <p className="notice noprint">{t("dashboard.casesClosed")}</p>}
      {items.length === 0 && <p className="muted">{t("dashboard.noCases")}</p>}
      <div className={shown === undefined ? undefined : "columns"}>
        <div>
          {items.length > 0 && <CaseTable items={items} mayRead={mayRead} shown={shown} onShow={setShown} />}
          <MoreButton list={cases} />
        </div>
        {shown !== undefined && (
          <div className="sticky beside noprint">
            <Scan bookId={bookId} number={shown} />
          </div>
        )}
      </div>
    </main>
  );
};
