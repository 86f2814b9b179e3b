import { setTimeout as pause } from "node:timers/promises";
import { lineOf } from "@sogoc/access";
import { type Clock, type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import { type AccountCommand, type AccountState, accountDecider } from "../domain/account.ts";
import { accountIdOf } from "../domain/account-id.ts";
import type { Credentials } from "../secrets/credentials.ts";
import type { SecondFactors } from "../secrets/second-factors.ts";
import type { Sessions } from "../secrets/sessions.ts";
import type { CodeLimits } from "../sign-in/code-limits.ts";
import type { KnownDevices } from "../sign-in/known-devices.ts";
import type { KnownLines } from "../sign-in/known-lines.ts";
import type { SignInLimits } from "../sign-in/sign-in-limits.ts";
import type { UnawaitedWork } from "../sign-in/unawaited-work.ts";
import {
  type FindAccountFaultDependencies,
  findAccountFault,
  loadAccount,
  selfContext,
} from "../steps/load-account.ts";

/** Limits guesses, and knows the browsers and networks of the account's owner. */
export interface SignInGuard {
  readonly devices: KnownDevices;
  readonly lines: KnownLines;
  readonly limits: SignInLimits;
  /** Of codes: only who knows the password comes that far. */
  readonly codeLimits: Pick<CodeLimits, "takeAtSignIn">;
}

export interface SignInDependencies extends FindAccountFaultDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly credentials: Pick<Credentials, "matches">;
  readonly sessions: Pick<Sessions, "start" | "resume">;
  readonly secondFactors: Pick<SecondFactors, "use">;
  readonly guard: SignInGuard;
  readonly unawaited: Pick<UnawaitedWork, "start">;
}

/** A name and a password, and what the request that they came with says. */
export interface SignInTry {
  readonly signInName: string;
  readonly password: string;
  /** Of the phone or of the paper, where a second factor is asked for. */
  readonly code: string | undefined;
  readonly address: string;
  /** What the browser calls itself. */
  readonly browser: string | undefined;
  /** The refresh token that the browser holds; empty without one. */
  readonly openToken: string;
  /** What the browser keeps of an earlier sign-in; answered for an account's id. */
  readonly keptFor: (accountId: string) => string | undefined;
  readonly correlationId: string;
}

export const signInRefusals = [
  "account-ended",
  "account-suspended",
  "rate-limited",
  "second-factor-needed",
  "second-factor-wrong",
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
  /** Undefined where the browser's own stays good. */
  readonly refreshToken: string | undefined;
  /** What the browser keeps, to be known the next time. */
  readonly device: string;
}

/** Throws `second-factor-needed`, `second-factor-wrong` or `rate-limited`. */
const requireCode = async (
  dependencies: SignInDependencies,
  state: AccountState,
  { accountId, address, code, keptFor, correlationId }: SignInTry & { readonly accountId: string },
): Promise<void> => {
  if (code === undefined) throw new CommandRejected("second-factor-needed");
  const { commands, guard, secondFactors } = dependencies;
  const { passwordChanges } = state;
  const known = { accountId, passwordChanges };
  const device = guard.devices.find(known, keptFor(accountId));
  const line = lineOf(address);
  const isLineKnown = await guard.lines.knows(known, line);
  const uncount = guard.codeLimits.takeAtSignIn({ accountId, line, device }, isLineKnown);
  const verdict = await secondFactors.use(accountId, code);
  const context = selfContext(dependencies, state, correlationId);
  if (verdict.kind === "wrong") {
    const refusal: AccountCommand = { type: "RecordSignInRefusal", accountId, reason: "wrong-code" };
    await commands.handle(accountDecider, accountId, refusal, context);
    throw new CommandRejected("second-factor-wrong");
  }
  uncount();
  if (verdict.kind !== "recovery") return;
  const used: AccountCommand = { type: "RecordRecoveryCode", accountId, left: verdict.left };
  await commands.handle(accountDecider, accountId, used, context);
};

interface CountedTry {
  readonly accountId: string;
  /** For a try that was no guess. */
  readonly uncount: () => void;
}

/** The account of name and password. Throws where they are not those of one that stands. */
const getAccountByPassword = async (
  dependencies: SignInDependencies,
  { password, correlationId }: SignInTry,
  { accountId, uncount }: CountedTry,
): Promise<AccountState> => {
  const { commands, credentials, unawaited } = dependencies;
  const state = await loadAccount(commands, accountId);
  const good = await credentials.matches(state.opened ? accountId : undefined, password);
  const reason = good ? findAccountFault(dependencies, state) : "wrong-password";
  if (reason) {
    if (state.opened) {
      const refusal: AccountCommand = { type: "RecordSignInRefusal", accountId, reason };
      const context = selfContext(dependencies, state, correlationId);
      // Waiting for the disk would tell that the name exists.
      unawaited.start("sign-in refusal", () => commands.handle(accountDecider, accountId, refusal, context));
    }
    throw new CommandRejected(told[reason]);
  }
  uncount();
  return state;
};

/** How long an answer takes that refuses while others flood. */
const FLOODED_MS = 250;

/**
 * While others flood, all that is wrong is refused alike, in words and in time, whether or not a
 * password was looked at.
 */
const refusedAlike = async <Answer>(attempt: () => Promise<Answer>): Promise<Answer> => {
  const least = pause(FLOODED_MS, undefined, { ref: false });
  try {
    return await attempt();
  } catch (error) {
    await least;
    const isWrong = error instanceof CommandRejected && error.code === "sign-in-refused";
    throw isWrong ? new CommandRejected("rate-limited") : error;
  }
};

/**
 * The same, of a try that is counted. Throws what `getAccountByPassword` does, or `rate-limited`.
 */
const getAccountByCountedPassword = async (
  dependencies: SignInDependencies,
  wish: SignInTry,
  accountId: string,
): Promise<AccountState> => {
  const { commands, guard } = dependencies;
  const { devices, limits, lines } = guard;
  const line = lineOf(wish.address);
  const { passwordChanges } = await loadAccount(commands, accountId);
  const known = { accountId, passwordChanges };
  const device = devices.find(known, wish.keptFor(accountId));
  const tried = { accountId, line, device };
  const uncount = limits.take(tried);
  if (uncount) return getAccountByPassword(dependencies, wish, { accountId, uncount });
  // Names that nobody has wait their turn like all others, and have a password looked at.
  return refusedAlike(() =>
    limits.inTurn(line, async () => {
      const reserved = limits.takeReserved(tried, await lines.knows(known, line));
      return getAccountByPassword(dependencies, wish, { accountId, uncount: reserved });
    }),
  );
};

/**
 * Begins a session, or goes on with the one that the same person has in this browser, and answers
 * with its refresh token. A refusal says nothing of the name, in words or in time, before the right
 * password was given. Throws what `signInRefusals` names.
 */
export const signIn = async (dependencies: SignInDependencies, wish: SignInTry): Promise<BegunSession> => {
  const { commands, sessions, guard, unawaited } = dependencies;
  const { correlationId } = wish;
  const accountId = accountIdOf(wish.signInName);
  const state = await getAccountByCountedPassword(dependencies, wish, accountId);
  // A session that was begun with a code needs none to go on, as when a locked screen is opened.
  const open = await sessions.resume(wish.openToken, accountId);
  if (state.secondFactor && !open) await requireCode(dependencies, state, { ...wish, accountId });
  const sessionId = open?.session ?? dependencies.newId();
  const command: AccountCommand = { type: "RecordSignIn", accountId, sessionId };
  await commands.handle(accountDecider, accountId, command, selfContext(dependencies, state, correlationId));
  const refreshToken = open ? open.token : await sessions.start(sessionId, accountId, wish.browser);
  const known = { accountId, passwordChanges: state.passwordChanges };
  unawaited.start("known network", () => guard.lines.remember(known, lineOf(wish.address)));
  const device = guard.devices.issue(known);
  return { account: accountId, session: sessionId, refreshToken, device };
};
