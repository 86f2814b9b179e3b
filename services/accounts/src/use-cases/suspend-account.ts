import type { Clock, CommandContext, CommandHandler, ErrorCode } from "@sogoc/core";
import { type AccountCommand, accountDecider } from "../domain/account.ts";
import { type EndSessionsDependencies, endSessions } from "../steps/end-sessions.ts";
import {
  type RequireAnotherAdministratorDependencies,
  withAnotherAdministrator,
} from "../steps/require-another-administrator.ts";

export interface SuspendAccountDependencies
  extends RequireAnotherAdministratorDependencies,
    EndSessionsDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly clock: Clock;
}

/** Whose account it is, and how whoever suspends it stands to it. */
interface AccountToSuspend {
  readonly accountId: string;
  readonly administered: readonly string[];
  readonly outranks: boolean;
}

export const suspendAccountRefusals = [
  "account-unknown",
  "administrator-above-required",
  "own-account",
  "last-administrator",
] as const satisfies readonly ErrorCode[];

/**
 * Suspends an account and ends its sessions, so that a token from before stays dead when it is
 * reinstated. Throws what `suspendAccountRefusals` names.
 */
export const suspendAccount = async (
  dependencies: SuspendAccountDependencies,
  { accountId, administered, outranks }: AccountToSuspend,
  reason: string,
  context: CommandContext,
) => {
  const by = context.actor.account;
  const command: AccountCommand = {
    type: "SuspendAccount",
    accountId,
    reason,
    by,
    administered,
    outranks,
  };
  const handled = await withAnotherAdministrator(dependencies, accountId, () =>
    dependencies.commands.handle(accountDecider, accountId, command, context),
  );
  const { correlationId } = context;
  await endSessions(dependencies, accountId, { reason: "suspended", correlationId });
  return { handled, content: { accountId } };
};
