import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { formatNumber } from "../../ui/format.ts";
import type { Ledger } from "./use-handover.ts";

/** As many as a person goes through one by one. */
const MOST_SHOWN = 100;

/** What was accepted or corrected after the packages went out: it goes out with the next one. */
export const Supplement = (props: {
  readonly items: Ledger["supplement"];
  /** The cover of the book was replaced since: the next package holds it. */
  readonly coverChanged: boolean;
}) => {
  const { t } = useTranslation();
  const { items, coverChanged } = props;
  const notice = coverChanged && (
    <p className="notice" data-cover-changed>
      {t("handover.coverChanged")}
    </p>
  );
  if (items.length === 0) return notice || null;
  return (
    <section className="stack" aria-labelledby="supplement-title">
      <h2 id="supplement-title">{t("handover.supplementTitle", { count: items.length })}</h2>
      {notice}
      <table>
        <thead>
          <tr>
            <th className="number">{t("search.number")}</th>
            <th>{t("books.stateTitle")}</th>
          </tr>
        </thead>
        <tbody>
          {items.slice(0, MOST_SHOWN).map(({ recordId, number, kind }) => (
            <tr key={recordId} data-supplement={number}>
              <td className="number">
                <Link href={`/tra-cuu/${recordId}`}>{number}</Link>
              </td>
              <td>{t(`handover.kind.${kind}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {items.length > MOST_SHOWN && (
        <p className="muted small">
          {t("handover.heldMore", { count: items.length - MOST_SHOWN, shown: formatNumber(MOST_SHOWN) })}
        </p>
      )}
    </section>
  );
};
