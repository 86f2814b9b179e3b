import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { formatDay } from "../../ui/format.ts";
import type { AnswerPreview } from "./answer-mapping.ts";

/** Which of two answers a person holds right, and why. */
export interface AnswerWord {
  readonly kept: "file" | "before" | undefined;
  readonly because: string;
}

const choices = ["before", "file"] as const;

/** The word as it is sent; undefined while one is asked for and not said yet. */
export const wordToSend = (
  { kept, because }: AnswerWord,
  contradicted: number,
  earlierDay: string | undefined,
): { readonly kept?: "file" | "before"; readonly because?: string } | undefined => {
  if (contradicted === 0 && earlierDay === undefined) return {};
  const reason = because.trim();
  if (reason.length < 3) return undefined;
  if (contradicted === 0) return { because: reason };
  return kept === undefined ? undefined : { kept, because: reason };
};

/**
 * What a person is asked before the file is recorded: of cases that an answer before has settled
 * otherwise, which of the two is right; of a file that is older than its package, why it is its
 * answer.
 */
export const AnswerWordChoice = (props: {
  readonly contradicted: NonNullable<AnswerPreview["matched"]>["contradicted"];
  readonly earlierDay: string | undefined;
  readonly word: AnswerWord;
  readonly onWord: (word: AnswerWord) => void;
}) => {
  const { t } = useTranslation();
  const { contradicted, earlierDay, word, onWord } = props;
  if (contradicted.length === 0 && earlierDay === undefined) return null;
  return (
    <section className="notice stack" aria-labelledby="answer-word" data-contradicted={contradicted.length}>
      <h3 id="answer-word">{t("handover.wordTitle")}</h3>
      {earlierDay !== undefined && <p>{t("handover.earlierDay", { day: formatDay(earlierDay) })}</p>}
      {contradicted.length > 0 && (
        <>
          <p>{t("handover.contradicted", { count: contradicted.length })}</p>
          <ul>
            {contradicted.map(({ recordId, number, before, now, row }) => (
              <li key={recordId}>
                <Link href={`/tra-cuu/${recordId}`}>{number}</Link>
                {": "}
                {t("handover.contradictedCase", {
                  before: t(`handover.says.${before}`),
                  now: t(`handover.says.${now}`),
                  row: row ?? "–",
                })}
              </li>
            ))}
          </ul>
          <fieldset className="row">
            <legend>{t("handover.whichIsRight")}</legend>
            {choices.map((choice) => (
              <label key={choice} className="row">
                <input
                  type="radio"
                  name="answer-kept"
                  checked={word.kept === choice}
                  onChange={() => onWord({ kept: choice, because: word.because })}
                />
                {t(`handover.kept.${choice}`)}
              </label>
            ))}
          </fieldset>
        </>
      )}
      <div className="field">
        <label htmlFor="answer-because">{t("handover.wordBecause")}</label>
        <input
          id="answer-because"
          value={word.because}
          maxLength={150}
          onChange={(event) => onWord({ kept: word.kept, because: event.target.value })}
        />
      </div>
    </section>
  );
};
