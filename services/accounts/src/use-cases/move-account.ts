import { type Directory, getWorkingUnit } from "@sogoc/access";
import { type CommandContext, type CommandHandler, type ErrorCode, vietnamDay } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { type AccountCommand, accountDecider } from "../domain/account.ts";
import { type EndSessionsDependencies, endSessions } from "../steps/end-sessions.ts";
import {
  type RequireAnotherAdministratorDependencies,
  withAnotherAdministrator,
} from "../steps/require-another-administrator.ts";

export interface MoveAccountDependencies
  extends RequireAnotherAdministratorDependencies,
    EndSessionsDependencies {
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly directory: Pick<Directory, "accountIds" | "holdsRole" | "isSuspended" | "tree">;
}

export const moveAccountRefusals = [
  "account-unknown",
  "administrator-above-required",
  "contract-required",
  "last-administrator",
  "own-account",
  "reset-by-yourself",
  "unit-closed",
  "unit-unknown",
] as const satisfies readonly ErrorCode[];

/** Where a person works from now on; a local day, the last of the contract where there is one. */
export interface Move {
  readonly unitId: string;
  readonly until?: string | undefined;
  readonly reason: string;
  /** The roles over the unit that they leave end with it. */
  readonly endsRoles: boolean;
}

/**
 * Moves a person to another unit, or their last day; where that is over, their sessions end. Throws
 * what `moveAccountRefusals` names.
 */
export const moveAccount = async (
  dependencies: MoveAccountDependencies,
  accountId: string,
  { endsRoles, unitId, until, reason }: Move,
  context: CommandContext,
) => {
  const { kind } = getWorkingUnit(dependencies.directory.tree(), unitId, vietnamDay(context.at));
  const data: DataOf<"AccountMoved"> = { accountId, unitId, until, reason };
  const by = context.actor.account;
  const command: AccountCommand = { type: "MoveAccount", data, unitKind: kind, endsRoles, by };
  const move = () => dependencies.commands.handle(accountDecider, accountId, command, context);
  const handled =
    endsRoles || until !== undefined
      ? await withAnotherAdministrator(dependencies, accountId, move)
      : await move();
  if (until !== undefined && until < vietnamDay(context.at)) {
    const { correlationId } = context;
    await endSessions(dependencies, accountId, { reason: "account-ended", correlationId });
  }
  return { handled, content: { accountId } };
};
