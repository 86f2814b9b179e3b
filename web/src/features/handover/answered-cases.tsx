import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { formatNumber } from "../../ui/format.ts";
import type { AnswerPreview } from "./answer-mapping.ts";
import { WordsOfAnswer } from "./recorded-answers.tsx";

const tones = { loaded: "good", refused: "bad", pending: "warn", "not-named": "warn" } as const;

/**
 * Each case of the package with what the answer says of it, so that a person sees before confirming
 * which are loaded, refused or not named. It also has late results for earlier packages, and then
 * the numbers that no package contains.
 */
export const AnsweredCases = ({ matched }: { readonly matched: NonNullable<AnswerPreview["matched"]> }) => {
  const { t } = useTranslation();
  const { counts, cases, unknown, late, words } = matched;
  const all = counts.loaded + counts.refused + counts.pending + counts.notNamed;
  return (
    <section className="stack" aria-labelledby="answered-cases" data-answered={all}>
      <h3 id="answered-cases">{t("handover.answeredTitle")}</h3>
      <p role="status">{t("handover.answeredCounts", { ...counts, all })}</p>
      {late > 0 && <p data-late={late}>{t("handover.answeredLate", { count: late })}</p>}
      <WordsOfAnswer words={words} />
      <div className="wide">
        <table>
          <thead>
            <tr>
              <th className="number">{t("search.number")}</th>
              <th>{t("handover.answeredAs")}</th>
              <th>{t("handover.answeredText")}</th>
              <th>{t("handover.refusedBecause")}</th>
            </tr>
          </thead>
          <tbody>
            {cases.map(({ recordId, number, says, text, row, reason, ofPackage }) => (
              <tr key={recordId} data-says={says} data-of-package={ofPackage}>
                <td className="number">
                  <Link href={`/tra-cuu/${recordId}`}>{number}</Link>
                  {ofPackage !== undefined && (
                    <span className="small muted"> {t("handover.ofPackage", { sequence: ofPackage })}</span>
                  )}
                </td>
                <td>
                  <span className="tag" data-tone={tones[says]}>
                    {t(`handover.says.${says}`)}
                  </span>
                </td>
                <td>{row === undefined ? "–" : t("handover.answeredRow", { row, text })}</td>
                <td>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {all + late > cases.length && (
        <p className="muted small">
          {t("handover.heldMore", { count: all + late - cases.length, shown: formatNumber(cases.length) })}
        </p>
      )}
      {unknown.length > 0 && (
        <p className="problem" data-unknown={unknown.length}>
          {t("handover.answeredUnknown", { count: unknown.length, numbers: unknown.slice(0, 20).join(", ") })}
        </p>
      )}
    </section>
  );
};
