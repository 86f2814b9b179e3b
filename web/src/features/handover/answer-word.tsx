import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { textOf } from "../../ui/field-value.ts";
import { formatDay } from "../../ui/format.ts";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { useValueWords } from "../../ui/use-value-words.ts";
import { LinesAside } from "./recorded-answers.tsx";
import { useBook } from "./use-handover.ts";
import { type AnswerQuestions, type AnswerWord, asksNothing, contradictedBy } from "./word-to-send.ts";

const choices = ["before", "file"] as const;

const UnreadPlaces = ({ unread }: Pick<AnswerQuestions, "unread">) => {
  const { t } = useTranslation();
  return (
    <>
      <p>{t("handover.unreadPlaces", { count: unread.count })}</p>
      <ul data-unread={unread.count}>
        {unread.places.map(({ row, heading, text }) => (
          <li key={`${row} ${heading} ${text}`}>
            {row === 0
              ? t("handover.unreadName", { text })
              : heading === ""
                ? t("handover.unreadTitle", { row, text })
                : t("handover.unreadCell", { row, heading, text })}
          </li>
        ))}
      </ul>
    </>
  );
};

const DoubtedLines = ({ doubted }: Pick<AnswerQuestions, "doubted">) => {
  const { t } = useTranslation();
  return (
    <>
      <p>{t("handover.doubtedLines", { count: doubted.count })}</p>
      <ul data-doubted={doubted.count}>
        {doubted.lines.map(({ row, number, says, text }) => (
          <li key={row}>
            {t("handover.doubtedLine", { row, number, says: t(`handover.says.${says}`), text })}
          </li>
        ))}
      </ul>
    </>
  );
};

const AsideLines = ({ aside }: Pick<AnswerQuestions, "aside">) => {
  const { t } = useTranslation();
  return (
    <div data-aside={aside.count}>
      <p>{t("handover.asideLines", { count: aside.count })}</p>
      <LinesAside lines={aside.lines} />
    </div>
  );
};

const packagesOf = ["earlier", "last"] as const;

/**
 * Lines that may be results of cases as an earlier package had them, or as a later one has them,
 * with what differs between the two.
 */
const OfEither = (props: {
  readonly bookId: string;
  readonly ofEither: AnswerQuestions["ofEither"];
  readonly word: AnswerWord;
  readonly onWord: (word: AnswerWord) => void;
}) => {
  const { t } = useTranslation();
  const { bookId, ofEither, word, onWord } = props;
  const { labelOf } = useRecordTexts(useBook(bookId).data?.recordType);
  const words = useValueWords();
  if (ofEither.length === 0) return null;
  return (
    <>
      <p>{t("handover.ofEither", { count: ofEither.length })}</p>
      <ul data-of-either={ofEither.length}>
        {ofEither.map(({ recordId, number, says, row, package: sequence, last, differs, changes }) => (
          <li key={recordId}>
            <Link href={`/tra-cuu/${recordId}`}>{number}</Link>
            {": "}
            {t("handover.ofEitherCase", {
              row: row ?? "–",
              says: t(`handover.says.${says}`),
              sequence,
              last,
              differs: differs.map((part) => t(`handover.differs.${part}`)).join(", "),
            })}
            {changes.map(({ field, before, after }, index) => (
              <span className="below small" key={`${field} ${index}`}>
                {t("handover.ofEitherChange", {
                  field: labelOf(field),
                  before: textOf(before, words),
                  after: textOf(after, words),
                })}
              </span>
            ))}
          </li>
        ))}
      </ul>
      <fieldset className="row">
        <legend>{t("handover.whose.title")}</legend>
        {packagesOf.map((one) => (
          <label key={one} className="row">
            <input
              type="radio"
              name="answer-whose"
              checked={word.whose === one}
              onChange={() => onWord({ ...word, whose: one })}
            />
            {t(`handover.whose.${one}`)}
          </label>
        ))}
      </fieldset>
    </>
  );
};

/**
 * The questions to a person before the file is recorded: which is right where it contradicts an
 * earlier answer; why an old or repeated file is the answer to this package; whether places that
 * nobody can read name another book; and why lines count as something that their text contradicts.
 */
export const AnswerWordChoice = (props: {
  readonly bookId: string;
  readonly questions: AnswerQuestions;
  readonly word: AnswerWord;
  readonly onWord: (word: AnswerWord) => void;
}) => {
  const { t } = useTranslation();
  const { bookId, questions, word, onWord } = props;
  if (asksNothing(questions)) return null;
  const { earlierDay, sameAs, ofEither, unread, doubted, aside } = questions;
  const contradicted = contradictedBy(word, questions);
  return (
    <section className="notice stack" aria-labelledby="answer-word" data-contradicted={contradicted.length}>
      <h3 id="answer-word">{t("handover.wordTitle")}</h3>
      {earlierDay !== undefined && <p>{t("handover.earlierDay", { day: formatDay(earlierDay) })}</p>}
      {sameAs !== undefined && <p data-same-as={sameAs}>{t("handover.sameAs", { sequence: sameAs })}</p>}
      {sameAs === undefined && <OfEither bookId={bookId} ofEither={ofEither} word={word} onWord={onWord} />}
      {unread.count > 0 && <UnreadPlaces unread={unread} />}
      {doubted.count > 0 && <DoubtedLines doubted={doubted} />}
      {aside.count > 0 && <AsideLines aside={aside} />}
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
                  onChange={() => onWord({ ...word, kept: choice })}
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
          onChange={(event) => onWord({ ...word, because: event.target.value })}
        />
      </div>
    </section>
  );
};
