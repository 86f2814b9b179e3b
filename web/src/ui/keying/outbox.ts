import { type Problem, problemOf } from "../../api/problem.ts";
import { send } from "../../api/requests.ts";
import {
  dropOutgoing,
  listOutgoing,
  type OutgoingRecord,
  putOutgoing,
  refuseOutgoing,
  type Trouble,
} from "./drafts.ts";

/** Why nothing is sent: the line is cut, the server can store nothing, or it fails otherwise. */
export type Held = "offline" | "storage-full" | "storage-read-only" | "server";

const heldBy = ({ status, code }: Pick<Problem, "status" | "code">): Held | undefined => {
  if (status === 0) return "offline";
  if (code === "storage-full" || code === "storage-read-only") return code;
  return status >= 500 ? "server" : undefined;
};

/**
 * Everything of the signed-in person that is kept on this computer and has not been acknowledged.
 */
export interface Outbox {
  /** Waiting to be sent. */
  readonly waiting: readonly OutgoingRecord[];
  /** Refused after the form had gone on; kept until the clerk opens them again. */
  readonly refused: readonly OutgoingRecord[];
  /** Why nothing goes out at the moment; undefined while it does. */
  readonly held: Held | undefined;
  /** The number that the server acknowledged last, by batch. */
  readonly saved: ReadonlyMap<string, string>;
}

let state: Outbox = { waiting: [], refused: [], held: undefined, saved: new Map() };
const listeners = new Set<() => void>();
const acknowledged = new Set<(batchId: string) => void>();
const underway = new Set<string>();

const publish = (part: Partial<Outbox>) => {
  state = { ...state, ...part };
  for (const listener of listeners) listener();
};

export const outboxNow = (): Outbox => state;
export const onOutbox = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
/**
 * Calls the listener with the batch of every case that the server has taken; returns how to stop.
 */
export const onAcknowledged = (listener: (batchId: string) => void): (() => void) => {
  acknowledged.add(listener);
  return () => void acknowledged.delete(listener);
};

const sendAgain = async (
  record: OutgoingRecord,
  { recordId, number }: { recordId: string; number: string },
) => {
  await send("post", "/api/entry/v1/batches/{batchId}/records/{recordId}/key-again", {
    path: { batchId: record.batchId, recordId },
    header: { "idempotency-key": record.key },
    body: { fields: record.fields },
  });
  return { number };
};

const sendFirst = ({ batchId, key, fields, seen, accepted, scanId, duplicate }: OutgoingRecord) =>
  send("post", "/api/entry/v1/batches/{batchId}/records", {
    path: { batchId },
    header: { "idempotency-key": key },
    body: { fields, seen, accepted, scanId, duplicate },
  });

const sendRecord = (record: OutgoingRecord): Promise<{ number: string }> =>
  record.again ? sendAgain(record, record.again) : sendFirst(record);

/** True for outcomes that say nothing about the case: it stays in the outbox and is sent again. */
const mayPass = (status: number): boolean =>
  status === 0 || status === 401 || status === 429 || status >= 500;

const recount = async () => {
  const kept = await listOutgoing();
  publish({
    waiting: kept.filter((record) => !record.refused),
    refused: kept.filter((record) => record.refused),
  });
};

/**
 * The refusal of a case; `"later"` when the server could not be asked, undefined when it has taken
 * the case.
 */
type Answer = Trouble | "later" | undefined;

/** Sends a case; where it could not be kept here, only this answer tells that it is safe. */
export const deliver = async (record: OutgoingRecord): Promise<Answer> => {
  try {
    const { number } = await sendRecord(record);
    publish({ held: undefined, saved: new Map(state.saved).set(record.batchId, number) });
    await dropOutgoing(record.key).catch(() => undefined);
    for (const listener of acknowledged) listener(record.batchId);
    return undefined;
  } catch (error) {
    const { status, code, title, titleEn, params, errors = [] } = problemOf(error);
    publish({ held: heldBy({ status, code }) });
    return mayPass(status) ? "later" : { code, title, titleEn, params, errors };
  }
};

/**
 * Sends a case that is kept; a refusal is kept with it, unless the form takes the case back at
 * once.
 */
export const sendKept = async (
  record: OutgoingRecord,
  takeBack: (refusal: Trouble) => Promise<boolean>,
): Promise<void> => {
  try {
    // Known to be away: the next round tries it.
    const answer = state.held ? "later" : await deliver(record);
    if (answer !== undefined && answer !== "later") {
      await refuseOutgoing(record.key, answer);
      if (await takeBack(answer)) return;
    }
  } finally {
    // Only now may a round look at it: before, it would send once more what was just refused.
    underway.delete(record.key);
  }
  await recount().catch(() => undefined);
};

/**
 * Keeps a finished case on this computer for `sendKept`; false where that was not possible, and
 * nothing was sent either.
 */
export const keep = async (record: OutgoingRecord): Promise<boolean> => {
  // The rounds leave it to whoever sends it first.
  underway.add(record.key);
  const kept = await putOutgoing(record);
  if (!kept) underway.delete(record.key);
  await recount().catch(() => undefined);
  return kept;
};

export const drop = async (key: string): Promise<void> => {
  await dropOutgoing(key);
  await recount();
};

let running = false;
/** One round through everything that waits; ends at the first case that cannot be sent now. */
export const sendAll = async (): Promise<void> => {
  if (running) return;
  running = true;
  try {
    for (const record of await listOutgoing()) {
      if (record.refused || underway.has(record.key)) continue;
      underway.add(record.key);
      const answer = await deliver(record)
        .then(async (said) => {
          if (said !== undefined && said !== "later") await refuseOutgoing(record.key, said);
          return said;
        })
        .finally(() => underway.delete(record.key));
      if (answer === "later") break;
    }
    await recount();
  } catch {
    // The store could not be read; the next round tries again.
  } finally {
    running = false;
  }
};

/**
 * Offers refused cases to the server once more as they are, for instance when a batch is theirs
 * again.
 */
export const sendRefusedAgain = async (records: readonly OutgoingRecord[]): Promise<void> => {
  for (const { refused: _, ...record } of records) await putOutgoing(record);
  await recount();
  await sendAll();
};
