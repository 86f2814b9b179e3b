import type { Principal } from "@sogoc/access";
import { type Actor, type CommandContext, CommandRejected, type ServicePorts, uuidFrom } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { localDay, type ServiceRuntime } from "@sogoc/http";
import type { Credentials } from "./credentials.ts";
import { type AccountState, accountDecider } from "./domain/account.ts";
import type { Sessions } from "./sessions.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** Everything the accounts routes work with. */
export interface AccountsParts {
  readonly ports: ServicePorts;
  readonly runtime: ServiceRuntime;
  readonly credentials: Credentials;
  readonly sessions: Sessions;
  readonly signingKeys: SigningKeys;
}

/** What is needed to act on accounts where no service runs. */
export interface AccountsAtRest {
  readonly ports: Pick<ServicePorts, "clock" | "newId">;
  readonly runtime: Pick<ServiceRuntime, "commands">;
  readonly sessions: Sessions;
}

/** The same name in any case and composition is the same account. */
export const accountIdOf = (signInName: string): string =>
  uuidFrom("account", signInName.normalize("NFC").trim().toLowerCase());

export const principalFrom = (state: AccountState, session: string): Principal => {
  if (!state.opened) throw new CommandRejected("account-unknown");
  const { accountId, displayName, unitId, until } = state.opened;
  return {
    account: accountId,
    name: displayName,
    unitId,
    session,
    grants: state.grants.map((grant) => ({ ...grant })),
    until,
    mustChangePassword: state.temporaryPassword ? true : undefined,
  };
};

/** A command that an account sends about itself, such as its sign-in. */
export const selfContext = (
  parts: Pick<AccountsAtRest, "ports">,
  state: AccountState,
  correlationId: string,
): CommandContext => {
  const { clock, newId } = parts.ports;
  const actor: Actor = {
    account: state.opened?.accountId ?? "",
    name: state.opened?.displayName ?? "",
    roles: [...new Set(state.grants.map((grant) => grant.role))],
    unit: state.opened?.unitId ?? "",
  };
  return { actor, at: clock.now(), commandId: newId(), correlationId };
};

/** Why this account may not sign in although the password is right. */
export const findStandingFault = (
  parts: AccountsParts,
  state: AccountState,
): "suspended" | "ended" | undefined => {
  if (state.suspended) return "suspended";
  const until = state.opened?.until;
  return until !== undefined && localDay(parts.ports.clock.now()) > until ? "ended" : undefined;
};

/** Ends sessions for every service at once, tokens already issued included. */
export const revokeSessions = async (
  parts: AccountsAtRest,
  accountId: string,
  sessionIds: readonly string[],
  options: { readonly reason: DataOf<"SessionRevoked">["reason"]; readonly correlationId: string },
): Promise<void> => {
  const { reason, correlationId } = options;
  for (const sessionId of sessionIds) {
    const context = selfContext(parts, await loadAccount(parts, accountId), correlationId);
    const command = { type: "RevokeSession", data: { accountId, sessionId, reason } } as const;
    await parts.runtime.commands.handle(accountDecider, accountId, command, context);
  }
};

/**
 * Ends an account's sessions, told to the other services first: cut off in between, it is done
 * again.
 */
export const endSessions = async (
  parts: AccountsAtRest,
  accountId: string,
  options: Parameters<typeof revokeSessions>[3] & { readonly except?: string | undefined },
): Promise<void> => {
  const open = await parts.sessions.openOf(accountId, options.except);
  await revokeSessions(parts, accountId, open, options);
  for (const session of open) await parts.sessions.end(session);
};

export const loadAccount = async (
  parts: Pick<AccountsAtRest, "runtime">,
  accountId: string,
): Promise<AccountState> => (await parts.runtime.commands.load(accountDecider, accountId)).state;
