import {
  type DataOf,
  isRecordEvent,
  isSameReading,
  type Mark,
  type RecordedDomainEvent,
} from "@sogoc/events";
import type { Access } from "../access.ts";
import { currentEvents, recordAt } from "../history/record-at.ts";
import type { LotRow } from "../read-models/lots.ts";

/** What had become of a mark of an earlier round when the lot was decided. */
export type EarlierMarkOutcome = "mended" | "taken-back" | "voided" | "marked-again" | "stands";

export interface EarlierMark extends Mark {
  readonly recordId: string;
  readonly bookNumber: string;
  readonly number: string;
  readonly round: number;
  readonly outcome: EarlierMarkOutcome;
  /** Why it was taken back. */
  readonly because?: string | undefined;
}

/** The last check of a record in a round, with all that the round took back of earlier marks. */
export interface CheckOfRound extends Pick<DataOf<"RecordChecked">, "recordRevision" | "marks"> {
  readonly round: number;
  readonly takenBack: readonly { readonly field: string; readonly because: string }[];
}

/**
 * What has become of the marks that rounds before the last one set on a record, by the record's
 * events up to the verdict: whether the field then held what it held when it was marked, also where
 * it was changed and changed back.
 */
export const outcomesOf = (
  checks: readonly CheckOfRound[],
  events: readonly RecordedDomainEvent[],
  lastRound: number,
): readonly (Mark & Pick<EarlierMark, "round" | "outcome" | "because">)[] => {
  const now = recordAt(events);
  const valueAt = (revision: number, field: string) =>
    recordAt(events.filter((event) => isRecordEvent(event) && event.revision <= revision))?.fields[field];
  return checks
    .filter(({ round }) => round < lastRound)
    .flatMap(({ round, recordRevision, marks }) =>
      marks.map(({ field, severity, reason }) => {
        const later = checks.filter((check) => check.round > round);
        const because = later
          .flatMap(({ takenBack }) => takenBack)
          .findLast((one) => one.field === field)?.because;
        const isMarkedAgain = later.some((check) => check.marks.some((mark) => mark.field === field));
        const isAsItWas = isSameReading(valueAt(recordRevision, field), now?.fields[field]);
        const outcome = (): EarlierMarkOutcome => {
          if (isMarkedAgain) return "marked-again";
          if (because !== undefined) return "taken-back";
          if (now?.status === "voided") return "voided";
          return isAsItWas ? "stands" : "mended";
        };
        return { round, field, severity, reason, outcome: outcome(), because };
      }),
    );
};

/** The checks of a batch's rounds up to one of them, by record, the earliest round first. */
const loadChecks = async (
  { batches, store }: Access<"batches" | "store">,
  { batchId, round: lastRound }: LotRow["batches"][number],
): Promise<ReadonlyMap<string, readonly CheckOfRound[]>> => {
  const rounds = Object.entries((await batches.find(batchId))?.reviews ?? {})
    .map(([reviewId, { round }]) => ({ reviewId, round }))
    .filter(({ round }) => round <= lastRound)
    .sort((one, other) => one.round - other.round);
  const byRecord = new Map<string, CheckOfRound[]>();
  for (const { reviewId, round } of rounds) {
    const ofRound = new Map<string, CheckOfRound>();
    for (const { type, data } of currentEvents(await store.readStream(`review-${reviewId}`))) {
      if (type !== "RecordChecked") continue;
      const { recordId, recordRevision, marks } = data;
      const takenBack = [...(ofRound.get(recordId)?.takenBack ?? []), ...(data.takenBack ?? [])];
      ofRound.set(recordId, { round, recordRevision, marks, takenBack });
    }
    for (const [recordId, check] of ofRound)
      byRecord.set(recordId, [...(byRecord.get(recordId) ?? []), check]);
  }
  return byRecord;
};

/** Every mark that earlier rounds of a lot's batches set, with its outcome at the verdict. */
export const listEarlierMarks = async (
  access: Access<"batches" | "records" | "store">,
  lot: LotRow,
): Promise<readonly EarlierMark[]> => {
  const found: EarlierMark[] = [];
  for (const batch of lot.batches) {
    if (batch.round === 1) continue;
    for (const [recordId, checks] of await loadChecks(access, batch)) {
      if (!checks.some(({ round, marks }) => round < batch.round && marks.length > 0)) continue;
      const events = currentEvents(await access.store.readStream(`record-${recordId}`)).filter(
        ({ metadata }) => metadata.at <= lot.decidedAt,
      );
      const row = await access.records.find(recordId);
      const place = { recordId, bookNumber: batch.bookNumber, number: row?.number ?? recordId };
      found.push(...outcomesOf(checks, events, batch.round).map((mark) => ({ ...place, ...mark })));
    }
  }
  return found;
};
