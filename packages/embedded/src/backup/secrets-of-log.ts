import type { EventStore } from "@sogoc/core";
import { EXPORT_KEY_NAME, PASSWORD_PREFIX, passwordName, secondFactorName } from "@sogoc/events";
import { openForReading } from "../open-for-reading.ts";
import { readNames } from "../secret-rows.ts";
import { inWords } from "./refused.ts";

/** How the secrets' store stands to the accounts of the log. */
export interface SecretsVerdict {
  readonly secrets: number;
  /** Sign-in names of accounts that have had a password, as events say, and have none here. */
  readonly lost: readonly string[];
  /**
   * Sign-in names of accounts that were opened and whose first password is not here: cut off in
   * between, or lost.
   */
  readonly without: readonly string[];
  /** Passwords of accounts that the log does not know. */
  readonly ofNobody: number;
  /** Names of secrets that are not what was written; those of passwords are among `lost`, too. */
  readonly unreadable: readonly string[];
  /**
   * Packages were signed, and the key that signs them is not here: the next one gets another key.
   */
  readonly exportKeyLost: boolean;
}

interface Accounts {
  /** Sign-in names by account. */
  readonly names: Map<string, string>;
  readonly proved: Set<string>;
  /** Accounts whose sign-in asks for a second factor. */
  readonly withFactor: Set<string>;
  signed: boolean;
}

const PAGE = 500;
/** A password is stored before the event that tells of it. */
const PROOFS: ReadonlySet<string> = new Set(["PasswordChanged", "SignedIn"]);
const SIGNED: ReadonlySet<string> = new Set(["BookExported", "BookHandedOver"]);

const textIn = (data: unknown, field: string): string => {
  const value: unknown =
    typeof data === "object" && data !== null ? Object.getOwnPropertyDescriptor(data, field)?.value : "";
  return typeof value === "string" ? value : "";
};

const accountsIn = async (store: Pick<EventStore, "readAll">): Promise<Accounts> => {
  const accounts: Accounts = { names: new Map(), proved: new Set(), withFactor: new Set(), signed: false };
  const types = ["AccountOpened", "SecondFactorAdded", "SecondFactorRemoved", ...PROOFS, ...SIGNED];
  for (let after = 0, end = false; !end; ) {
    const page = await store.readAll({ after, limit: PAGE, types });
    for (const { type, data } of page.events) {
      const accountId = textIn(data, "accountId");
      if (type === "AccountOpened") accounts.names.set(accountId, textIn(data, "signInName"));
      if (type === "SecondFactorAdded") accounts.withFactor.add(accountId);
      if (type === "SecondFactorRemoved") accounts.withFactor.delete(accountId);
      if (PROOFS.has(type)) accounts.proved.add(accountId);
      if (SIGNED.has(type)) accounts.signed = true;
    }
    ({ upTo: after, end } = page);
  }
  return accounts;
};

/**
 * Names of all secrets, and of those that are not what was written. Throws `BackupRefused` where
 * the file is damaged.
 */
export const secretNames = (file: string): ReturnType<typeof readNames> => {
  const database = openForReading(file);
  try {
    return readNames(database);
  } catch (error) {
    throw inWords(error, file);
  } finally {
    database.close();
  }
};

/** Lives for hours, or is made anew by the next sign-in: no backup is worse for a damaged one. */
const isShortLived = (name: string): boolean =>
  ["session/", "second-factor-pending/", "known-lines/"].some((prefix) => name.startsWith(prefix));

/** Holds the secrets against the accounts of the log that they belong to. */
export const checkSecrets = async (
  file: string,
  store: Pick<EventStore, "readAll">,
): Promise<SecretsVerdict> => {
  const { names, unreadable } = secretNames(file);
  const accounts = await accountsIn(store);
  const broken = new Set(unreadable);
  const lost: string[] = [];
  const without: string[] = [];
  for (const [accountId, signInName] of accounts.names) {
    const name = passwordName(accountId);
    const isThere = (one: string) => names.has(one) && !broken.has(one);
    const factorLost = accounts.withFactor.has(accountId) && !isThere(secondFactorName(accountId));
    if (isThere(name) && !factorLost) continue;
    if (factorLost || accounts.proved.has(accountId) || broken.has(name)) lost.push(signInName);
    else without.push(signInName);
  }
  const passwords = [...names].filter((name) => name.startsWith(PASSWORD_PREFIX));
  const ofNobody = passwords.filter((name) => !accounts.names.has(name.slice(PASSWORD_PREFIX.length)));
  return {
    secrets: names.size,
    lost,
    without,
    ofNobody: ofNobody.length,
    unreadable: unreadable.filter((name) => !isShortLived(name)),
    exportKeyLost: accounts.signed && (!names.has(EXPORT_KEY_NAME) || broken.has(EXPORT_KEY_NAME)),
  };
};
