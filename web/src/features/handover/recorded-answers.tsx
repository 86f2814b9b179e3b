import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Ledger } from "./use-handover.ts";

type RecordedAnswer = Ledger["answers"][number];

const Contradictions = ({ told }: { readonly told: NonNullable<RecordedAnswer["contradicted"]> }) => {
  const { t } = useTranslation();
  const { cases, kept, because } = told;
  return (
    <>
      {cases.map(({ recordId, number, before, now }) => (
        <li key={recordId}>
          <Link href={`/tra-cuu/${recordId}`}>
            {t("handover.answerContradicted", {
              number,
              before: t(`handover.says.${before}`),
              now: t(`handover.says.${now}`),
            })}
          </Link>
        </li>
      ))}
      <li>{t(`handover.answerKept.${kept}`, { because })}</li>
    </>
  );
};

/** Of recorded answers, what is in no package, and what contradicts an answer before. */
export const RecordedAnswers = ({ answers }: Pick<Ledger, "answers">) => {
  const { t } = useTranslation();
  const odd = answers.filter(({ unknown, contradicted }) => unknown.length > 0 || contradicted);
  if (odd.length === 0) return null;
  return (
    <section className="stack" data-recorded-answers={odd.length}>
      <h2>{t("handover.answersTitle")}</h2>
      {odd.map(({ sequence, fileName, unknown, contradicted }, place) => (
        <div key={place}>
          <strong>{t("handover.answerOf", { file: fileName, sequence })}</strong>
          <ul className="plain small">
            {unknown.length > 0 && <li>{t("handover.answerUnknown", { numbers: unknown.join(", ") })}</li>}
            {contradicted && <Contradictions told={contradicted} />}
          </ul>
        </div>
      ))}
    </section>
  );
};
