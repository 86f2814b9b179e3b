import { nameOfAccount, nameOn } from "@sogoc/access";
import { assertNever, vietnamDay } from "@sogoc/core";
import {
  type FieldValue,
  isRecordEvent,
  type Mark,
  type RecordEvent,
  type Recorded,
  type RecordedDomainEvent,
} from "@sogoc/events";
import type { Dependencies } from "../dependencies.ts";
import type { RecordView } from "../read-models/records.ts";
import { ownMarks } from "./check-sentence.ts";
import { labelsOf, valueTexts } from "./field-text.ts";
import { type LostMark, lostMarksOf } from "./lost-marks.ts";
import { currentEvents } from "./record-at.ts";
import { sentenceFor } from "./sentences.ts";

/** Streams that may tell of the record, found through the read models. */
const streamsAbout = async (
  dependencies: Dependencies<"batches" | "corrections">,
  record: RecordView,
): Promise<readonly string[]> => {
  const batch = await dependencies.batches.find(record.batchId);
  const requests = await dependencies.corrections.query({ where: { recordId: record.id }, limit: 500 });
  return [
    `record-${record.id}`,
    `batch-${record.batchId}`,
    `book-${record.bookId}`,
    `handover-${record.bookId}`,
    ...Object.keys(batch?.reviews ?? {}).map((reviewId) => `review-${reviewId}`),
    ...requests.items.map(({ id }) => `correction-${id}`),
  ];
};

interface ChangedField {
  readonly field: string;
  readonly before?: FieldValue | undefined;
  readonly after?: FieldValue | undefined;
}

const changesOfRecord = (event: Recorded<RecordEvent>): readonly ChangedField[] => {
  switch (event.type) {
    case "RecordCorrected":
      return event.data.changes;
    case "DiscrepancyResolved": {
      const { field, before, after } = event.data;
      return [{ field, before, after }];
    }
    case "RecordEntered":
    case "RecordKeyedAgain":
    case "RecordAnnotated":
    case "WarningsAnswered":
    case "RecordVoided":
    case "CorrectionNotApplied":
      return [];
    default:
      return assertNever(event);
  }
};

const changesIn = (event: RecordedDomainEvent): readonly ChangedField[] => {
  if (isRecordEvent(event)) return changesOfRecord(event);
  return event.type === "CorrectionRequested" ? event.data.changes : [];
};

const marksIn = (event: RecordedDomainEvent, recordId: string): readonly Mark[] => {
  if (event.type === "RecordChecked") return ownMarks(event.data);
  if (event.type !== "BatchReturned") return [];
  return event.data.marks
    .filter((mark) => mark.recordId === recordId)
    .map(({ field, severity, reason }) => ({ field, severity, reason }));
};

/** By position of the check, what checks of the record made of the marks that their review had. */
const lostIn = (
  events: readonly RecordedDomainEvent[],
  recordId: string,
): ReadonlyMap<number, readonly LostMark[]> => {
  const inForce = new Map<string, readonly Mark[]>();
  const lost = new Map<number, readonly LostMark[]>();
  for (const { type, data, position } of events) {
    if (type !== "RecordChecked" || data.recordId !== recordId) continue;
    lost.set(position, lostMarksOf(data, inForce.get(data.reviewId) ?? []));
    inForce.set(data.reviewId, data.marks);
  }
  return lost;
};

/** Who, in which role and unit, when, what, why, and the fields before and after; oldest first. */
export const loadStory = async (
  dependencies: Dependencies<"batches" | "corrections" | "directory" | "store">,
  record: RecordView,
) => {
  const streams = await streamsAbout(dependencies, record);
  const events = (await Promise.all(streams.map((stream) => dependencies.store.readStream(stream))))
    .flatMap(currentEvents)
    .sort((a, b) => a.position - b.position);
  const tree = dependencies.directory.tree();
  const nameOf = (account: string) => nameOfAccount(dependencies.directory, account);
  const entered = events.find(isRecordEvent)?.position ?? Infinity;
  const acceptances = events
    .filter(({ type, position }) => type === "HandoverAccepted" && position > entered)
    .map(({ position }) => position);
  const firstReturn = events.find(({ type }) => type === "BatchReturned")?.position ?? Infinity;
  const firstAcceptance = events.find(({ type }) => type === "BatchAccepted")?.position ?? Infinity;
  const firstPackage = events.find(({ type }) => type === "BookHandedOver")?.position ?? -1;
  const voided = events.find(({ type }) => type === "RecordVoided")?.position ?? Infinity;
  const lostMarks = lostIn(events, record.id);
  const mendingRounds = new Set(
    events.flatMap(({ type, data }) => (type === "ReviewOpened" && data.fixesOnly ? [data.reviewId] : [])),
  );
  return events.flatMap((event) => {
    const lost = lostMarks.get(event.position) ?? [];
    const returned = event.position > firstReturn;
    const sentence = sentenceFor(event, {
      recordId: record.id,
      number: record.number,
      nameOf,
      wentOutFirst: entered < firstPackage && firstPackage < voided,
      returned,
      lost,
      mending: "reviewId" in event.data && mendingRounds.has(event.data.reviewId ?? ""),
      acceptance: { times: acceptances.indexOf(event.position) + 1, of: acceptances.length },
      accepted: event.position > firstAcceptance,
    });
    if (!sentence) return [];
    const { actor, at } = event.metadata;
    const unit = tree.units.get(actor.unit);
    return [
      {
        eventId: event.id,
        type: event.type,
        stream: event.stream,
        revision: event.revision,
        position: event.position,
        at,
        who: {
          account: actor.account,
          name: actor.name,
          roles: actor.roles,
          passwordSetBy: actor.passwordSetBy && {
            name: nameOf(actor.passwordSetBy.account),
            at: actor.passwordSetBy.at,
            opened: actor.passwordSetBy.opened,
          },
        },
        unit: { id: actor.unit, name: unit ? nameOn(unit, vietnamDay(new Date(at))) : actor.unit },
        what: { vi: sentence.vi, en: sentence.en },
        why: sentence.why,
        changes: changesIn(event).map((change) => ({
          field: change.field,
          ...labelsOf(record.recordType, change.field),
          before: { ...valueTexts(change.before), value: change.before },
          after: { ...valueTexts(change.after), value: change.after },
        })),
        marks: marksIn(event, record.id).map((mark) => ({
          ...mark,
          ...labelsOf(record.recordType, mark.field),
        })),
        lost: lost.map((mark) => ({ ...mark, ...labelsOf(record.recordType, mark.field) })),
      },
    ];
  });
};
