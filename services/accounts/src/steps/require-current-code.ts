import { lineOf } from "@sogoc/access";
import { type Clock, type CommandHandler, CommandRejected } from "@sogoc/core";
import { type AccountCommand, type AccountState, accountDecider } from "../domain/account.ts";
import type { SecondFactors } from "../secrets/second-factors.ts";
import type { CodeLimits } from "../sign-in/code-limits.ts";
import type { KnownLines } from "../sign-in/known-lines.ts";
import { selfContext } from "./load-account.ts";

export interface RequireCurrentCodeDependencies {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly secondFactors: Pick<SecondFactors, "use">;
  readonly guard: {
    readonly codeLimits: Pick<CodeLimits, "takeInSession">;
    readonly lines: Pick<KnownLines, "knows">;
  };
}

/** What `requireCurrentCode` throws. */
export const currentCodeRefusals = [
  "rate-limited",
  "second-factor-current-needed",
  "second-factor-current-wrong",
] as const;

/** Who is signed in, and from where they ask. */
export interface SignedInFrom {
  readonly account: string;
  readonly session: string;
  readonly address: string;
}

interface CurrentCode extends SignedInFrom {
  readonly code: string | undefined;
  readonly correlationId: string;
}

/**
 * Makes sure that whoever replaces the second factor, or takes it away, has it: a session left open
 * and a password that was looked over are not enough. A code of the phone or a recovery code, which
 * is used up by it; nothing is asked where there is none. Throws what `currentCodeRefusals` names.
 */
export const requireCurrentCode = async (
  dependencies: RequireCurrentCodeDependencies,
  state: AccountState,
  { account, session, address, code, correlationId }: CurrentCode,
): Promise<void> => {
  if (!state.secondFactor) return;
  if (code === undefined) throw new CommandRejected("second-factor-current-needed");
  const { guard } = dependencies;
  const line = lineOf(address);
  const known = { accountId: account, passwordChanges: state.passwordChanges };
  const isLineKnown = await guard.lines.knows(known, line);
  const takeBack = guard.codeLimits.takeInSession({ accountId: account, line, session }, isLineKnown);
  const verdict = await dependencies.secondFactors.use(account, code);
  if (verdict.kind === "wrong") throw new CommandRejected("second-factor-current-wrong");
  takeBack();
  if (verdict.kind !== "recovery") return;
  const used: AccountCommand = { type: "RecordRecoveryCode", accountId: account, left: verdict.left };
  await dependencies.commands.handle(
    accountDecider,
    account,
    used,
    selfContext(dependencies, state, correlationId),
  );
};
