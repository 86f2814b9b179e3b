import { createStore, del, entries, get, set } from "idb-keyval";
import type { KeyedFields, KeyedValue } from "./keyed-fields.ts";

const drafts = createStore("sogoc-drafts", "drafts");
const outbox = createStore("sogoc-outbox", "outbox");

/** A case being keyed, kept on this computer at every change: a lost line or a closed lid loses nothing. */
export const saveDraft = (batchId: string, fields: KeyedFields): Promise<void> =>
  set(batchId, fields, drafts);
export const findDraft = (batchId: string): Promise<KeyedFields | undefined> => get(batchId, drafts);
export const dropDraft = (batchId: string): Promise<void> => del(batchId, drafts);

/** A finished case on its way to the server. The key makes sending it twice harmless. */
export interface OutgoingRecord {
  readonly key: string;
  readonly batchId: string;
  readonly fields: Record<string, KeyedValue>;
  readonly accepted: readonly { readonly rule: string; readonly fields: string[]; readonly reason: string }[];
  readonly scanId?: string;
}

export const putOutgoing = (record: OutgoingRecord): Promise<void> => set(record.key, record, outbox);
export const dropOutgoing = (key: string): Promise<void> => del(key, outbox);

export const listOutgoing = async (batchId: string): Promise<readonly OutgoingRecord[]> =>
  (await entries<string, OutgoingRecord>(outbox))
    .map(([, record]) => record)
    .filter((record) => record.batchId === batchId);
