import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { formatDay } from "../../ui/format.ts";
import type { Ledger } from "./use-handover.ts";

/**
 * Notes by decision that one person wrote beside accepted cases. They go out with the book, and the
 * second acceptance is the first check of them.
 */
export const UnjudgedNotes = ({ notes }: Pick<Ledger, "notes">) => {
  const { t } = useTranslation();
  if (notes.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="notes-title">
      <h2 id="notes-title">{t("handover.notesTitle", { count: notes.length })}</h2>
      <p className="muted small">{t("handover.notesHint")}</p>
      <table>
        <thead>
          <tr>
            <th className="number">{t("search.number")}</th>
            <th>{t("annotate.text")}</th>
            <th>{t("handover.decision")}</th>
          </tr>
        </thead>
        <tbody>
          {notes.map(({ recordId, number, text, decision, at }) => (
            <tr key={`${recordId} ${at}`} data-note={number}>
              <td className="number">
                <Link href={`/tra-cuu/${recordId}`}>{number}</Link>
              </td>
              <td>{text}</td>
              <td>
                {t("handover.byDecision", {
                  number: decision.number,
                  day: formatDay(decision.day),
                  issuedBy: decision.issuedBy,
                })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
