import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { formatNumber } from "../../ui/format.ts";
import { useHasRole } from "../../ui/use-session.ts";
import type { LotStanding } from "./use-lots.ts";

/** The batches of the lot: what of each is in the sample, and what its book still owes. */
export const LotBatches = ({ standing }: { readonly standing: LotStanding }) => {
  const { t } = useTranslation();
  const mayOpenReviews = useHasRole("acceptor", "checker");
  const { lot, progress, bookCounts } = standing;
  const progressOf = (batchId: string) => progress.find((one) => one.batchId === batchId);
  const findingsOf = (id: string) => bookCounts.find(({ bookId }) => bookId === id)?.openFindings;
  return (
    <section>
      <h2>{t("lots.batches")}</h2>
      <table>
        <thead>
          <tr>
            <th>{t("search.book")}</th>
            <th className="number">{t("books.cases")}</th>
            <th className="number">{t("lots.sampledChecked")}</th>
            <th className="number">{t("lots.unclear")}</th>
            <th>{t("lots.round")}</th>
            <th>{t("lots.findings")}</th>
            <th>{t("books.work")}</th>
          </tr>
        </thead>
        <tbody>
          {lot.batches.map(({ batchId, bookId, bookNumber, records, round, reviewId }) => {
            const found = progressOf(batchId);
            const { sampled = 0, checked = 0, keptBack } = found ?? {};
            const open = findingsOf(bookId);
            return (
              <tr key={batchId}>
                <td>{bookNumber}</td>
                <td className="number">{formatNumber(records)}</td>
                <td className="number" data-sample-checked={checked}>
                  {sampled === 0 ? "–" : `${formatNumber(checked)} / ${formatNumber(sampled)}`}
                </td>
                <td className="number" data-unclear={batchId}>
                  {found ? [found.doubtful, found.illegible, found.blank].map(formatNumber).join(" / ") : "–"}
                </td>
                <td>
                  {t("review.round", { round })}
                  {keptBack && (
                    <span className="below small" data-kept-back={batchId}>
                      {t("lots.keptBack")}
                    </span>
                  )}
                </td>
                <td>
                  {open === undefined ? (
                    <span className="muted">{t("dashboard.notEnough")}</span>
                  ) : open === 0 ? (
                    <span className="good">{t("lots.reconciled")}</span>
                  ) : (
                    <Link href={`/so/${bookId}/doi-soat`}>{t("lots.open", { count: open })}</Link>
                  )}
                </td>
                <td>
                  {mayOpenReviews && sampled > 0 && (
                    <Link className="button" href={`/kiem-tra/${reviewId}`}>
                      {t("lots.review", { number: bookNumber })}
                    </Link>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
};
