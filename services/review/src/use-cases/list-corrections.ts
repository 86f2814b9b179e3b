import { areaOf, recordReaders } from "@sogoc/access";
import { CommandRejected, type PageAsked } from "@sogoc/core";
import { applyChanges, type FieldValue } from "@sogoc/events";
import { answersFor, type PlaceResolvers, placesKnownBy } from "@sogoc/registers";
import { outdatedFields } from "../domain/correction.ts";
import { type ChangeFinding, findingsOfCorrection, withReasons } from "../domain/correction-findings.ts";
import type { CorrectionReader, CorrectionView } from "../read-models/corrections.ts";
import type { SubmittedRecord, SubmittedRecordReader } from "../read-models/submitted-records.ts";
import { mayReadRecord, type Reader } from "../steps/may-read-record.ts";

interface CorrectionReaders {
  readonly corrections: CorrectionReader;
  readonly records: SubmittedRecordReader;
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
  readonly record: SubmittedRecord | undefined;
  readonly readable: boolean;
  /** The reader asked for it, or made the record as it stands: somebody else decides. */
  readonly own: boolean;
  /** What the rules find in the record as it would be; of requests that wait for a decision. */
  readonly findings: readonly ChangeFinding[];
  /** What fields hold by now that hold something else than when it was asked for. */
  readonly now: readonly { readonly field: string; readonly value?: FieldValue | undefined }[];
}

const findingsOf = (
  { status, changes, accepted = [] }: CorrectionView,
  record: SubmittedRecord,
  places: PlaceResolvers,
): readonly ChangeFinding[] =>
  status === "requested"
    ? withReasons(
        findingsOfCorrection(record, changes, places),
        answersFor(accepted, applyChanges(record.fields, changes)),
      )
    : [];

/** Of requests that wait for a decision; what was carried out holds what was asked for. */
const presentValues = (
  { status, changes }: CorrectionView,
  record: SubmittedRecord,
): ListedCorrection["now"] =>
  status === "requested"
    ? outdatedFields(record, changes).map((field) => ({ field, value: record.fields[field] }))
    : [];

const listed = (
  correction: CorrectionView,
  record: SubmittedRecord | undefined,
  reader: Reader,
  places: PlaceResolvers,
): ListedCorrection => {
  const readable = record !== undefined && mayReadRecord(reader, record);
  const { account } = reader.principal;
  const isMaker = record?.keyers.includes(account) || record?.arbiters.includes(account);
  const own = correction.requestedBy === account || isMaker === true;
  const findings = readable ? findingsOf(correction, record, places) : [];
  const now = readable ? presentValues(correction, record) : [];
  return { correction, record, readable, own, findings, now };
};

/** Whether the reader may know of a request at all: it is theirs, or they read records there. */
const mayKnow = ({ principal, day, tree }: Reader, { requestedBy, unitId }: CorrectionView): boolean =>
  requestedBy === principal.account || areaOf(principal, recordReaders, day, tree).includes(unitId);

/**
 * One correction; `shown` is the record whose content the reader gets to see by it, if any. Throws
 * `correction-unknown`, also where the reader may not know of it.
 */
export const getCorrection = async (
  { corrections, records }: CorrectionReaders,
  reader: Reader,
  correctionId: string,
) => {
  const correction = await corrections.find(correctionId);
  if (!correction || !mayKnow(reader, correction)) throw new CommandRejected("correction-unknown");
  const record = await records.find(correction.recordId);
  const item = listed(correction, record, reader, placesKnownBy(reader.tree.units));
  return { item, shown: item.record && item.readable ? [item.record] : [] };
};

/**
 * A page of corrections, the newest first; `shown` are the records whose content the reader gets to
 * see by it.
 */
export const listCorrections = async (
  { corrections, records: model }: CorrectionReaders,
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
  const places = placesKnownBy(tree.units);
  const items = page.items.map((correction) =>
    listed(correction, records.get(correction.recordId), reader, places),
  );
  return { items, shown, next: page.next };
};
