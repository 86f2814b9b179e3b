import { createHmac } from "node:crypto";
import type { Clock, Secrets } from "@sogoc/core";
import { findWhole } from "../secrets/damaged-secrets.ts";
import { DEVICE_DAYS, getDeviceKey, type KnownBy } from "./known-devices.ts";

const DAY_MS = 24 * 3_600_000;
/** Lines that are kept of one account: the last ones. */
const MOST_LINES = 20;
/** Days after which a line that is still used is written anew. */
const RENEWED_DAYS = 30;

interface KeptLine {
  /** The line is nobody's to read: it is stored under a key of the installation. */
  readonly mark: string;
  /** When the person last signed in from there, in days since 1970. */
  readonly day: number;
}

/**
 * Lines from which a person has signed in within half a year, with the password that they have now:
 * their office, their home. Whoever had an earlier password may be somebody else.
 */
export interface KnownLines {
  knows(known: KnownBy, line: string): Promise<boolean>;
  /** After a sign-in. */
  remember(known: KnownBy, line: string): Promise<void>;
}

const keyOf = (accountId: string): string => `known-lines/${accountId}`;

export const loadKnownLines = async (secrets: Secrets, clock: Clock): Promise<KnownLines> => {
  const key = await getDeviceKey(secrets);
  const markOf = ({ accountId, passwordChanges }: KnownBy, line: string) =>
    createHmac("sha256", key).update(`line ${accountId} ${passwordChanges} ${line}`).digest("base64url");
  const today = () => Math.floor(clock.now().getTime() / DAY_MS);
  const kept = async (accountId: string): Promise<readonly KeptLine[]> => {
    const stored = (await findWhole(secrets, keyOf(accountId))) as readonly KeptLine[] | undefined;
    return (stored ?? []).filter(({ day }) => {
      const age = today() - day;
      // One of a day that has not come was kept by a clock that was ahead.
      return age >= -1 && age <= DEVICE_DAYS;
    });
  };
  return {
    async knows(known, line) {
      const mark = markOf(known, line);
      return (await kept(known.accountId)).some((one) => one.mark === mark);
    },
    async remember(known, line) {
      const { accountId } = known;
      const [mark, day] = [markOf(known, line), today()];
      const lines = await kept(accountId);
      if (lines.some((one) => one.mark === mark && day - one.day < RENEWED_DAYS)) return;
      const others = lines.filter((one) => one.mark !== mark);
      await secrets.put(keyOf(accountId), [{ mark, day }, ...others].slice(0, MOST_LINES));
    },
  };
};
