import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock, Secrets } from "@sogoc/core";

const KEY_NAME = "device-key/current";
const DAY_MS = 24 * 3_600_000;
/** Days for which a browser is known after the last sign-in there. */
export const DEVICE_DAYS = 180;

/** Whom a browser is known by: whoever had an earlier password may be somebody else. */
export interface KnownBy {
  readonly accountId: string;
  /** How often its password was set or changed. */
  readonly passwordChanges: number;
}

/** Browsers in which a person has signed in before. */
export interface KnownDevices {
  /** What a browser keeps after a sign-in; says nothing to anybody but this installation. */
  issue(known: KnownBy): string;
  /** The browser's own mark, where it is of this account and its password, and not too old. */
  find(known: KnownBy, kept: string | undefined): string | undefined;
}

/** The key of the installation that browsers and lines are known by. */
export const getDeviceKey = async (secrets: Secrets): Promise<Buffer> => {
  await secrets.replace(KEY_NAME, undefined, randomBytes(32).toString("base64"));
  return Buffer.from(String(await secrets.find(KEY_NAME)), "base64");
};

/** Signed by a key of the installation, so that nothing has to be stored for each browser. */
export const loadKnownDevices = async (secrets: Secrets, clock: Clock): Promise<KnownDevices> => {
  const key = await getDeviceKey(secrets);
  const today = () => Math.floor(clock.now().getTime() / DAY_MS);
  const sign = ({ accountId, passwordChanges }: KnownBy, mark: string, day: string) =>
    createHmac("sha256", key).update(`${accountId} ${passwordChanges} ${mark} ${day}`).digest("base64url");
  return {
    issue(known) {
      const [mark, day] = [randomBytes(9).toString("base64url"), String(today())];
      return [mark, day, sign(known, mark, day)].join(".");
    },
    find(known, kept = "") {
      const [mark = "", day = "", signature = ""] = kept.split(".");
      const [given, right] = [Buffer.from(signature), Buffer.from(sign(known, mark, day))];
      if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
      const age = today() - Number(day);
      // One of a day that has not come was issued by a clock that was ahead.
      return age >= -1 && age <= DEVICE_DAYS ? mark : undefined;
    },
  };
};
