import { createStore, del, entries, get, promisifyRequest, set } from "idb-keyval";
import type { FieldProblem } from "../../api/problem.ts";
import { currentSession } from "../../api/session.ts";
import { isUntouched, type KeyedFields, type KeyedValue, type Seen } from "./keyed-fields.ts";
import { tellStorage } from "./storage-health.ts";

const drafts = createStore("sogoc-drafts", "drafts");
const outbox = createStore("sogoc-outbox", "outbox");

const account = (): string => currentSession()?.account.id ?? "";
const draftKey = ({ name }: DraftPlace): string => `${account()} ${name}`;
const ASIDE = "aside ";
const BEGUN_FROM = " begun from";
const KEPT_MS = 30 * 24 * 60 * 60_000;

/** Which case a draft is of: a new one of a batch, a correction, or a second keying. */
export interface DraftPlace {
  readonly batchId: string;
  readonly name: string;
}

export const newCaseDraft = (batchId: string): DraftPlace => ({ batchId, name: batchId });
export const correctionDraft = (batchId: string, recordId: string): DraftPlace => {
  return { batchId, name: `record ${recordId}` };
};
export const secondKeyingDraft = (batchId: string, recordId: string): DraftPlace => {
  return { batchId, name: `second ${recordId}` };
};
/** Where the draft of a correction keeps what was stored when it was begun. */
export const begunFrom = ({ batchId, name }: DraftPlace): DraftPlace => {
  return { batchId, name: `${name}${BEGUN_FROM}` };
};
const asideOf = (batchId: string): DraftPlace => ({ batchId, name: `${ASIDE}${batchId}` });

interface KeptDraft {
  readonly batchId: string;
  /** In milliseconds, by this computer's clock. */
  readonly keptAt: number;
  readonly cases: readonly KeyedFields[];
}

/** As they are kept, and as older pages kept them: without their batch and time. */
type Stored = KeptDraft | KeyedFields | readonly KeyedFields[];

const isKept = (stored: Stored): stored is KeptDraft => "keptAt" in stored && "cases" in stored;

const casesOf = (stored: Stored | undefined): readonly KeyedFields[] => {
  if (stored === undefined) return [];
  if (Array.isArray(stored)) return stored;
  return isKept(stored) ? stored.cases : [stored as KeyedFields];
};

const readCases = async (place: DraftPlace): Promise<readonly KeyedFields[]> =>
  casesOf(await get<Stored>(draftKey(place), drafts).catch(() => undefined));

const keep = (place: DraftPlace, cases: readonly KeyedFields[]): Promise<boolean> => {
  const kept: KeptDraft = { batchId: place.batchId, keptAt: Date.now(), cases };
  return tellStorage(set(draftKey(place), kept, drafts));
};

/**
 * What is being keyed, kept on this computer at every change: a lost line or a closed lid loses
 * nothing. Another person at this computer has drafts of their own. A full or forbidden disk is
 * told to the page, which must not claim that anything is kept.
 */
export const saveDraft = (place: DraftPlace, fields: KeyedFields): Promise<boolean> => keep(place, [fields]);
export const findDraft = async (place: DraftPlace): Promise<KeyedFields | undefined> =>
  (await readCases(place))[0];
export const dropDraft = (place: DraftPlace): Promise<void> =>
  del(draftKey(place), drafts).catch(() => undefined);

/**
 * Puts a half-keyed case aside while another is mended; the last one put aside comes back first.
 */
export const putAside = async (batchId: string, fields: KeyedFields): Promise<boolean> => {
  const place = asideOf(batchId);
  return keep(place, [...(await readCases(place)), fields]);
};
export const takeFromAside = async (batchId: string): Promise<KeyedFields | undefined> => {
  const place = asideOf(batchId);
  const aside = await readCases(place);
  const last = aside.at(-1);
  if (last) await keep(place, aside.slice(0, -1));
  return last;
};

/** Half-keyed cases of one batch, of whoever is signed in. */
export interface HalfKeyed {
  readonly batchId: string;
  readonly cases: readonly KeyedFields[];
  readonly places: readonly DraftPlace[];
}

/** The batch of a draft that was kept before drafts named it; undefined where nothing tells it. */
const batchOfName = (name: string): string | undefined => {
  const batchId = name.startsWith(ASIDE) ? name.slice(ASIDE.length) : name;
  return batchId.includes(" ") ? undefined : batchId;
};

/**
 * Everything that whoever is signed in has begun and not finished at this computer, by batch. What
 * nobody has touched for thirty days is dropped, whoever left it.
 */
export const listHalfKeyed = async (): Promise<readonly HalfKeyed[]> => {
  const found = new Map<string, HalfKeyed>();
  for (const [key, stored] of await entries<string, Stored>(drafts)) {
    const [owner = "", ...rest] = key.split(" ");
    const name = rest.join(" ");
    const batchId = isKept(stored) ? stored.batchId : batchOfName(name);
    if (isKept(stored) && Date.now() - stored.keptAt > KEPT_MS) {
      await del(key, drafts);
      continue;
    }
    // From now on its days are counted.
    if (!isKept(stored)) await set(key, { batchId, keptAt: Date.now(), cases: casesOf(stored) }, drafts);
    if (owner !== account() || batchId === undefined || name.endsWith(BEGUN_FROM)) continue;
    const cases = casesOf(stored).filter((fields) => !isUntouched(fields));
    if (cases.length === 0) continue;
    const before = found.get(batchId);
    found.set(batchId, {
      batchId,
      cases: [...(before?.cases ?? []), ...cases],
      places: [...(before?.places ?? []), { batchId, name }],
    });
  }
  return [...found.values()];
};

export const dropHalfKeyed = async ({ places }: HalfKeyed): Promise<void> => {
  for (const place of places) {
    await dropDraft(place);
    await dropDraft(begunFrom(place));
  }
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
