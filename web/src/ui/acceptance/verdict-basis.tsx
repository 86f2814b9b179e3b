import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { formatDay, formatNumber } from "../format.ts";
import { useUnitNames } from "../use-unit-names.ts";
import { BasisLine } from "./basis-line.tsx";
import { CaseFindingsLines } from "./case-findings.tsx";
import type { CountedBatch } from "./counted-batch.ts";
import { comparedLimits, useLimitWords, useWhoseLimits } from "./limit-words.ts";
import { countOnceCritical } from "./marked-fields.ts";
import { MarksLine } from "./marks-line.tsx";
import { UnclearCases } from "./unclear-cases.tsx";
import type { BookCounts, Limits, Outstanding, Standing } from "./verdicts.ts";

/** What the inventory has more, or less, than was keyed; it stays said after the acceptance. */
export const InventoryNote = (props: {
  readonly counts: Pick<BookCounts, "expected" | "records" | "ownNumbers"> | undefined;
  readonly book: string | undefined;
  /** Where they will come from, as it stands now. */
  readonly outstanding?: Outstanding | undefined;
}) => {
  const { t } = useTranslation();
  const { counts, book = "", outstanding } = props;
  if (!counts || counts.expected === null) return null;
  // An acceptance of before compared all cases, as its words then said.
  const { expected, records, ownNumbers = records } = counts;
  const missing = expected - ownNumbers;
  if (missing === 0) return null;
  const { inBatches = [], inNone = 0 } = outstanding ?? {};
  return (
    <p className="notice" data-inventory={missing}>
      {t(missing > 0 ? "gate.inventoryMore" : "gate.inventoryLess", {
        book,
        expected: formatNumber(expected),
        records: formatNumber(ownNumbers),
        count: Math.abs(missing),
      })}
      {inBatches.map(({ from, to, count }) => (
        <span className="below" key={`${from} ${to}`} data-in-batch={count}>
          {from === undefined && to === undefined
            ? t("gate.inOpenBatch", { count })
            : t("gate.inOpenNumbers", { count, from: from ?? 1, to: to ?? "…" })}
        </span>
      ))}
      {inNone > 0 && (
        <span className="below" data-in-none={inNone}>
          {t("gate.inNoBatch", { count: inNone })}
        </span>
      )}
    </p>
  );
};

/** Whether every finding of the books that is due was closed, and the way to those that are not. */
const Reconciliation = ({ books }: { readonly books: readonly BookCounts[] }) => {
  const { t } = useTranslation();
  const unreconciled = books.filter(({ openFindings }) => openFindings > 0);
  return (
    <BasisLine
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
    </BasisLine>
  );
};

/** How much of a batch is looked at, what it may hold and by whose word, beside its unit's. */
const LimitsLine = ({ limits }: { readonly limits: Limits }) => {
  const { t } = useTranslation();
  const unitName = useUnitNames();
  const { unit, laxer } = limits;
  const figures = useLimitWords();
  const whose = useWhoseLimits();
  const differs = figures(limits) !== figures(unit);
  return (
    <BasisLine
      label={t("gate.limits")}
      tone={laxer ? "bad" : "good"}
      word={t(comparedLimits(limits, differs))}
    >
      {figures(limits)}
      <span className="below muted small">{whose(limits)}</span>
      {differs && (
        <span className="below" data-limits-of-unit>
          {unit.setFor === undefined
            ? t("gate.limitsUnit", { figures: figures(unit) })
            : t("gate.limitsUnitSet", {
                figures: figures(unit),
                unit: unitName(unit.setFor),
                who: unit.setBy ?? "",
                from: formatDay(unit.from ?? ""),
              })}
        </span>
      )}
    </BasisLine>
  );
};

/** What is said of a figure of the sample: nothing before somebody has looked at it. */
const told = {
  fails: { tone: "bad", word: "gate.fails" },
  unknown: { tone: "warn", word: "gate.unknown" },
  passesSoFar: { tone: "warn", word: "gate.passesSoFar" },
  passes: { tone: "good", word: "gate.passes" },
  onceCritical: { tone: "warn", word: "gate.staysSo" },
} as const;

const toldOf = (
  { checked, sampled }: Pick<Standing["looks"], "checked" | "sampled">,
  fails: boolean,
  of = checked,
) => {
  if (fails) return told.fails;
  if (of === 0 && sampled > 0) return told.unknown;
  return checked < sampled ? told.passesSoFar : told.passes;
};

/** Values of which the paper does not say all: what stays so once the batch is accepted. */
const UnclearValues = (props: { readonly standing: Standing; readonly batches: readonly CountedBatch[] }) => {
  const { t } = useTranslation();
  const { standing, batches } = props;
  const { doubtful, illegible, blank } = standing;
  const clear = doubtful === 0 && illegible === 0;
  return (
    <BasisLine
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
    </BasisLine>
  );
};

/** How many of the cases to look at were checked, and why some of them are among these. */
const LookedLine = ({ standing }: { readonly standing: Standing }) => {
  const { t } = useTranslation();
  const { sampled, checked } = standing.looks;
  const complete = checked >= sampled;
  return (
    <BasisLine
      label={t("gate.looked")}
      tone={complete ? "good" : "warn"}
      word={t(complete ? "gate.done" : "gate.notDone")}
    >
      {sampled === 0
        ? t("gate.nothingToLookAt")
        : t("gate.lookedFigures", { checked: formatNumber(checked), sampled: formatNumber(sampled) })}
      {standing.overtaken > 0 && (
        <span className="below" data-overtaken={standing.overtaken}>
          {t("gate.overtaken", { count: standing.overtaken })}
        </span>
      )}
      {standing.added > 0 && (
        <span className="below" data-added={standing.added}>
          {t("gate.added", { count: standing.added })}
        </span>
      )}
      {standing.onePersonsWord > 0 && (
        <span className="below" data-one-persons-word={standing.onePersonsWord}>
          {t("gate.onePersonsWord", { count: standing.onePersonsWord })}
        </span>
      )}
    </BasisLine>
  );
};

/**
 * What the verdict rests on, a line each with its figure and whether it stands: the sample, its
 * wrong fields against the limit, critical errors, what was marked, and the reconciliation.
 */
export const VerdictBasis = (props: {
  readonly standing: Standing;
  /** Of the sample; a lot has a plan by classes instead, shown elsewhere. */
  readonly limit?: { readonly wrong: number; readonly of: number; readonly allowed: number } | undefined;
  /** By which a batch is judged alone, and what its unit goes by. */
  readonly limits?: Limits | undefined;
  readonly books: readonly BookCounts[];
  readonly batches: readonly CountedBatch[];
}) => {
  const { t } = useTranslation();
  const { standing, limit, limits, books, batches } = props;
  const { looks } = standing;
  const { sampled, checked, criticalCases } = looks;
  const nothingSeen = checked === 0 && sampled > 0;
  const onceCritical = countOnceCritical(standing.marks);
  const wordOf = ({ tone, word }: (typeof told)[keyof typeof told]) => ({ tone, word: t(word) });
  return (
    <section className="stack" aria-labelledby="basis-title">
      <h2 id="basis-title">{t("gate.basis")}</h2>
      <table data-verdict-basis>
        <tbody>
          <LookedLine standing={standing} />
          {limits && <LimitsLine limits={limits} />}
          {limit && (
            <BasisLine
              label={t("gate.limit")}
              {...wordOf(toldOf(looks, limit.wrong > limit.allowed, limit.of))}
            >
              {limit.of === 0
                ? t("dashboard.notEnough")
                : t("gate.limitFigures", {
                    wrong: formatNumber(limit.wrong),
                    of: formatNumber(limit.of),
                    allowed: formatNumber(limit.allowed),
                  })}
            </BasisLine>
          )}
          <BasisLine
            label={t("gate.critical")}
            {...wordOf(
              onceCritical > 0 && criticalCases === 0 ? told.onceCritical : toldOf(looks, criticalCases > 0),
            )}
          >
            {nothingSeen ? t("dashboard.notEnough") : t("gate.cases", { count: criticalCases })}
            {onceCritical > 0 && (
              <span className="below" data-once-critical={onceCritical}>
                {t("gate.onceCritical", { count: onceCritical })}
              </span>
            )}
          </BasisLine>
          <MarksLine standing={standing} />
          <CaseFindingsLines standing={standing} batches={batches} />
          <UnclearValues standing={standing} batches={batches} />
          <Reconciliation books={books} />
        </tbody>
      </table>
    </section>
  );
};
