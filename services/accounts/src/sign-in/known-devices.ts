import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock, Secrets } from "@sogoc/core";

const KEY_NAME = "device-key/current";
const DAY_MS = 24 * 3_600_000;
/** Days for which a browser is known after the last sign-in there. */
export const DEVICE_DAYS = 180;

/** Browsers in which a person has signed in before. */
export interface KnownDevices {
  /** What a browser keeps after a sign-in; says nothing to anybody but this installation. */
  issue(accountId: string): string;
  /** The browser's own mark, where it is of this account and not too old. */
  find(accountId: string, kept: string | undefined): string | undefined;
}

/** The key of the installation that browsers and lines are known by. */
export const loadDeviceKey = async (secrets: Secrets): Promise<Buffer> => {
  await secrets.replace(KEY_NAME, undefined, randomBytes(32).toString("base64"));
  return Buffer.from(String(await secrets.find(KEY_NAME)), "base64");
};

/** Signed by a key of the installation, so that nothing has to be stored for each browser. */
export const loadKnownDevices = async (secrets: Secrets, clock: Clock): Promise<KnownDevices> => {
  const key = await loadDeviceKey(secrets);
  const today = () => Math.floor(clock.now().getTime() / DAY_MS);
  const sign = (accountId: string, mark: string, day: string) =>
    createHmac("sha256", key).update(`${accountId} ${mark} ${day}`).digest("base64url");
  return {
    issue(accountId) {
      const [mark, day] = [randomBytes(9).toString("base64url"), String(today())];
      return [mark, day, sign(accountId, mark, day)].join(".");
    },
    find(accountId, kept = "") {
      const [mark = "", day = "", signature = ""] = kept.split(".");
      const [given, right] = [Buffer.from(signature), Buffer.from(sign(accountId, mark, day))];
      if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
      return today() - Number(day) <= DEVICE_DAYS ? mark : undefined;
    },
  };
};
