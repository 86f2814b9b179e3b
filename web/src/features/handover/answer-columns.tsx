import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { codeOf } from "../../api/problem.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { upload } from "../../ui/upload.ts";
import {
  type AnswerMapping,
  type AnswerPreview,
  loadedTextsOf,
  nothingToRecord,
  sheetRead,
  statusesOf,
} from "./answer-mapping.ts";
import { AnswerWordChoice } from "./answer-word.tsx";
import { AnsweredCases } from "./answered-cases.tsx";
import { type CenturiesSaid, CenturyChoice, centuriesToSend } from "./century-choice.tsx";
import { type AnswerQuestions, type AnswerWord, type SentWord, wordToSend } from "./word-to-send.ts";

const PREVIEW = "/api/review/v1/handovers/{bookId}/answers/preview";

const NONE = -1;
const noneUnread: AnswerPreview["unread"] = { count: 0, places: [] };
/** Rows that are shown to choose by. */
const SHOWN = 8;

const columnNames = ["number", "status", "reason"] as const;
type Columns = Readonly<Record<(typeof columnNames)[number], number>>;

/** Columns and texts as a person has chosen them, and the mapping once it is complete. */
const useMapping = (preview: AnswerPreview) => {
  const { columns: told, proposal, headerRow } = preview;
  const [columns, setColumns] = useState<Columns>({
    number: told.number ?? NONE,
    status: told.status ?? NONE,
    reason: told.reason ?? NONE,
  });
  const [loadedWhen, setLoadedWhen] = useState<readonly string[]>(proposal?.loadedWhen ?? []);
  const { number, status, reason } = columns;
  const statuses = status === NONE ? [] : statusesOf(preview, status);
  const chosen = loadedWhen.filter((text) => statuses.includes(text));
  const [pendingWhen, setPendingWhen] = useState<readonly string[]>([]);
  const pending = pendingWhen.filter((text) => statuses.includes(text) && !chosen.includes(text));
  const loaded = loadedTextsOf(preview, status, { chosen, pending });
  const isEnough = number !== NONE && status !== NONE && number !== status && loaded.length > 0;
  const mapping: AnswerMapping = { headerRow, number, status, loadedWhen: [...loaded] };
  if (reason !== NONE) mapping.reason = reason;
  if (pending.length > 0) mapping.pendingWhen = [...pending];
  return {
    columns,
    setColumns,
    statuses,
    chosen,
    setLoadedWhen,
    pending,
    setPendingWhen,
    mapping: isEnough ? mapping : undefined,
  };
};

/** Shows what the answer says of each case, by the columns, texts and centuries chosen now. */
const useMatched = (
  bookId: string,
  file: File,
  mapping: AnswerMapping | undefined,
  { centuries, sheet }: Pick<SentWord, "centuries" | "sheet">,
) =>
  useQuery({
    queryKey: ["answer-preview", bookId, file.name, file.lastModified, sheet, mapping, centuries],
    queryFn: () => {
      const asked = { path: { bookId }, query: { mapping: JSON.stringify(mapping), centuries, sheet } };
      return upload({ file }, PREVIEW, asked);
    },
    enabled: mapping !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

const ColumnChoice = (props: {
  readonly headings: readonly string[];
  readonly columns: Columns;
  readonly onColumns: (columns: Columns) => void;
}) => {
  const { t } = useTranslation();
  const { headings, columns, onColumns } = props;
  return (
    <div className="row">
      {columnNames.map((name) => (
        <div className="field" key={name}>
          <label htmlFor={`column-${name}`}>{t(`handover.column.${name}`)}</label>
          <select
            id={`column-${name}`}
            value={columns[name]}
            onChange={(event) => onColumns({ ...columns, [name]: Number(event.target.value) })}
          >
            <option value={NONE}>{t("handover.column.none")}</option>
            {headings.map((heading, column) => (
              <option key={column} value={column}>
                {heading === "" ? t("handover.column.unnamed", { column: column + 1 }) : heading}
              </option>
            ))}
          </select>
        </div>
      ))}
    </div>
  );
};

/** The sheets of a workbook with their rows, to choose which is read. */
const SheetChoice = (props: {
  readonly sheets: AnswerPreview["sheets"];
  readonly onSheet: (sheet: number) => void;
}) => {
  const { t } = useTranslation();
  const { sheets, onSheet } = props;
  if (sheets.length < 2) return null;
  const nameOf = ({ name, rows }: (typeof sheets)[number]) =>
    t("handover.sheet.named", { name, count: rows });
  const others = sheets.filter(({ isRead }) => !isRead).map(nameOf);
  return (
    <div className="field" data-sheets={sheets.length}>
      <label htmlFor="answer-sheet">{t("handover.sheet.read")}</label>
      <select
        id="answer-sheet"
        value={sheets.findIndex(({ isRead }) => isRead) + 1}
        onChange={(event) => onSheet(Number(event.target.value))}
      >
        {sheets.map((sheet, index) => (
          <option key={sheet.name} value={index + 1}>
            {nameOf(sheet)}
          </option>
        ))}
      </select>
      <p className="muted small">{t("handover.sheet.others", { sheets: others.join(", ") })}</p>
    </div>
  );
};

/** Texts of the status column, to be ticked. */
const ChosenTexts = (props: {
  readonly legend: string;
  readonly statuses: readonly string[];
  readonly chosen: readonly string[];
  readonly onChosen: (chosen: readonly string[]) => void;
}) => {
  const { legend, statuses, chosen, onChosen } = props;
  return (
    <fieldset className="row">
      <legend>{legend}</legend>
      {statuses.map((text) => (
        <label key={text} className="row">
          <input
            type="checkbox"
            checked={chosen.includes(text)}
            onChange={(event) =>
              onChosen(event.target.checked ? [...chosen, text] : chosen.filter((one) => one !== text))
            }
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
};

const FirstRows = ({ headings, rows }: Pick<AnswerPreview, "headings" | "rows">) => {
  const { t } = useTranslation();
  return (
    <div className="wide">
      <table>
        <thead>
          <tr>
            <th className="number">{t("import.row")}</th>
            {headings.map((heading, column) => (
              <th key={column}>{heading}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map(({ row, cells }) => (
            <tr key={row}>
              <td className="number muted">{row}</td>
              {headings.map((_heading, column) => (
                <td key={column}>{cells[column] ?? ""}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const NothingYet = ({ why }: { readonly why: NonNullable<ReturnType<typeof nothingToRecord>> }) => {
  const { t } = useTranslation();
  return (
    <span className="small muted" data-nothing-yet={why}>
      {t(`handover.nothingYet.${why}`)}
    </span>
  );
};

const WordMissing = (props: { readonly isShort: boolean; readonly isContradicted: boolean }) => {
  const { t } = useTranslation();
  const { isShort, isContradicted } = props;
  const ofWord = isContradicted ? "handover.wordMissing" : "handover.becauseMissing";
  return (
    <span className="small muted" data-word-missing>
      {t(isShort ? "handover.centuryMissing" : ofWord)}
    </span>
  );
};

/** Which texts mean "loaded", and which of the others that the result is still to come. */
const MeaningOfTexts = (props: {
  readonly statuses: readonly string[];
  readonly chosen: readonly string[];
  readonly onLoaded: (chosen: readonly string[]) => void;
  readonly pending: readonly string[];
  readonly onPending: (chosen: readonly string[]) => void;
}) => {
  const { t } = useTranslation();
  const { statuses, chosen, onLoaded, pending, onPending } = props;
  const notLoaded = statuses.filter((text) => !chosen.includes(text));
  return (
    <>
      {statuses.length > 0 && (
        <ChosenTexts
          legend={t("handover.loadedWhen")}
          statuses={statuses}
          chosen={chosen}
          onChosen={onLoaded}
        />
      )}
      {notLoaded.length > 0 && (
        <ChosenTexts
          legend={t("handover.pendingWhen")}
          statuses={notLoaded}
          chosen={pending}
          onChosen={onPending}
        />
      )}
    </>
  );
};

/** What the file, as it is read now, leaves to a person. */
const questionsOf = (shown: AnswerPreview | undefined): AnswerQuestions => {
  const matched = shown?.matched;
  return {
    contradicted: matched?.contradicted ?? [],
    earlierDay: shown?.earlierDay,
    sameAs: matched?.sameAs,
    ofEither: matched?.ofEither ?? [],
    unread: shown?.unread ?? noneUnread,
    doubted: matched?.doubted ?? { count: 0, lines: [] },
    aside: matched?.aside ?? { count: 0, lines: [] },
  };
};

/**
 * The columns and the texts that mean "loaded": proposed by the headings, and always confirmed by a
 * person.
 */
export const AnswerColumns = (props: {
  readonly file: File;
  readonly bookId: string;
  readonly preview: AnswerPreview;
  readonly busy: boolean;
  readonly onSheet: (sheet: number) => void;
  readonly onMapping: (mapping: AnswerMapping, word: SentWord) => void;
  readonly onCancel: () => void;
}) => {
  const { t } = useTranslation();
  const { file, bookId, preview, busy, onSheet, onMapping, onCancel } = props;
  const { columns, setColumns, statuses, chosen, setLoadedWhen, pending, setPendingWhen, mapping } =
    useMapping(preview);
  const [said, setSaid] = useState<CenturiesSaid>(new Map());
  const centuries = centuriesToSend(said);
  const sheet = sheetRead(preview);
  const cases = useMatched(bookId, file, mapping, { centuries, sheet });
  const { shortYears } = cases.data ?? preview;
  const matched = cases.data?.matched;
  const [word, setWord] = useState<AnswerWord>({ kept: undefined, because: "" });
  const questions = questionsOf(cases.data);
  const answered = wordToSend(word, questions);
  // Its years are read in full before anything else is asked.
  const isShort = shortYears.columns.some(({ column }) => !said.has(column));
  const sent = isShort ? undefined : answered && { ...answered, centuries, sheet };
  const nothingYet = isShort || !matched ? undefined : nothingToRecord(matched);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (mapping && matched && sent) onMapping(mapping, sent);
  };
  return (
    <form className="stack" onSubmit={submit} data-mapping={mapping !== undefined}>
      <h3>{t("handover.columns", { file: file.name })}</h3>
      <SheetChoice sheets={preview.sheets} onSheet={onSheet} />
      <ColumnChoice headings={preview.headings} columns={columns} onColumns={setColumns} />
      <MeaningOfTexts
        statuses={statuses}
        chosen={chosen}
        onLoaded={setLoadedWhen}
        pending={pending}
        onPending={setPendingWhen}
      />
      <FirstRows {...preview} />
      <ProblemNote error={cases.error} />
      <CenturyChoice
        shortYears={shortYears}
        said={said}
        isRefused={codeOf(cases.error) === "answer-of-another-book"}
        onSaid={setSaid}
      />
      {matched && !isShort && <AnsweredCases matched={matched} />}
      {/* What is refused as it is chosen now has no question that would let it through. */}
      {matched && !isShort && (
        <AnswerWordChoice bookId={bookId} questions={questions} word={word} onWord={setWord} />
      )}
      <div className="row">
        <BusyButton
          type="submit"
          data-kind="primary"
          disabled={!mapping || !matched || !sent || nothingYet !== undefined}
          busy={busy}
        >
          {t("handover.recordAnswer")}
        </BusyButton>
        <button type="button" onClick={onCancel}>
          {t("common.cancel")}
        </button>
        {!mapping && <span className="small muted">{t("handover.mappingMissing")}</span>}
        {nothingYet !== undefined && <NothingYet why={nothingYet} />}
        {mapping && matched && !sent && nothingYet === undefined && (
          <WordMissing isShort={isShort} isContradicted={questions.contradicted.length > 0} />
        )}
      </div>
    </form>
  );
};
