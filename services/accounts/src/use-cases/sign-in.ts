import { type Clock, type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import type { Credentials } from "../credentials.ts";
import { accountDecider } from "../domain/account.ts";
import { accountIdOf } from "../domain/account-id.ts";
import type { KnownDevices } from "../known-devices.ts";
import type { Sessions } from "../sessions.ts";
import type { SignInLimits } from "../sign-in-limits.ts";
import type { UnawaitedWork } from "../unawaited-work.ts";
import { findStandingFault, loadAccount, selfContext } from "./load-account.ts";

export interface SignInAccess {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly credentials: Pick<Credentials, "matches">;
  readonly sessions: Pick<Sessions, "start">;
  readonly devices: KnownDevices;
  readonly limits: SignInLimits;
  readonly unawaited: Pick<UnawaitedWork, "start">;
}

/** A name and a password, and what the request that they came with says. */
export interface SignInTry {
  readonly signInName: string;
  readonly password: string;
  readonly address: string;
  /** What the browser keeps of an earlier sign-in; answered for an account's id. */
  readonly keptFor: (accountId: string) => string | undefined;
  readonly correlationId: string;
}

export const signInRefusals = [
  "account-ended",
  "account-suspended",
  "rate-limited",
  "sign-in-refused",
] as const satisfies readonly ErrorCode[];

/** What is told: of an account only to whoever knows its password. */
const told = {
  "wrong-password": "sign-in-refused",
  suspended: "account-suspended",
  ended: "account-ended",
} as const;

/** A session that was begun. */
export interface BegunSession {
  readonly account: string;
  readonly session: string;
  readonly refreshToken: string;
  /** What the browser keeps, to be known the next time. */
  readonly device: string;
}

/**
 * Begins a session, and answers with its first refresh token. A refusal says nothing of the name,
 * in words or in time, before the right password was given. Throws what `signInRefusals` names.
 */
export const signIn = async (
  access: SignInAccess,
  { signInName, password, address, keptFor, correlationId }: SignInTry,
): Promise<BegunSession> => {
  const { commands, credentials, sessions, devices, limits, unawaited } = access;
  const accountId = accountIdOf(signInName);
  const device = devices.find(accountId, keptFor(accountId));
  const takeBack = limits.take({ accountId, address, device });
  const state = await loadAccount(commands, accountId);
  const good = await credentials.matches(state.opened ? accountId : undefined, password);
  const reason = good ? findStandingFault(access.clock, state) : "wrong-password";
  const context = selfContext(access, state, correlationId);
  if (reason) {
    if (state.opened) {
      const refusal = { type: "RecordSignInRefusal", accountId, reason } as const;
      // Waiting for the disk would tell that the name exists.
      unawaited.start(() => commands.handle(accountDecider, accountId, refusal, context));
    }
    throw new CommandRejected(told[reason]);
  }
  takeBack();
  const sessionId = access.newId();
  const command = { type: "RecordSignIn", accountId, sessionId } as const;
  await commands.handle(accountDecider, accountId, command, context);
  const refreshToken = await sessions.start(sessionId, accountId);
  return { account: accountId, session: sessionId, refreshToken, device: devices.issue(accountId) };
};
