import { createHash, randomBytes, randomInt } from "node:crypto";
import type { Clock, Secrets } from "@sogoc/core";
import { secondFactorName } from "@sogoc/events";
import { Secret, TOTP } from "otpauth";

const ISSUER = "Sổ Gốc";
const PERIOD_SECONDS = 30;
/** A phone's clock may be one step off (RFC 6238, 5.2). */
const STEPS_OFF = 1;
/** RFC 4226 recommends 160 bits. */
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
/** Without letters and digits that are taken for each other on paper. */
const RECOVERY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const RECOVERY_LENGTH = 10;
/** How long a set-up that was begun may take. */
const PENDING_MS = 30 * 60_000;

/** The clocks of two machines do not agree. */
const MOST_AHEAD_MS = 5 * 60_000;
const STEPS_AHEAD = MOST_AHEAD_MS / 1000 / PERIOD_SECONDS;

interface StoredFactor {
  /** Base32. */
  readonly secret: string;
  /** The newest 30-second step whose code was used: none is good twice. */
  readonly usedStep: number;
  /** Digests of the recovery codes that are unused. */
  readonly recovery: readonly string[];
}

interface PendingFactor {
  readonly secret: string;
  readonly until: number;
}

/** What a phone needs to know: as text in base32, and as the address that a QR code holds. */
export interface FactorOffer {
  readonly secret: string;
  readonly address: string;
}

/** What a code turned out to be; `left` is the number of recovery codes still unused. */
export type CodeVerdict =
  | { readonly kind: "wrong" }
  | { readonly kind: "phone" }
  | { readonly kind: "recovery"; readonly left: number };

export interface SecondFactors {
  /** Begins a set-up, in the place of one that was begun before. */
  offer(accountId: string, signInName: string): Promise<FactorOffer>;
  /** Whether this is the first code of the set-up that was begun; nothing changes by it. */
  fits(accountId: string, code: string): Promise<boolean | "not-begun">;
  /**
   * Ends a set-up with the phone's first code, and answers the recovery codes; undefined where the
   * code is wrong, "not-begun" where nothing was begun or it took longer than half an hour.
   */
  confirm(accountId: string, code: string): Promise<readonly string[] | "not-begun" | undefined>;
  /** Whether this is a code of now, or a recovery code; each is used up by it. */
  use(accountId: string, code: string): Promise<CodeVerdict>;
  /** How many recovery codes are unused. */
  recoveryLeft(accountId: string): Promise<number>;
  remove(accountId: string): Promise<void>;
}

const pendingName = (accountId: string): string => `second-factor-pending/${accountId}`;

const digest = (code: string): string => createHash("sha256").update(code).digest("hex");

/** As people type what an application shows in groups. */
const plain = (code: string): string => code.replace(/[\s-]/g, "").toLowerCase();

const newRecoveryCode = (): string =>
  Array.from({ length: RECOVERY_LENGTH }, () => RECOVERY_LETTERS[randomInt(RECOVERY_LETTERS.length)]).join(
    "",
  );

const inGroups = (code: string): string => `${code.slice(0, 5)}-${code.slice(5)}`;

const totpOf = (secret: string, label = ""): TOTP =>
  new TOTP({
    issuer: ISSUER,
    label,
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });

/** Codes of a phone (TOTP, RFC 6238) and codes of a paper, kept out of the event log. */
export const createSecondFactors = (secrets: Secrets, clock: Clock): SecondFactors => {
  const find = async (accountId: string) =>
    (await secrets.find(secondFactorName(accountId))) as StoredFactor | undefined;
  const findPending = async (accountId: string) => {
    const pending = (await secrets.find(pendingName(accountId))) as PendingFactor | undefined;
    const left = (pending?.until ?? 0) - clock.now().getTime();
    // One that has more time left than any is given was begun by a clock that was ahead.
    return left >= 0 && left <= PENDING_MS + MOST_AHEAD_MS ? pending : undefined;
  };
  /** The step that a code is of; undefined where it is of none that is good now. */
  const stepOf = (secret: string, code: string): number | undefined => {
    const timestamp = clock.now().getTime();
    const off = totpOf(secret).validate({ token: code, timestamp, window: STEPS_OFF });
    return off === null ? undefined : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + off;
  };
  const replaced = (accountId: string, before: StoredFactor, after: StoredFactor) =>
    secrets.replace(secondFactorName(accountId), before, after);

  return {
    async offer(accountId, signInName) {
      const secret = new Secret({ buffer: new Uint8Array(randomBytes(SECRET_BYTES)).buffer }).base32;
      const pending: PendingFactor = { secret, until: clock.now().getTime() + PENDING_MS };
      await secrets.put(pendingName(accountId), pending);
      return { secret, address: totpOf(secret, signInName).toString() };
    },

    async fits(accountId, code) {
      const pending = await findPending(accountId);
      return pending ? stepOf(pending.secret, plain(code)) !== undefined : "not-begun";
    },

    async confirm(accountId, code) {
      const pending = await findPending(accountId);
      if (!pending) return "not-begun";
      const usedStep = stepOf(pending.secret, plain(code));
      if (usedStep === undefined) return undefined;
      const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
      const factor: StoredFactor = { secret: pending.secret, usedStep, recovery: codes.map(digest) };
      await secrets.put(secondFactorName(accountId), factor);
      await secrets.remove(pendingName(accountId));
      return codes.map(inGroups);
    },

    async use(accountId, code) {
      const factor = await find(accountId);
      if (!factor) return { kind: "wrong" };
      const given = plain(code);
      const step = stepOf(factor.secret, given);
      if (step !== undefined) {
        // A step that has not come yet was used while the clock was ahead: no code of now is it.
        const isUsed = step <= factor.usedStep && factor.usedStep <= step + 2 * STEPS_OFF + STEPS_AHEAD;
        const fresh = !isUsed && (await replaced(accountId, factor, { ...factor, usedStep: step }));
        return { kind: fresh ? "phone" : "wrong" };
      }
      const recovery = factor.recovery.filter((one) => one !== digest(given));
      if (recovery.length === factor.recovery.length) return { kind: "wrong" };
      // Of two that use one code at the same moment, one was first.
      if (!(await replaced(accountId, factor, { ...factor, recovery }))) return { kind: "wrong" };
      return { kind: "recovery", left: recovery.length };
    },

    recoveryLeft: async (accountId) => (await find(accountId))?.recovery.length ?? 0,

    async remove(accountId) {
      await secrets.remove(secondFactorName(accountId));
      await secrets.remove(pendingName(accountId));
    },
  };
};
