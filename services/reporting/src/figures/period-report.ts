import { allPages, vietnamDay, type WhereOf } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import type { ReviewPart } from "../read-models/batch-state.ts";
import { wrongFieldsIn } from "../read-models/checks.ts";
import { marksThatCount } from "../read-models/marks-that-count.ts";
import { listTakenBack } from "../steps/list-taken-back.ts";
import { handedFiguresOf } from "./handed-over.ts";
import { countWorkByDay, type DayFigures, dayBefore } from "./pace.ts";
import { countProgress, type ProgressFigures, totalOf } from "./progress.ts";
import { errorRateOf, type ProgressLine, progressByUnit, progressTable } from "./progress-table.ts";
import { communesOf } from "./scope.ts";

export interface HandedOver {
  readonly books: number;
  readonly records: number;
  readonly loaded: number;
  readonly outstanding: number;
  /** Accepted or corrected after their packages went out. */
  readonly toSupplement: number;
  /** Books of which that cannot be known, since a manifest cannot be read any more. */
  readonly unreadable: number;
  readonly accepted: number;
}

/**
 * What a unit reports upwards: how far everything is, and what was done in a period. Days are
 * local.
 */
export interface PeriodReport {
  readonly from: string;
  readonly to: string;
  readonly units: readonly (ProgressLine & { readonly handedOver: HandedOver })[];
  readonly types: readonly ProgressLine[];
  readonly total: ProgressFigures & { readonly handedOver: HandedOver };
  readonly errorRate: number | null;
  readonly work: Omit<DayFigures, "day">;
  /** What checks of the period looked at, the last one of each case and review. */
  readonly quality: { readonly fieldsChecked: number; readonly wrongFields: number };
  /** Verdicts of the period on lots, and on batches by themselves. */
  readonly lots: Verdicts;
  readonly batches: Verdicts;
}

/** How many were accepted at once, accepted after what was marked was mended, and returned. */
export interface Verdicts {
  readonly accepted: number;
  readonly afterFixes: number;
  readonly returned: number;
}

const nothingHandedOver: HandedOver = {
  books: 0,
  records: 0,
  loaded: 0,
  outstanding: 0,
  toSupplement: 0,
  unreadable: 0,
  accepted: 0,
};

const addUp = <Key extends string>(
  a: Readonly<Record<Key, number>>,
  b: Readonly<Record<Key, number>>,
): Record<Key, number> => {
  const sum: Record<Key, number> = { ...a };
  for (const key of Object.keys(a) as Key[]) sum[key] += b[key];
  return sum;
};

/** Local days, both included. */
interface Period {
  readonly from: string;
  readonly to: string;
}

const isIn = ({ from, to }: Period, at: string): boolean => {
  const day = vietnamDay(at);
  return from <= day && day <= to;
};

const countLotVerdicts = async (
  dependencies: Dependencies<"lots">,
  scope: readonly string[],
  period: Period,
): Promise<Verdicts> => {
  const lots = { accepted: 0, afterFixes: 0, returned: 0 };
  for await (const page of allPages(dependencies.lots, { where: { unitId: { in: scope } } })) {
    for (const { verdict, decidedAt } of page) {
      if (verdict === null || !isIn(period, decidedAt)) continue;
      lots[verdict === "accepted-after-fixes" ? "afterFixes" : verdict]++;
    }
  }
  return lots;
};

type DecidedRound = Pick<ReviewPart, "round" | "status" | "inLot" | "fixesOnly" | "since">;

interface OwnVerdict {
  readonly verdict: keyof Verdicts;
  readonly at: string;
}

/**
 * Verdicts on a batch by itself, each with its moment. Returned for its marks alone, it has none
 * until these are mended: that round and the one before it are one verdict, and where that began
 * with a lot it is the lot's.
 */
export const ownVerdicts = (reviews: readonly DecidedRound[]): readonly OwnVerdict[] => {
  const rounds = [...reviews].sort((a, b) => a.round - b.round);
  let mending: { readonly inLot: boolean } | undefined;
  return rounds.flatMap(({ status, inLot, fixesOnly, since: at }): readonly OwnVerdict[] => {
    const before = mending;
    const ofLot = inLot || before?.inLot === true;
    mending = status === "returned" && fixesOnly ? { inLot: ofLot } : undefined;
    if (status === "open" || mending || ofLot) return [];
    if (status === "returned") return [{ verdict: "returned", at }];
    return [{ verdict: before ? "afterFixes" : "accepted", at }];
  });
};

/** Batches that were decided by themselves; those of a lot are told by the lot. */
const countBatchVerdicts = async (
  dependencies: Dependencies<"batches">,
  scope: readonly string[],
  period: Period,
): Promise<Verdicts> => {
  const batches = { accepted: 0, afterFixes: 0, returned: 0 };
  // Two days before: a moment of the morning here is of the day before in UTC.
  const since = { gte: dayBefore(period.from, 2) };
  const where = { unitId: { in: scope }, lastActivityAt: since } satisfies WhereOf<
    typeof dependencies.batches
  >;
  for await (const page of allPages(dependencies.batches, { where })) {
    for (const { reviews } of page)
      for (const { verdict, at } of ownVerdicts(Object.values(reviews)))
        if (isIn(period, at)) batches[verdict]++;
  }
  return batches;
};

const countHandedOverByUnit = async (
  dependencies: Dependencies<"books" | "handovers" | "supplements">,
  scope: readonly string[],
  unitKey: (unitId: string) => string,
): Promise<ReadonlyMap<string, HandedOver>> => {
  const handed = new Map<string, HandedOver>();
  for await (const page of allPages(dependencies.handovers, { where: { unitId: { in: scope } } })) {
    const books = await dependencies.books.findMany(page.map(({ id }) => id));
    for (const ledger of page) {
      const book = books.get(ledger.id) ?? { accepted: 0, correctedByRequest: 0, annotated: 0, book: null };
      const supplement = await dependencies.supplements.count(ledger, book);
      const { records, loaded, outstanding } = handedFiguresOf(ledger, supplement ?? undefined);
      const { additions = 0, changes = 0, withCover = 0 } = supplement ?? {};
      const one: HandedOver = {
        books: 1,
        records,
        loaded,
        outstanding,
        toSupplement: additions + changes + withCover,
        unreadable: supplement === null ? 1 : 0,
        // What has changed since is not loaded as it is now, and the acceptance is overtaken.
        accepted: ledger.accepted === null || additions + changes + withCover > 0 ? 0 : 1,
      };
      const key = unitKey(ledger.unitId);
      handed.set(key, addUp(handed.get(key) ?? nothingHandedOver, one));
    }
  }
  return handed;
};

const countChecks = async (
  { checks }: Dependencies<"checks">,
  scope: readonly string[],
  { from, to }: Period,
) => {
  const sum = { fieldsChecked: 0, wrongFields: 0 };
  const where = { unitId: { in: scope }, day: { gte: from, lte: to } } satisfies WhereOf<typeof checks>;
  for await (const page of allPages(checks, { where })) {
    const known = await listTakenBack(
      { checks },
      page.map(({ recordId }) => recordId),
    );
    for (const { recordId, fieldsChecked, marks, at } of page) {
      sum.fieldsChecked += fieldsChecked;
      sum.wrongFields += wrongFieldsIn(marksThatCount(marks, at, known.get(recordId)));
    }
  }
  return sum;
};

export type PeriodReportDependencies = Dependencies<
  "batches" | "books" | "checks" | "clock" | "days" | "directory" | "handovers" | "lots" | "supplements"
>;

export const periodReport = async (
  dependencies: PeriodReportDependencies,
  scope: readonly string[],
  from: string,
  to: string,
): Promise<PeriodReport> => {
  const communes = communesOf(dependencies, scope);
  const [cells, handed, lots, batches, checked] = await Promise.all([
    countProgress(dependencies, scope),
    countHandedOverByUnit(dependencies, scope, communes.unitKey),
    countLotVerdicts(dependencies, scope, { from, to }),
    countBatchVerdicts(dependencies, scope, { from, to }),
    countChecks(dependencies, scope, { from, to }),
  ]);
  const empty = { keyed: 0, imported: 0, corrected: 0, voided: 0, checked: 0, accepted: 0 };
  const days = await countWorkByDay(dependencies, scope, from, to);
  const done = days.reduce((sum, { day: _, ...day }) => addUp(sum, day), empty);
  const total = totalOf(cells);
  const allHanded = [...handed.values()].reduce<HandedOver>(addUp, nothingHandedOver);
  return {
    from,
    to,
    work: done,
    quality: { fieldsChecked: checked.fieldsChecked, wrongFields: checked.wrongFields },
    lots,
    batches,
    errorRate: errorRateOf(total),
    units: progressByUnit(dependencies, cells, communes).map((line) => ({
      ...line,
      handedOver: handed.get(line.key) ?? nothingHandedOver,
    })),
    types: progressTable(dependencies, cells, "recordType"),
    total: { ...total, handedOver: allHanded },
  };
};
