import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { formatNumber } from "../../ui/format.ts";
import type { HeldCase } from "./use-handover.ts";

/** As many as a person goes through one by one. */
const MOST_SHOWN = 100;

/** Cases that are not handed over, or not without a word, each with what keeps it. */
export const HeldCases = ({ cases }: { readonly cases: readonly HeldCase[] }) => {
  const { t } = useTranslation();
  if (cases.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="held-title">
      <h2 id="held-title">{t("handover.heldTitle", { count: cases.length })}</h2>
      <table>
        <thead>
          <tr>
            <th className="number">{t("search.number")}</th>
            <th>{t("handover.heldWhy")}</th>
          </tr>
        </thead>
        <tbody>
          {cases.slice(0, MOST_SHOWN).map(({ recordId, number, why }) => (
            <tr key={recordId} data-held={number}>
              <td className="number">
                <Link href={`/tra-cuu/${recordId}`}>{number}</Link>
              </td>
              <td>{why.map((one) => t(`handover.hold.${one}`)).join("; ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {cases.length > MOST_SHOWN && (
        <p className="muted small">
          {t("handover.heldMore", { count: cases.length - MOST_SHOWN, shown: formatNumber(MOST_SHOWN) })}
        </p>
      )}
    </section>
  );
};
