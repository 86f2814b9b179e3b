import { type CommandHandler, CommandRejected, type ErrorCode } from "@sogoc/core";
import { type AccountCommand, accountDecider } from "../domain/account.ts";
import type { Credentials } from "../secrets/credentials.ts";
import type { SecondFactors } from "../secrets/second-factors.ts";
import { needsSecondFactor, type SecondFactorPolicy } from "../sign-in/second-factor-policy.ts";
import { loadAccount, selfContext } from "../steps/load-account.ts";
import {
  currentCodeRefusals,
  type RequireCurrentCodeDependencies,
  requireCurrentCode,
  type SignedInFrom,
} from "../steps/require-current-code.ts";
import { requireOwnPassword } from "../steps/require-own-password.ts";

export interface RemoveSecondFactorDependencies extends RequireCurrentCodeDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly credentials: Pick<Credentials, "matches">;
  readonly secondFactors: Pick<SecondFactors, "remove" | "use">;
  readonly secondFactorPolicy: SecondFactorPolicy;
}

/** `rate-limited` is said by the route. */
export const removeSecondFactorRefusals = [
  ...currentCodeRefusals,
  "password-wrong",
  "second-factor-kept",
] as const satisfies readonly ErrorCode[];

/**
 * Takes away the second factor of whoever is signed in and need not have one. Throws what
 * `removeSecondFactorRefusals` names.
 */
export const removeSecondFactor = async (
  dependencies: RemoveSecondFactorDependencies,
  { account, session, address }: SignedInFrom,
  { password, currentCode: code }: { readonly password: string; readonly currentCode?: string | undefined },
  correlationId: string,
): Promise<void> => {
  const { commands, clock, credentials, secondFactors, secondFactorPolicy } = dependencies;
  const state = await loadAccount(commands, account);
  if (needsSecondFactor(secondFactorPolicy, state, clock.now())) {
    throw new CommandRejected("second-factor-kept");
  }
  await requireOwnPassword(credentials, account, password);
  await requireCurrentCode(dependencies, state, { account, session, address, code, correlationId });
  // The event first: cut off before the secret is gone, the sign-in asks for nothing and the next
  // set-up writes over it.
  const command: AccountCommand = { type: "RemoveSecondFactor", accountId: account, removedBy: account };
  await commands.handle(accountDecider, account, command, selfContext(dependencies, state, correlationId));
  await secondFactors.remove(account);
};
