import type { DataOf, EventOf, EventType } from "./catalogue.ts";
import { entryEvents } from "./entry.ts";
import type { Recorded, RecordedDomainEvent } from "./envelope.ts";

/**
 * The events of a record's own stream: those of the entry service that name the record. Whatever
 * folds that stream names each of them, or does not compile.
 */
export type RecordEventType = {
  [Type in EventType & keyof typeof entryEvents]: DataOf<Type> extends { readonly recordId: string }
    ? Type
    : never;
}[EventType & keyof typeof entryEvents];

export type RecordEvent = EventOf<RecordEventType>;

const recordEventTypes: ReadonlySet<string> = new Set(
  Object.entries(entryEvents).flatMap(([type, { shape }]) => ("recordId" in shape ? [type] : [])),
);

/**
 * Who sent the workbook that a case came from, where another had it written, and who had set their
 * password: none, or one. A maker of the case beside the one that `keyedBy` names, who confirmed.
 */
export const sendersOf = ({
  preparedBy: account,
  preparerPasswordSetBy: passwordSetBy,
}: DataOf<"RecordEntered">) => (account === undefined ? [] : [{ account, passwordSetBy }]);

/**
 * Who asked for what another approved, a correction or a replacement, and who had set their
 * password: none, or one.
 */
export const requestersOf = ({
  requestedBy: account,
  requesterPasswordSetBy: passwordSetBy,
}: Pick<DataOf<"RecordCorrected">, "requestedBy" | "requesterPasswordSetBy">) =>
  account === undefined ? [] : [{ account, passwordSetBy }];

/** Whether an event is one of a record's own stream. */
export const isRecordEvent = (event: RecordedDomainEvent): event is Recorded<RecordEvent> =>
  recordEventTypes.has(event.type);
