import { areaOf, recordReaders } from "@sogoc/access";
import { CommandRejected, type PageAsked } from "@sogoc/core";
import { applyChanges, type FieldValue } from "@sogoc/events";
import { answersFor, type PlaceResolvers, placesKnownBy } from "@sogoc/registers";
import { outdatedFields } from "../domain/correction.ts";
import { type ChangeFinding, findingsOfCorrection, withReasons } from "../domain/correction-findings.ts";
import type { BroughtBack } from "../domain/marked-again.ts";
import type { CorrectionReader, CorrectionView } from "../read-models/corrections.ts";
import type { RecordReader, RecordView } from "../read-models/records.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import { listBroughtBack } from "../steps/list-brought-back.ts";
import { mayReadRecord, type Reader } from "../steps/may-read-record.ts";

interface CorrectionReaders {
  readonly corrections: CorrectionReader;
  readonly records: RecordReader;
  readonly reviews: ReviewReader;
}

interface CorrectionsAsked extends PageAsked {
  readonly status?: CorrectionView["status"] | undefined;
  /** Only what the reader requested. Who reads nobody else's records sees nothing else anyway. */
  readonly mine?: boolean | undefined;
  /** Units in which the reader may have requested something. */
  readonly unitIds: readonly string[];
}

/** A correction with the record it is about, and whether the reader may see the record. */
export interface ListedCorrection {
  readonly correction: CorrectionView;
  readonly record: RecordView | undefined;
  readonly readable: boolean;
  /** The reader asked for it, or made the record as it stands: somebody else decides. */
  readonly own: boolean;
  /** What the rules find in the record as it would be; of requests that wait for a decision. */
  readonly findings: readonly ChangeFinding[];
  /** What fields hold by now that hold something else than when it was asked for. */
  readonly now: readonly { readonly field: string; readonly value?: FieldValue | undefined }[];
  /** What a waiting request brings back of values that a round had marked wrong. */
  readonly broughtBack: readonly BroughtBack[];
}

const findingsOf = (
  { status, changes, accepted = [] }: CorrectionView,
  record: RecordView,
  places: PlaceResolvers,
): readonly ChangeFinding[] =>
  status === "requested"
    ? withReasons(
        findingsOfCorrection(record, changes, places),
        answersFor(accepted, applyChanges(record.fields, changes)),
      )
    : [];

/** Of requests that wait for a decision; what was carried out holds what was asked for. */
const presentValues = ({ status, changes }: CorrectionView, record: RecordView): ListedCorrection["now"] =>
  status === "requested"
    ? outdatedFields(record, changes).map((field) => ({ field, value: record.fields[field] }))
    : [];

const listed = async (
  { reviews }: Pick<CorrectionReaders, "reviews">,
  correction: CorrectionView,
  record: RecordView | undefined,
  reader: Reader,
): Promise<ListedCorrection> => {
  const { account } = reader.principal;
  const isMaker = record?.keyers.includes(account) || record?.arbiters.includes(account);
  const own = correction.requestedBy === account || isMaker === true;
  if (record === undefined || !mayReadRecord(reader, record))
    return { correction, record, readable: false, own, findings: [], now: [], broughtBack: [] };
  const waits = correction.status === "requested";
  return {
    correction,
    record,
    readable: true,
    own,
    findings: findingsOf(correction, record, placesKnownBy(reader.tree.units)),
    now: presentValues(correction, record),
    broughtBack: waits ? await listBroughtBack(reviews, record, correction.changes) : [],
  };
};

/** Whether the reader may know of a request at all: it is theirs, or they read records there. */
const mayKnow = ({ principal, day, tree }: Reader, { requestedBy, unitId }: CorrectionView): boolean =>
  requestedBy === principal.account || areaOf(principal, recordReaders, day, tree).includes(unitId);

/**
 * One correction; `shown` is the record whose content the reader gets to see by it, if any. Throws
 * `correction-unknown`, also where the reader may not know of it.
 */
export const getCorrection = async (
  { corrections, records, reviews }: CorrectionReaders,
  reader: Reader,
  correctionId: string,
) => {
  const correction = await corrections.find(correctionId);
  if (!correction || !mayKnow(reader, correction)) throw new CommandRejected("correction-unknown");
  const record = await records.find(correction.recordId);
  const item = await listed({ reviews }, correction, record, reader);
  return { item, shown: item.record && item.readable ? [item.record] : [] };
};

/**
 * A page of corrections, the newest first; `shown` are the records whose content the reader gets to
 * see by it.
 */
export const listCorrections = async (
  { corrections, records: model, reviews }: CorrectionReaders,
  reader: Reader,
  { status, mine = false, unitIds, limit, after }: CorrectionsAsked,
) => {
  const { principal, day, tree } = reader;
  const seen = areaOf(principal, recordReaders, day, tree);
  const own = mine || seen.length === 0;
  const page = await corrections.query({
    where: {
      unitId: { in: own ? unitIds : seen },
      requestedBy: own ? principal.account : undefined,
      status,
    },
    orderBy: [{ column: "requestedAt", descending: true }],
    limit,
    after,
  });
  const records = await model.findMany([...new Set(page.items.map(({ recordId }) => recordId))]);
  const shown = [...records.values()].filter((record) => mayReadRecord(reader, record));
  const items = await Promise.all(
    page.items.map((correction) => listed({ reviews }, correction, records.get(correction.recordId), reader)),
  );
  return { items, shown, next: page.next };
};
