import { type Clock, type CommandHandler, CommandRejected } from "@sogoc/core";
import { type AccountCommand, type AccountState, accountDecider } from "../domain/account.ts";
import type { SecondFactors } from "../secrets/second-factors.ts";
import type { TryLimit } from "../sign-in/try-limit.ts";
import { selfContext } from "./load-account.ts";

export interface CurrentCodeAccess {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly secondFactors: Pick<SecondFactors, "use">;
  /** Of codes, by account: the one that sign-ins count in, too. */
  readonly codeLimit: TryLimit;
}

/** What `requireCurrentCode` throws. */
export const currentCodeRefusals = [
  "rate-limited",
  "second-factor-current-needed",
  "second-factor-current-wrong",
] as const;

/**
 * Makes sure that whoever replaces the second factor, or takes it away, has it: a session left open
 * and a password that was looked over are not enough. A code of the phone or a recovery code, which
 * is used up by it; nothing is asked where there is none. Throws what `currentCodeRefusals` names.
 */
export const requireCurrentCode = async (
  access: CurrentCodeAccess,
  state: AccountState,
  { account, code, correlationId }: { account: string; code: string | undefined; correlationId: string },
): Promise<void> => {
  if (!state.secondFactor) return;
  if (code === undefined) throw new CommandRejected("second-factor-current-needed");
  const takeBack = access.codeLimit.take(account);
  const verdict = await access.secondFactors.use(account, code);
  if (verdict.kind === "wrong") throw new CommandRejected("second-factor-current-wrong");
  takeBack();
  if (verdict.kind !== "recovery") return;
  const used: AccountCommand = { type: "RecordRecoveryCode", accountId: account, left: verdict.left };
  await access.commands.handle(accountDecider, account, used, selfContext(access, state, correlationId));
};
