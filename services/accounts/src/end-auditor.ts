import {
  type CommandContext,
  CommandRejected,
  createCommandHandler,
  type ServicePorts,
  vietnamDay,
} from "@sogoc/core";
import { schemaOfWritten, upcast } from "@sogoc/events";
import { type AccountCommand, accountDecider } from "./domain/account.ts";
import { accountIdOf } from "./domain/account-id.ts";
import { grantsInForce } from "./domain/reached-units.ts";
import { SYSTEM } from "./domain/system-actor.ts";
import { loadAccount } from "./steps/load-account.ts";

/**
 * Takes an account's auditor roles away, for whoever can open the data: in the application nobody
 * at the top touches the auditor who watches them. Returns how many ended; each is an event in the
 * system's name. Throws `account-unknown`.
 */
export const endAuditor = async (
  { store, clock, newId }: Pick<ServicePorts, "store" | "clock" | "newId">,
  { signInName, reason }: { readonly signInName: string; readonly reason: string },
): Promise<number> => {
  const commands = createCommandHandler({ store, schemaOf: schemaOfWritten, upcast });
  const accountId = accountIdOf(signInName);
  const { opened, grants } = await loadAccount(commands, accountId);
  if (!opened) throw new CommandRejected("account-unknown");
  const correlationId = newId();
  const audits = grantsInForce(grants, vietnamDay(clock.now())).filter(({ role }) => role === "auditor");
  for (const { role, unitId } of audits) {
    const command: AccountCommand = {
      type: "RevokeRole",
      accountId,
      role,
      unitId,
      reason,
      by: SYSTEM.account,
    };
    const context: CommandContext = { actor: SYSTEM, at: clock.now(), commandId: newId(), correlationId };
    await commands.handle(accountDecider, accountId, command, context);
  }
  return audits.length;
};
