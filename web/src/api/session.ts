import type { Problem } from "./problem.ts";

/**
 * Who is signed in. The access token lives in memory only; the refresh token is a cookie no script
 * can read.
 */
export interface Session {
  readonly accessToken: string;
  readonly expiresAt: number;
  /** Seals what this person keys, in this browser's own store. */
  readonly draftKey: string | undefined;
  readonly account: Account;
}

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly unitId: string;
  readonly mustChangePassword: boolean;
  readonly mustSetSecondFactor: boolean;
  readonly grants: readonly { readonly role: string; readonly unitId: string }[];
}

interface SessionAnswer {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly draftKey?: string;
  readonly account: Account;
}

type Listener = (session: Session | null) => void;

let current: Session | null = null;
let renewing: Promise<Session | null> | undefined;
/** The refusal of the last renewal by a busy server; undefined when the renewal was answered. */
let putOff: Problem | undefined;
const listeners = new Set<Listener>();

export const currentSession = (): Session | null => current;

export const onSession = (listener: Listener): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/**
 * Says only that somebody signed in on this computer, so that a stranger's first visit asks the
 * server nothing.
 */
const SIGNED_IN = "sogoc-signed-in";

const SIGN_IN_NAME = "sogoc-sign-in-name";
const nameKey = (account: string): string => `${SIGN_IN_NAME} ${account}`;

/** The name that was signed in with last on this computer. */
export const lastSignInName = (): string => localStorage.getItem(SIGN_IN_NAME) ?? "";
/** The name that this person signs in with, to ask for the password again after a pause. */
export const signInNameOf = (account: string): string =>
  localStorage.getItem(nameKey(account)) ?? lastSignInName();
export const rememberSignInName = (account: string, name: string): void => {
  localStorage.setItem(SIGN_IN_NAME, name);
  localStorage.setItem(nameKey(account), name);
};

const LOCKED = "sogoc-locked";
/** The screen of this person is locked, in every window and after a reload. */
export const isLocked = (account: string): boolean => localStorage.getItem(LOCKED) === account;
export const lockScreen = (account: string): void => localStorage.setItem(LOCKED, account);
export const unlockScreen = (): void => localStorage.removeItem(LOCKED);

let otherPerson = (): void => undefined;
/** Called when this computer's session turns out to be somebody else's than this window's. */
export const onOtherPerson = (act: () => void): void => {
  otherPerson = act;
};

export const setSession = (answer: SessionAnswer | null): Session | null => {
  if (answer) localStorage.setItem(SIGNED_IN, "yes");
  else localStorage.removeItem(SIGNED_IN);
  current = answer && {
    accessToken: answer.accessToken,
    expiresAt: Date.now() + answer.expiresIn * 1000,
    draftKey: answer.draftKey,
    account: answer.account,
  };
  for (const listener of listeners) listener(current);
  return current;
};

const renewed = (answer: SessionAnswer): Session | null => {
  if (!current || current.account.id === answer.account.id) return setSession(answer);
  // Without a token, what this window still sends is refused.
  current = null;
  otherPerson();
  return null;
};

/**
 * Asks for a fresh access token with the cookie; several callers share one request. Null when there
 * is no session.
 */
export const renewSession = async (): Promise<Session | null> => {
  if (localStorage.getItem(SIGNED_IN) === null) return null;
  renewing ??= fetch("/api/accounts/v1/sessions/refresh", { method: "POST" })
    .then(async (answer) => {
      putOff = answer.status === 503 ? ((await answer.clone().json()) as Problem) : undefined;
      if (answer.ok) return renewed((await answer.json()) as SessionAnswer);
      // A server that is busy or away says nothing about the session.
      return [401, 403].includes(answer.status) ? setSession(null) : current;
    })
    .catch(() => {
      putOff = undefined;
      return current;
    })
    .finally(() => {
      renewing = undefined;
    });
  return renewing;
};

const AGAIN_MS = 2_000;

/**
 * The session of a window that has just been opened. While the server says that it cannot answer
 * now, it is asked again and `onPutOff` is told what it says: who is signed in must not be shown a
 * sign-in page for a full disk.
 */
export const beginSession = async (onPutOff: (problem: Problem) => void): Promise<void> => {
  for (;;) {
    await renewSession();
    if (current || localStorage.getItem(SIGNED_IN) === null || !putOff) return;
    onPutOff(putOff);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
};

const EARLY_MS = 20_000;

/**
 * Returns a token that is still valid when the request arrives; undefined when nobody is signed in.
 */
export const freshToken = async (): Promise<string | undefined> => {
  if (current && Date.now() > current.expiresAt - EARLY_MS) await renewSession();
  return current?.accessToken;
};
