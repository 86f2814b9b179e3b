import { createStore, del, entries, get, promisifyRequest, set } from "idb-keyval";
import type { FieldProblem } from "../../api/problem.ts";
import { currentSession } from "../../api/session.ts";
import type { KeyedFields, KeyedValue, Seen } from "./keyed-fields.ts";
import { tellStorage } from "./storage-health.ts";

const drafts = createStore("sogoc-drafts", "drafts");
const outbox = createStore("sogoc-outbox", "outbox");

const account = (): string => currentSession()?.account.id ?? "";
const draftKey = (name: string): string => `${account()} ${name}`;
const asideKey = (name: string): string => `${account()} aside ${name}`;

/**
 * What is being keyed, kept on this computer at every change: a lost line or a closed lid loses
 * nothing. `name` is the batch for a new case and the record for a correction; another person at
 * this computer has drafts of their own. A full or forbidden disk is told to the page, which must
 * not claim that anything is kept.
 */
export const saveDraft = (name: string, fields: KeyedFields): Promise<boolean> =>
  tellStorage(set(draftKey(name), fields, drafts));
export const findDraft = (name: string): Promise<KeyedFields | undefined> =>
  get<KeyedFields>(draftKey(name), drafts).catch(() => undefined);
export const dropDraft = (name: string): Promise<void> => del(draftKey(name), drafts).catch(() => undefined);

/**
 * Puts a half-keyed case aside while another is mended; the last one put aside comes back first.
 */
export const putAside = async (name: string, fields: KeyedFields): Promise<boolean> => {
  const before = (await get<readonly KeyedFields[]>(asideKey(name), drafts).catch(() => undefined)) ?? [];
  return tellStorage(set(asideKey(name), [...before, fields], drafts));
};
export const takeFromAside = async (name: string): Promise<KeyedFields | undefined> => {
  const aside = (await get<readonly KeyedFields[]>(asideKey(name), drafts).catch(() => undefined)) ?? [];
  const last = aside.at(-1);
  if (last) await tellStorage(set(asideKey(name), aside.slice(0, -1), drafts));
  return last;
};

export interface GivenAnswer {
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
  readonly again?: { readonly recordId: string; readonly number: string } | undefined;
  readonly batchId: string;
  /** Which book it is of, to be told where no desk is open. */
  readonly book?: { readonly recordType: string; readonly bookNumber: string } | undefined;
  readonly account: string;
  readonly fields: Record<string, KeyedValue>;
  readonly accepted: readonly GivenAnswer[];
  readonly scanId?: string | undefined;
  /** How values came that were confirmed and not typed. */
  readonly seen?: Record<string, Seen> | undefined;
  readonly duplicate?: { readonly suffix: string; readonly reason: string } | undefined;
  /** As it stood in the form, to be offered again when the server refuses it later. */
  readonly draft: KeyedFields;
  readonly refused?: Trouble | undefined;
}

/** False where this computer could not keep it. */
export const putOutgoing = (record: OutgoingRecord): Promise<boolean> =>
  tellStorage(set(record.key, record, outbox));
/**
 * Notes a refusal, unless the case has left the outbox meanwhile: the form took it back, or another
 * window did.
 */
export const refuseOutgoing = (key: string, refused: Trouble): Promise<boolean> =>
  tellStorage(
    outbox("readwrite", (store) => {
      const kept: IDBRequest<OutgoingRecord | undefined> = store.get(key);
      kept.onsuccess = () => {
        if (kept.result) store.put({ ...kept.result, refused }, key);
      };
      return promisifyRequest(store.transaction);
    }),
  );
export const dropOutgoing = (key: string): Promise<void> => del(key, outbox);

/** Everything of this person that the server has not acknowledged, oldest first. */
export const listOutgoing = async (): Promise<readonly OutgoingRecord[]> =>
  (await entries<string, OutgoingRecord>(outbox))
    .map(([, record]) => record)
    .filter((record) => record.account === account());
