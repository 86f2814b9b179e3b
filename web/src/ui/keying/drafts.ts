import { createStore, del, entries, get, promisifyRequest, set } from "idb-keyval";
import type { FieldProblem } from "../../api/problem.ts";
import { currentSession } from "../../api/session.ts";
import { isUntouched, type KeyedFields, type KeyedValue, type Seen } from "./keyed-fields.ts";
import { isSealed, type Sealed, sealingNow } from "./sealed.ts";
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

/** What stands in the store; only its batch and time can be read without the owner's key. */
interface KeptDraft {
  readonly batchId: string | undefined;
  /** In milliseconds, by this computer's clock. */
  readonly keptAt: number;
  readonly cases: readonly KeyedFields[] | Sealed;
}

/** As they are kept, and as older pages kept them: without their batch and time. */
type Stored = KeptDraft | KeyedFields | readonly KeyedFields[];

const isKept = (stored: Stored): stored is KeptDraft => "keptAt" in stored && "cases" in stored;

const casesOf = (stored: Stored | undefined): KeptDraft["cases"] => {
  if (stored === undefined) return [];
  if (Array.isArray(stored)) return stored;
  return isKept(stored) ? stored.cases : [stored as KeyedFields];
};

let before: Promise<unknown> = Promise.resolve();
/** One after another: what was typed last is what is kept, however long sealing takes. */
const inTurn = <Result>(act: () => Promise<Result>): Promise<Result> => {
  const next = before.then(act);
  before = next.catch(() => undefined);
  return next;
};

const readCases = (place: DraftPlace): Promise<readonly KeyedFields[]> => {
  const key = draftKey(place);
  const { open } = sealingNow();
  const reading = inTurn(async () => open(casesOf(await get<Stored>(key, drafts))));
  return reading.then(
    (cases) => cases ?? [],
    () => [],
  );
};

/** The last write of each draft; one that a later one follows already need not be done. */
const lastWrites = new Map<string, object>();

const keep = (place: DraftPlace, cases: readonly KeyedFields[]): Promise<boolean> => {
  const key = draftKey(place);
  // Whoever has just left keys nothing any more, and nobody could read it.
  if (account() === "") return Promise.resolve(false);
  const { seal } = sealingNow();
  const write = {};
  lastWrites.set(key, write);
  const writing = async () => {
    if (lastWrites.get(key) !== write) return;
    const kept: KeptDraft = { batchId: place.batchId, keptAt: Date.now(), cases: await seal(cases) };
    await set(key, kept, drafts);
  };
  return tellStorage(inTurn(writing));
};

/**
 * What is being keyed, kept on this computer at every change: a lost line or a closed lid loses
 * nothing. Another person at this computer has drafts of their own, and cannot read these. A full
 * or forbidden disk is told to the page, which must not claim that anything is kept.
 */
export const saveDraft = (place: DraftPlace, fields: KeyedFields): Promise<boolean> => keep(place, [fields]);
export const findDraft = async (place: DraftPlace): Promise<KeyedFields | undefined> =>
  (await readCases(place))[0];
export const dropDraft = (place: DraftPlace): Promise<void> => {
  const key = draftKey(place);
  return inTurn(() => del(key, drafts)).catch(() => undefined);
};

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

/** Puts it in the place of what no key was needed for, unless another window was there first. */
const putOverPlain = (key: string, kept: KeptDraft): Promise<void> =>
  drafts("readwrite", (store) => {
    const there: IDBRequest<Stored | undefined> = store.get(key);
    there.onsuccess = () => {
      if (there.result && !isSealed(casesOf(there.result))) store.put(kept, key);
    };
    return promisifyRequest(store.transaction);
  });

/**
 * Drops what nobody has touched for thirty days, whoever left it, and seals what older pages kept
 * of whoever is signed in as it was typed.
 */
const tidyDrafts = async (): Promise<void> => {
  const own = account();
  const { seal } = sealingNow();
  for (const [key, stored] of await entries<string, Stored>(drafts)) {
    const [owner = "", ...rest] = key.split(" ");
    const batchId = isKept(stored) ? stored.batchId : batchOfName(rest.join(" "));
    // Of one that was kept without a day, its days are counted from now on.
    const keptAt = isKept(stored) ? stored.keptAt : Date.now();
    // Kept for nobody, nobody will ask for it.
    if (owner === "" || Date.now() - keptAt > KEPT_MS) {
      await del(key, drafts);
      continue;
    }
    const plain = casesOf(stored);
    const cases = owner === own && !isSealed(plain) ? await seal(plain) : plain;
    if (cases !== plain || !isKept(stored)) await putOverPlain(key, { batchId, keptAt, cases });
  }
};

/** Everything that whoever is signed in has begun and not finished at this computer, by batch. */
export const listHalfKeyed = (): Promise<readonly HalfKeyed[]> => {
  const own = account();
  const { open } = sealingNow();
  return inTurn(async () => {
    await tidyDrafts();
    const found = new Map<string, HalfKeyed>();
    for (const [key, stored] of await entries<string, Stored>(drafts)) {
      const [owner, ...rest] = key.split(" ");
      const name = rest.join(" ");
      const batchId = isKept(stored) ? stored.batchId : undefined;
      if (owner !== own || batchId === undefined || name.endsWith(BEGUN_FROM)) continue;
      const cases = ((await open(casesOf(stored))) ?? []).filter((fields) => !isUntouched(fields));
      if (cases.length === 0) continue;
      const others = found.get(batchId);
      found.set(batchId, {
        batchId,
        cases: [...(others?.cases ?? []), ...cases],
        places: [...(others?.places ?? []), { batchId, name }],
      });
    }
    return [...found.values()];
  });
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
  /** Figures and ids that the refusal is about. */
  readonly params?: Readonly<Record<string, string | number>> | undefined;
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

/** A case on its way as it is stored: whose it is can be read without their key, and no more. */
interface StoredOutgoing {
  readonly account: string;
  readonly record: OutgoingRecord | Sealed;
  readonly refused?: Trouble | Sealed | undefined;
}
/** As they are stored, and as older pages stored them. */
type Outgoing = StoredOutgoing | OutgoingRecord;

const isStoredOutgoing = (stored: Outgoing): stored is StoredOutgoing => "record" in stored;

/** False where this computer could not keep it. */
export const putOutgoing = (record: OutgoingRecord): Promise<boolean> => {
  const { seal } = sealingNow();
  const isOwn = record.account === account();
  const writing = async () => {
    if (!isOwn) throw new Error("somebody else's");
    const stored: StoredOutgoing = { account: record.account, record: await seal(record) };
    await set(record.key, stored, outbox);
  };
  return tellStorage(writing());
};

/**
 * Changes a case in the outbox, unless it has left meanwhile: the form took it back, or another
 * window did.
 */
const changeOutgoing = (key: string, change: (stored: Outgoing) => Outgoing): Promise<void> =>
  outbox("readwrite", (store) => {
    const kept: IDBRequest<Outgoing | undefined> = store.get(key);
    kept.onsuccess = () => {
      if (kept.result) store.put(change(kept.result), key);
    };
    return promisifyRequest(store.transaction);
  });

export const refuseOutgoing = (key: string, trouble: Trouble): Promise<boolean> => {
  const { seal } = sealingNow();
  const writing = async () => {
    const refused = await seal(trouble);
    await changeOutgoing(key, (stored) => {
      const { account: owner } = stored;
      const record = isStoredOutgoing(stored) ? stored.record : stored;
      return { account: owner, record, refused };
    });
  };
  return tellStorage(writing());
};
export const dropOutgoing = (key: string): Promise<void> => del(key, outbox);

/** Everything of this person that the server has not acknowledged. */
export const listOutgoing = async (): Promise<readonly OutgoingRecord[]> => {
  const own = account();
  const { open } = sealingNow();
  const found: OutgoingRecord[] = [];
  for (const [, stored] of await entries<string, Outgoing>(outbox)) {
    if (stored.account !== own) continue;
    const record = isStoredOutgoing(stored) ? await open(stored.record) : stored;
    const refused = stored.refused && (await open(stored.refused));
    if (record) found.push(refused ? { ...record, refused } : record);
  }
  return found;
};

/** Seals what older pages kept of whoever is signed in, and drops what is too old. */
export const sealKept = async (): Promise<void> => {
  await inTurn(tidyDrafts);
  const own = account();
  const { seal } = sealingNow();
  for (const [key, stored] of await entries<string, Outgoing>(outbox)) {
    if (stored.account !== own || (isStoredOutgoing(stored) && isSealed(stored.record))) continue;
    const record = await seal(isStoredOutgoing(stored) ? stored.record : stored);
    const refused = stored.refused && (await seal(stored.refused));
    await changeOutgoing(key, () => ({ account: own, record, refused }));
  }
};
