import {
  type Directory,
  hasContractorEnded,
  isInTwoHands,
  type Principal,
  toSetPassword,
} from "@sogoc/access";
import {
  type Actor,
  type Clock,
  type CommandContext,
  type CommandHandler,
  CommandRejected,
  notBefore,
  vietnamDay,
} from "@sogoc/core";
import { type AccountState, accountDecider } from "../domain/account.ts";
import { needsSecondFactor, type SecondFactorPolicy } from "../sign-in/second-factor-policy.ts";

/** An account that was opened. */
export type OpenedAccount = AccountState & { readonly opened: NonNullable<AccountState["opened"]> };

/** Reads an account from its stream; `opened` is undefined where there is none. */
export const loadAccount = async (
  commands: Pick<CommandHandler, "load">,
  accountId: string,
): Promise<AccountState> => (await commands.load(accountDecider, accountId)).state;

/** Throws `account-unknown`. */
export const getOpened = (state: AccountState): OpenedAccount => {
  if (!state.opened) throw new CommandRejected("account-unknown");
  return { ...state, opened: state.opened };
};

/** A session of an account, and whose accounts must have a second factor at this moment. */
export interface SessionOfAccount {
  readonly session: string;
  readonly policy: SecondFactorPolicy;
  readonly now: Date;
}

/** Who makes requests in a session of the account. Throws `account-unknown`. */
export const principalFrom = (state: AccountState, { session, policy, now }: SessionOfAccount): Principal => {
  const { opened, grants, temporaryPassword, secondFactor, heldUntil, passwordSetBy } = getOpened(state);
  const mustSetSecondFactor = !secondFactor && needsSecondFactor(policy, state, now);
  const { accountId, displayName, unitId, until } = opened;
  const isHeld = heldUntil !== undefined && now.toISOString() < heldUntil;
  return {
    account: accountId,
    name: displayName,
    unitId,
    session,
    grants: grants.map((grant) => ({ ...grant })),
    until,
    mustChangePassword: temporaryPassword ? true : undefined,
    mustSetSecondFactor: mustSetSecondFactor ? true : undefined,
    heldUntil: isHeld ? heldUntil : undefined,
    passwordSetBy: isInTwoHands(passwordSetBy, now) ? passwordSetBy : undefined,
  };
};

/** A command that an account sends about itself, such as its sign-in. */
export const selfContext = (
  { clock, newId }: { readonly clock: Clock; readonly newId: () => string },
  { opened, grants, passwordSetBy }: AccountState,
  correlationId: string,
): CommandContext => {
  const at = clock.now();
  const actor: Actor = {
    account: opened?.accountId ?? "",
    name: opened?.displayName ?? "",
    roles: [...new Set(grants.map(({ role }) => role))],
    unit: opened?.unitId ?? "",
    passwordSetBy: isInTwoHands(passwordSetBy, at) ? toSetPassword(passwordSetBy) : undefined,
  };
  return { actor, at, commandId: newId(), correlationId };
};

/** What tells whether an account is in force today. */
export interface FindAccountFaultDependencies {
  readonly clock: Clock;
  readonly directory: Pick<Directory, "tree">;
}

/** Why this account may not sign in although the password is right. */
export const findAccountFault = (
  { clock, directory }: FindAccountFaultDependencies,
  { opened, suspended }: AccountState,
): "suspended" | "ended" | undefined => {
  if (suspended) return "suspended";
  const [day, until] = [vietnamDay(notBefore(clock)), opened?.until];
  const hasEnded = until !== undefined && day > until;
  return hasEnded || hasContractorEnded(directory.tree(), opened?.unitId, day) ? "ended" : undefined;
};
