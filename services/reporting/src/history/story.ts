import { nameOn } from "@sogoc/access";
import type { FieldChange, Mark, RecordedDomainEvent } from "@sogoc/events";
import { localDay } from "@sogoc/http";
import type { RecordRow } from "../read-models/records.ts";
import type { ReportingParts } from "../reporting-parts.ts";
import { labelsOf, valueTexts } from "./field-text.ts";
import { currentEvents } from "./record-at.ts";
import { sentenceFor } from "./sentences.ts";

/** Streams in which something about the record may stand, found through the read models. */
const streamsAbout = async (parts: ReportingParts, record: RecordRow): Promise<readonly string[]> => {
  const batch = await parts.batches.find(record.batchId);
  const requests = await parts.corrections.query({ where: { recordId: record.id }, limit: 500 });
  return [
    `record-${record.id}`,
    `batch-${record.batchId}`,
    ...Object.keys(batch?.reviews ?? {}).map((reviewId) => `review-${reviewId}`),
    ...requests.items.map(({ id }) => `correction-${id}`),
  ];
};

const changesIn = (event: RecordedDomainEvent): readonly FieldChange[] => {
  if (event.type === "DiscrepancyResolved") {
    const { field, before, after } = event.data;
    return [{ field, ...(before ? { before } : {}), ...(after ? { after } : {}) }];
  }
  return event.type === "RecordCorrected" || event.type === "CorrectionRequested" ? event.data.changes : [];
};

const marksIn = (event: RecordedDomainEvent, recordId: string): readonly Mark[] => {
  if (event.type === "RecordChecked") return event.data.marks;
  if (event.type !== "BatchReturned") return [];
  return event.data.marks
    .filter((mark) => mark.recordId === recordId)
    .map(({ field, severity, reason }) => ({ field, severity, reason }));
};

/** Who, in which role and unit, when, what, why, and the fields before and after; oldest first. */
export const storyOf = async (parts: ReportingParts, record: RecordRow) => {
  const streams = await streamsAbout(parts, record);
  const events = (await Promise.all(streams.map((stream) => parts.ports.store.readStream(stream))))
    .flatMap(currentEvents)
    .sort((a, b) => a.position - b.position);
  const tree = parts.http.directory.tree();
  const nameOf = (account: string) => parts.http.directory.displayName(account) ?? account;
  const firstReturn = events.find(({ type }) => type === "BatchReturned")?.position ?? Infinity;
  return events.flatMap((event) => {
    const returned = event.position > firstReturn;
    const sentence = sentenceFor(event, { recordId: record.id, nameOf, returned });
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
        who: { account: actor.account, name: actor.name, roles: actor.roles },
        unit: { id: actor.unit, name: unit ? nameOn(unit, localDay(new Date(at))) : actor.unit },
        what: { vi: sentence.vi, en: sentence.en },
        ...(sentence.why === undefined ? {} : { why: sentence.why }),
        changes: changesIn(event).map((change) => ({
          field: change.field,
          ...labelsOf(record.recordType, change.field),
          before: { ...valueTexts(change.before), ...(change.before ? { value: change.before } : {}) },
          after: { ...valueTexts(change.after), ...(change.after ? { value: change.after } : {}) },
        })),
        marks: marksIn(event, record.id).map((mark) => ({
          ...mark,
          ...labelsOf(record.recordType, mark.field),
        })),
      },
    ];
  });
};
