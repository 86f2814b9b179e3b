import { createStore, del, entries, get, set } from "idb-keyval";
import type { FieldProblem } from "../../api/problem.ts";
import { currentSession } from "../../api/session.ts";
import type { KeyedFields, KeyedValue } from "./keyed-fields.ts";

const drafts = createStore("sogoc-drafts", "drafts");
const outbox = createStore("sogoc-outbox", "outbox");

const account = (): string => currentSession()?.account.id ?? "";
const draftKey = (name: string): string => `${account()} ${name}`;

/**
 * What is being keyed, kept on this computer at every change: a lost line or a closed lid loses nothing. `name` is the
 * batch for a new case and the record for a correction; another person at this computer has drafts of his own.
 */
export const saveDraft = (name: string, fields: KeyedFields): Promise<void> =>
  set(draftKey(name), fields, drafts);
export const findDraft = (name: string): Promise<KeyedFields | undefined> => get(draftKey(name), drafts);
export const dropDraft = (name: string): Promise<void> => del(draftKey(name), drafts);

export interface AcceptedWarning {
  readonly rule: string;
  readonly fields: string[];
  readonly reason: string;
}

export interface Trouble {
  readonly code: string;
  readonly title: string;
  readonly titleEn: string;
  readonly errors: readonly FieldProblem[];
}

/** A finished case on its way to the server. The key makes sending it twice harmless. */
export interface OutgoingRecord {
  readonly key: string;
  /** Set where a case is keyed a second time. */
  readonly again?: { readonly recordId: string; readonly number: string };
  readonly batchId: string;
  readonly account: string;
  readonly fields: Record<string, KeyedValue>;
  readonly accepted: readonly AcceptedWarning[];
  readonly scanId?: string;
  readonly duplicate?: { readonly suffix: string; readonly reason: string };
  /** As it stood in the form, to be offered again when the server refuses it later. */
  readonly draft: KeyedFields;
  readonly refused?: Trouble;
}

export const putOutgoing = (record: OutgoingRecord): Promise<void> => set(record.key, record, outbox);
export const dropOutgoing = (key: string): Promise<void> => del(key, outbox);

export const listOutgoing = async (batchId: string): Promise<readonly OutgoingRecord[]> =>
  (await entries<string, OutgoingRecord>(outbox))
    .map(([, record]) => record)
    .filter((record) => record.batchId === batchId && record.account === account());
