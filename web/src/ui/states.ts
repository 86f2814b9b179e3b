import type { Answer, ItemOf } from "../api/paths.ts";

/*
 * The word for where a batch, a check of it or a hand-over stands, and its colour, whichever page
 * says it.
 */

type Batch = Pick<ItemOf<"/api/entry/v1/batches">, "status" | "assignedTo" | "round" | "fixesOnly">;

/** The state of a batch by the names that figures have for it: `dashboard.state`. */
export const batchState = ({ status, assignedTo, round, fixesOnly }: Batch) => {
  if (status === "locked") return "accepted";
  if (status !== "open") return status;
  if (round > 0) return fixesOnly ? "to-mend" : "returned";
  return assignedTo === null ? "open" : "assigned";
};

/** Colours of `dashboard.state`. */
export const batchTones = {
  open: "warn",
  assigned: "warn",
  "second-keying": "warn",
  arbitration: "warn",
  submitted: "",
  "in-review": "",
  returned: "warn",
  "to-mend": "warn",
  accepted: "good",
  withdrawn: "",
} as const;

/** Colours of `books.state`: how far a book is. */
export const bookTones = { untouched: "bad", inWork: "warn", keyed: "", accepted: "good" } as const;

type Review = Pick<ItemOf<"/api/review/v1/reviews">, "status" | "fixesOnly" | "mending" | "sample">;

/** Where the check of a batch stands: `review.state`. */
export const reviewState = ({ status, fixesOnly, mending, sample }: Review) => {
  if (status === "returned") {
    if (mending) return "mendFurther";
    return fixesOnly ? "withFixes" : "returned";
  }
  if (status === "accepted") return "accepted";
  return sample.every(({ checked }) => checked) ? "toDecide" : "open";
};

/** Colours of `review.state`. */
export const reviewTones = {
  open: "warn",
  toDecide: "warn",
  withFixes: "warn",
  mendFurther: "warn",
  returned: "bad",
  accepted: "good",
} as const;

interface LotLooks {
  readonly checked: number;
  readonly sampled: number;
}

/** Where a lot stands: `lots.status`. An open one waits for its verdict once all is looked at. */
export const lotState = <Status extends string>(status: Status, looks: LotLooks | undefined) =>
  status === "open" && looks && looks.checked >= looks.sampled ? ("toDecide" as const) : status;

/** What has become of the packages of a book; `toSupplement` is null where it cannot be known. */
interface HandedOver {
  readonly awaitsAnswer: boolean;
  readonly outstanding: number;
  readonly toSupplement: number | null;
  readonly accepted: boolean;
}

/** Where the hand-over of a book stands, before its first package too: `handover.state`. */
export const handoverState = (handover: HandedOver | null, isWhole = true) => {
  if (handover === null) return isWhole ? "ready" : "notWhole";
  if (handover.awaitsAnswer) return "awaitsAnswer";
  if (handover.outstanding > 0) return "outstanding";
  if (handover.toSupplement === null) return "unknown";
  if (handover.toSupplement > 0) return "toSupplement";
  return handover.accepted ? "accepted" : "loaded";
};

/** Colours of `handover.state`. */
export const handoverTones = {
  notWhole: "warn",
  ready: "",
  awaitsAnswer: "warn",
  outstanding: "bad",
  unknown: "warn",
  toSupplement: "bad",
  loaded: "good",
  accepted: "good",
} as const;

interface WholeLine {
  readonly records: number;
  readonly batches: { readonly [state: string]: number | undefined };
}

type Ledger = Answer<"get", "/api/review/v1/handovers/{bookId}">;

/** Whether the whole book could go out: it has cases, and no batch of it waits for a verdict. */
const isWhole = (of: { readonly cases: number; readonly openBatches: number }): boolean =>
  of.cases > 0 && of.openBatches === 0;

/** The same of a book as the shelf has it; a batch that was withdrawn holds nothing. */
export const isWholeLine = ({ records, batches }: WholeLine): boolean =>
  isWhole({ cases: records, openBatches: countOpenBatches({ batches }) });

const countOpenBatches = ({ batches }: Pick<WholeLine, "batches">): number => {
  const { accepted: _, withdrawn: _withdrawn, ...open } = batches;
  return Object.values(open).reduce<number>((sum, count = 0) => sum + count, 0);
};

/** Whether a book has batches that nobody has accepted, with cases or without. */
export const hasOpenBatches = (line: Pick<WholeLine, "batches">): boolean => countOpenBatches(line) > 0;

/** The same of the page of its hand-over. */
export const isWholeLedger = ({
  inBook,
  notAccepted,
  openBatches,
}: Pick<Ledger["ready"], "inBook" | "notAccepted" | "openBatches">): boolean =>
  isWhole({ cases: inBook, openBatches: notAccepted + openBatches.length });

/** The state of a ledger as the page of the hand-over has it. */
export const ledgerState = ({ packages, answered, outstanding, supplement, status, ready }: Ledger) =>
  handoverState(
    packages.length === 0
      ? null
      : {
          awaitsAnswer: packages.length > answered,
          outstanding: outstanding.length,
          toSupplement: supplement.length,
          accepted: status === "accepted",
        },
    isWholeLedger(ready),
  );
