import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import type { Ledger } from "./use-handover.ts";

type RecordedAnswer = Ledger["answers"][number];
export type AnswerWords = NonNullable<RecordedAnswer["words"]>;

const tones = { loaded: "good", refused: "bad", pending: "warn" } as const;

/** What each text of an answer file counts as, in how many lines, with the first of them. */
export const WordsOfAnswer = ({ words }: { readonly words: AnswerWords }) => {
  const { t } = useTranslation();
  return (
    <table data-words={words.length}>
      <thead>
        <tr>
          <th>{t("handover.words.text")}</th>
          <th>{t("handover.words.says")}</th>
          <th className="number">{t("handover.words.lines")}</th>
          <th>{t("handover.words.example")}</th>
        </tr>
      </thead>
      <tbody>
        {words.map(({ text, says, lines, number, reason }) => (
          <tr key={`${says} ${text}`} data-word={text}>
            <td>“{text}”</td>
            <td>
              <span className="tag" data-tone={tones[says]}>
                {t(`handover.says.${says}`)}
              </span>
            </td>
            <td className="number">{lines}</td>
            <td>
              {number === "" ? t("handover.words.numberless") : t("handover.words.number", { number })}
              {reason !== undefined && `: ${reason}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** Lines of a file that count for no case, with their sheet where that is not the one read. */
export const LinesAside = (props: {
  readonly lines: readonly {
    readonly sheet?: string | undefined;
    readonly row: number;
    readonly number?: string | undefined;
    readonly text: string;
  }[];
}) => {
  const { t } = useTranslation();
  return (
    <ul>
      {props.lines.map(({ sheet, row, number = "", text }) => (
        <li key={`${sheet ?? ""} ${row}`}>
          {sheet !== undefined && `${t("handover.asideSheet", { sheet })} `}
          {number === ""
            ? t("handover.asideNumberless", { row, text })
            : t("handover.asideLine", { row, number, text })}
        </li>
      ))}
    </ul>
  );
};

const Contradicted = ({ contradicted }: { readonly contradicted: RecordedAnswer["contradicted"] }) => {
  const { t } = useTranslation();
  if (!contradicted) return null;
  const { cases, kept, because } = contradicted;
  return (
    <div className="notice" data-kept={kept}>
      <p>
        {t("handover.words.contradicted", { count: cases.length })} {t(`handover.kept.${kept}`)}. {because}
      </p>
      <ul>
        {cases.map(({ recordId, number, before, now }) => (
          <li key={recordId}>
            <Link href={`/tra-cuu/${recordId}`}>{number}</Link>
            {": "}
            {t("handover.words.saidNow", {
              before: t(`handover.says.${before}`),
              now: t(`handover.says.${now}`),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
};

/** Of which century the years of two digits in a file were said to be, for whoever accepts. */
const YearsOfAnswer = ({ answer }: { readonly answer: RecordedAnswer }) => {
  const { t } = useTranslation();
  const { shortYears, shortYearColumns } = answer;
  const columns = shortYearColumns ?? (shortYears ? [{ heading: "", ...shortYears }] : []);
  if (columns.length === 0) return null;
  return (
    <ul className="plain small" data-years-said={columns.length}>
      {columns.map(({ heading, places, century }, index) => (
        <li key={index}>
          {t(heading === "" ? "handover.words.yearsSaid" : "handover.words.yearsSaidOf", {
            heading,
            count: places,
            first: String(century).slice(0, 2),
          })}
        </li>
      ))}
    </ul>
  );
};

/** The answers as they were recorded: by whom, by which words of the file, and against what. */
export const RecordedAnswers = ({ answers }: { readonly answers: Ledger["answers"] }) => {
  const { t } = useTranslation();
  return (
    <section className="stack" aria-labelledby="recorded-answers">
      <h2 id="recorded-answers">{t("handover.words.title")}</h2>
      {answers.map((answer, index) => (
        <div key={index} className="card stack" data-answer={answer.package}>
          <p>
            {t("handover.words.file", {
              file: answer.sheet === undefined ? answer.fileName : `${answer.fileName} – ${answer.sheet}`,
              sequence: answer.package,
              name: answer.recordedBy.name,
            })}
          </p>
          {answer.words && <WordsOfAnswer words={answer.words} />}
          {answer.doubted && (
            <p className="notice" data-doubted={answer.doubted.lines}>
              {t("handover.words.doubted", { count: answer.doubted.lines, because: answer.doubted.because })}
            </p>
          )}
          {answer.doubted?.examples && (
            <ul data-doubted-examples={answer.doubted.examples.length}>
              {answer.doubted.examples.map(({ row, number, says, text }) => (
                <li key={row}>
                  {t("handover.doubtedLine", { row, number, says: t(`handover.says.${says}`), text })}
                </li>
              ))}
            </ul>
          )}
          {answer.aside && (
            <div className="notice" data-aside={answer.aside.lines}>
              <p>{t("handover.words.aside", { count: answer.aside.lines, because: answer.aside.because })}</p>
              <LinesAside lines={answer.aside.examples} />
            </div>
          )}
          <YearsOfAnswer answer={answer} />
          {answer.ofEither && (
            <p className="notice" data-of-either={answer.ofEither.of}>
              {t(`handover.words.ofEither.${answer.ofEither.of}`, {
                numbers: answer.ofEither.cases.map(({ number }) => number).join(", "),
                because: answer.ofEither.because,
              })}
            </p>
          )}
          {answer.unknown.length > 0 && (
            <p className="notice" data-unknown={answer.unknown.length}>
              {t("handover.answerUnknown", { numbers: answer.unknown.join(", ") })}
            </p>
          )}
          <Contradicted contradicted={answer.contradicted} />
        </div>
      ))}
    </section>
  );
};
