import { findRefusal } from "@sogoc/access";
import { type CommandRejected, refusalOf } from "@sogoc/core";
import { applyChanges, type FieldValue } from "@sogoc/events";
import { answersFor, type PlaceResolvers, placesKnownBy } from "@sogoc/registers";
import { outdatedFields, requireMayDecideCorrection } from "../domain/correction.ts";
import { type ChangeFinding, findingsOfCorrection, withReasons } from "../domain/correction-findings.ts";
import { makersOf } from "../domain/independence.ts";
import type { BroughtBack } from "../domain/marked-again.ts";
import { maskCorrection } from "../domain/masked-correction.ts";
import type { CorrectionReader, CorrectionView } from "../read-models/corrections.ts";
import type { RecordReader, RecordView } from "../read-models/records.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import { listBroughtBack } from "./list-brought-back.ts";
import { mayReadRecord, type Viewer } from "./may-read-record.ts";

export interface CorrectionReaders {
  readonly corrections: CorrectionReader;
  readonly records: RecordReader;
  readonly reviews: ReviewReader;
}

/** A correction with the record it is about, and whether the viewer may see the record. */
export interface ShownCorrection {
  readonly correction: CorrectionView;
  readonly record: RecordView | undefined;
  readonly readable: boolean;
  /** Why the viewer may not decide on it: they asked for it, or made the record as it is now. */
  readonly barred: CommandRejected | undefined;
  /**
   * Findings in the record as it would be after the correction; only while the request waits for a
   * decision.
   */
  readonly findings: readonly ChangeFinding[];
  /** The present values of fields that have changed since the request was made. */
  readonly now: readonly { readonly field: string; readonly value?: FieldValue | undefined }[];
  /** Values that a waiting request would bring back although a round marked them wrong. */
  readonly broughtBack: readonly BroughtBack[];
}

const findingsOf = (
  { status, changes, accepted: answers = [] }: CorrectionView,
  record: RecordView,
  places: PlaceResolvers,
): readonly ChangeFinding[] =>
  status === "requested"
    ? withReasons(
        findingsOfCorrection(record, changes, places),
        answersFor(answers, applyChanges(record.fields, changes)),
      )
    : [];

/**
 * Only for requests that wait for a decision: a request that was carried out has its own values in
 * the record.
 */
const presentValues = ({ status, changes }: CorrectionView, record: RecordView): ShownCorrection["now"] =>
  status === "requested"
    ? outdatedFields(record, changes).map((field) => ({ field, value: record.fields[field] }))
    : [];

/**
 * Whether the viewer needs the numbers of identity papers in full: they asked for the correction,
 * or are to decide on it.
 */
const needsNumbers = (
  { principal, day, tree }: Viewer,
  { requestedBy, status, unitId }: CorrectionView,
  barred: CommandRejected | undefined,
): boolean =>
  requestedBy === principal.account ||
  (status === "requested" &&
    barred === undefined &&
    findRefusal({ principal, roles: ["acceptor"], unitId, day, tree }) === undefined);

/**
 * A correction as the viewer may see it, with the record it is about. Numbers of identity papers
 * are masked as in other lists for whoever decides nothing on it.
 */
export const showCorrection = async (
  { reviews }: Pick<CorrectionReaders, "reviews">,
  correction: CorrectionView,
  record: RecordView | undefined,
  viewer: Viewer,
): Promise<ShownCorrection> => {
  const { acting } = viewer;
  const makers = makersOf(record === undefined ? [] : [record]);
  const barred = refusalOf(() =>
    requireMayDecideCorrection(
      correction,
      { requestHands: correction.requestHands, makers },
      { account: acting.account, acting },
    ),
  );
  const readable = record !== undefined && mayReadRecord(viewer, record);
  const waits = correction.status === "requested";
  const values = {
    correction,
    findings: readable ? findingsOf(correction, record, placesKnownBy(viewer.tree.units)) : [],
    now: readable ? presentValues(correction, record) : [],
    broughtBack: readable && waits ? await listBroughtBack(reviews, record, correction.changes) : [],
  };
  const shown = needsNumbers(viewer, correction, barred)
    ? values
    : maskCorrection(values, record?.fields ?? {});
  return { ...shown, record, readable, barred };
};
