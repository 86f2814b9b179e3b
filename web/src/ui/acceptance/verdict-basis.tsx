import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { formatNumber } from "../format.ts";
import { NOT_MENDED } from "./mark-standings.tsx";
import { type CountedBatch, UnclearCases } from "./unclear-cases.tsx";
import type { BookCounts, Standing } from "./verdicts.ts";

type Tone = "good" | "bad" | "warn";

const Line = (props: {
  readonly label: string;
  readonly tone: Tone;
  readonly word: string;
  readonly children: ReactNode;
}) => (
  <tr data-basis={props.tone}>
    <th scope="row">{props.label}</th>
    <td>{props.children}</td>
    <td>
      <span className="tag" data-tone={props.tone}>
        {props.word}
      </span>
    </td>
  </tr>
);

/** What the inventory has more, or less, than was keyed; it stays said after the acceptance. */
export const InventoryNote = (props: {
  readonly counts: Pick<BookCounts, "expected" | "records"> | undefined;
  readonly book: string | undefined;
}) => {
  const { t } = useTranslation();
  const { counts, book = "" } = props;
  if (!counts || counts.expected === null || counts.expected === counts.records) return null;
  const missing = counts.expected - counts.records;
  return (
    <p className="notice" data-inventory={missing}>
      {t(missing > 0 ? "gate.inventoryMore" : "gate.inventoryLess", {
        book,
        expected: formatNumber(counts.expected),
        records: formatNumber(counts.records),
        count: Math.abs(missing),
      })}
    </p>
  );
};

/** Whether every finding of the books that is due was closed, and the way to those that are not. */
const Reconciliation = ({ books }: { readonly books: readonly BookCounts[] }) => {
  const { t } = useTranslation();
  const unreconciled = books.filter(({ openFindings }) => openFindings > 0);
  return (
    <Line
      label={t("gate.reconciliation")}
      tone={unreconciled.length === 0 ? "good" : "bad"}
      word={t(unreconciled.length === 0 ? "gate.done" : "gate.notDone")}
    >
      {unreconciled.length === 0
        ? t("gate.noFindings")
        : unreconciled.map(({ bookId, openFindings }) => (
            <Link className="below" key={bookId} href={`/so/${bookId}/doi-soat`}>
              {t("gate.openFindings", { count: openFindings })}
            </Link>
          ))}
    </Line>
  );
};

/** What is said of a figure of the sample: nothing before somebody has looked at it. */
const told = {
  fails: { tone: "bad", word: "gate.fails" },
  unknown: { tone: "warn", word: "gate.unknown" },
  passesSoFar: { tone: "warn", word: "gate.passesSoFar" },
  passes: { tone: "good", word: "gate.passes" },
} as const;

const toldOf = (
  { checked, sampled }: Pick<Standing["looks"], "checked" | "sampled">,
  fails: boolean,
  of = checked,
) => {
  if (fails) return told.fails;
  if (of === 0) return told.unknown;
  return checked < sampled ? told.passesSoFar : told.passes;
};

/** Values of which the paper does not say all: what stays so once the batch is accepted. */
const UnclearValues = (props: { readonly standing: Standing; readonly batches: readonly CountedBatch[] }) => {
  const { t } = useTranslation();
  const { standing, batches } = props;
  const { doubtful, illegible, blank } = standing;
  const clear = doubtful === 0 && illegible === 0;
  return (
    <Line
      label={t("gate.unclear")}
      tone={clear ? "good" : "warn"}
      word={t(clear ? "gate.allRead" : "gate.staysSo")}
    >
      {t("gate.unclearFigures", {
        doubtful: formatNumber(doubtful),
        illegible: formatNumber(illegible),
        blank: formatNumber(blank),
      })}
      {doubtful + illegible + blank > 0 && <UnclearCases batches={batches} />}
    </Line>
  );
};

type MarkOf = Standing["marks"][number];

/** Fields whose marks stand so, each once however many people marked it. */
const countFields = (marks: readonly MarkOf[], standing: MarkOf["standing"]): number =>
  new Set(
    marks.filter((mark) => mark.standing === standing).map(({ recordId, field }) => `${recordId} ${field}`),
  ).size;

/**
 * What the verdict rests on, a line each with its figure and whether it stands: the sample, its
 * wrong fields against the limit, critical errors, what was marked, and the reconciliation.
 */
export const VerdictBasis = (props: {
  readonly standing: Standing;
  /** Of the sample; a lot has a plan by classes instead, shown elsewhere. */
  readonly limit?: { readonly wrong: number; readonly of: number; readonly allowed: number } | undefined;
  readonly books: readonly BookCounts[];
  readonly batches: readonly CountedBatch[];
}) => {
  const { t } = useTranslation();
  const { standing, limit, books, batches } = props;
  const { looks } = standing;
  const { sampled, checked, criticalCases } = looks;
  const count = (one: MarkOf["standing"]) => countFields(standing.marks, one);
  const [wrong, mended, unseen] = [count("wrong"), count("mended"), count("unseen")];
  const { notMended } = standing;
  const settled = count("voided") + count("withdrawn");
  const open = wrong + unseen + notMended > 0;
  const complete = checked >= sampled && checked > 0;
  const nothingSeen = checked === 0;
  const withoutMarks = complete ? "gate.mended" : nothingSeen ? "gate.unknown" : "gate.noneSoFar";
  const wordOf = ({ tone, word }: (typeof told)[keyof typeof told]) => ({ tone, word: t(word) });
  return (
    <section className="stack" aria-labelledby="basis-title">
      <h2 id="basis-title">{t("gate.basis")}</h2>
      <table data-verdict-basis>
        <tbody>
          <Line
            label={t("gate.looked")}
            tone={complete ? "good" : "warn"}
            word={t(complete ? "gate.done" : "gate.notDone")}
          >
            {formatNumber(checked)} / {formatNumber(sampled)}
            {standing.overtaken > 0 && (
              <span className="below" data-overtaken={standing.overtaken}>
                {t("gate.overtaken", { count: standing.overtaken })}
              </span>
            )}
          </Line>
          {limit && (
            <Line label={t("gate.limit")} {...wordOf(toldOf(looks, limit.wrong > limit.allowed, limit.of))}>
              {limit.of === 0
                ? t("dashboard.notEnough")
                : t("gate.limitFigures", {
                    wrong: formatNumber(limit.wrong),
                    of: formatNumber(limit.of),
                    allowed: formatNumber(limit.allowed),
                  })}
            </Line>
          )}
          <Line label={t("gate.critical")} {...wordOf(toldOf(looks, criticalCases > 0))}>
            {nothingSeen ? t("dashboard.notEnough") : formatNumber(criticalCases)}
          </Line>
          <Line
            label={t("gate.marks")}
            tone={notMended > 0 ? "bad" : open || settled > 0 || !complete ? "warn" : "good"}
            word={t(open ? "gate.notMended" : settled > 0 ? "gate.notAllMended" : withoutMarks)}
          >
            {nothingSeen && standing.marks.length === 0
              ? t("dashboard.notEnough")
              : t("gate.marksFigures", { wrong, mended, unseen })}
            {notMended > 0 && (
              <a className="below" href={`#${NOT_MENDED}`}>
                {t("gate.notMendedFigures", { count: notMended })}
              </a>
            )}
            {settled > 0 && <span className="below">{t("gate.settledFigures", { count: settled })}</span>}
          </Line>
          <Line
            label={t("gate.findings")}
            tone={standing.unanswered === 0 ? "good" : "bad"}
            word={t(standing.unanswered === 0 ? "gate.done" : "gate.notDone")}
          >
            {formatNumber(standing.unanswered)}
          </Line>
          <UnclearValues standing={standing} batches={batches} />
          <Reconciliation books={books} />
        </tbody>
      </table>
    </section>
  );
};
