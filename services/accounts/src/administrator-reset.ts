import {
  type CommandContext,
  CommandRejected,
  createCommandHandler,
  type ServicePorts,
  vietnamDay,
} from "@sogoc/core";
import { type DataOf, schemaOfWritten, upcast } from "@sogoc/events";
import { type AccountCommand, type AccountState, accountDecider } from "./domain/account.ts";
import { accountIdOf } from "./domain/account-id.ts";
import { COUNTRY_UNIT } from "./domain/country-unit.ts";
import { SYSTEM } from "./domain/system-actor.ts";
import { createCredentials } from "./secrets/credentials.ts";
import { createSecondFactors } from "./secrets/second-factors.ts";
import { createSessions } from "./secrets/sessions.ts";
import { newTemporaryPassword } from "./secrets/temporary-passwords.ts";
import { endSessions } from "./steps/end-sessions.ts";
import { loadAccount } from "./steps/load-account.ts";

const REASON = "Khôi phục quản trị viên bằng sogoc admin reset";

/** What is missing for the account to administer the whole country today. */
const stepsToAdminister = (state: AccountState, accountId: string, day: string): AccountCommand[] => {
  const role = "system-admin";
  const held = state.grants.find((grant) => grant.role === role && grant.unitId === COUNTRY_UNIT);
  const holds = held && held.from <= day && (held.until === undefined || day <= held.until);
  const steps: AccountCommand[] = [];
  if (state.suspended) steps.push({ type: "ReinstateAccount", accountId, reason: REASON });
  if (held && !holds) {
    const place = { accountId, role, unitId: COUNTRY_UNIT } as const;
    steps.push({ type: "RevokeRole", ...place, reason: REASON, by: SYSTEM.account });
  }
  if (!holds) {
    const data: DataOf<"RoleGranted"> = { accountId, role, unitId: COUNTRY_UNIT, from: day } as const;
    steps.push({ type: "GrantRole", data, by: SYSTEM.account });
  }
  return steps;
};

/**
 * Lets an account administer the country again, with a new temporary password, which is answered:
 * for whoever can open the data when nobody can sign in any more. The account is opened where there
 * is none of that name; every step is an event in the system's name. Throws `contract-required` for
 * an account whose own end has passed: that one stays ended.
 */
export const resetAdministrator = async (
  ports: Pick<ServicePorts, "store" | "secrets" | "clock" | "newId">,
  options: { readonly signInName: string },
): Promise<string> => {
  const commands = createCommandHandler({ store: ports.store, schemaOf: schemaOfWritten, upcast });
  const { clock, newId } = ports;
  const sessions = createSessions(ports.secrets, clock);
  const accountId = accountIdOf(options.signInName);
  const correlationId = newId();
  const send = (command: AccountCommand) => {
    const context: CommandContext = {
      actor: SYSTEM,
      at: clock.now(),
      commandId: newId(),
      correlationId,
    };
    return commands.handle(accountDecider, accountId, command, context);
  };
  const day = vietnamDay(clock.now());
  if (!(await loadAccount(commands, accountId)).opened) {
    const { signInName } = options;
    const data: DataOf<"AccountOpened"> = {
      accountId,
      signInName,
      displayName: "Quản trị hệ thống",
      unitId: COUNTRY_UNIT,
    };
    await send({ type: "OpenAccount", data, unitKind: "country" });
  }
  const state = await loadAccount(commands, accountId);
  const until = state.opened?.until;
  if (until !== undefined && until < day) throw new CommandRejected("contract-required");
  for (const step of stepsToAdminister(state, accountId, day)) await send(step);
  const password = newTemporaryPassword();
  await (await createCredentials(ports.secrets)).set(accountId, password);
  await endSessions({ commands, clock, newId, sessions }, accountId, {
    reason: "password-changed",
    correlationId,
  });
  // Who can open the data needs no phone: a lone administrator may have lost it.
  await createSecondFactors(ports.secrets, clock).remove(accountId);
  await send({
    type: "RecordPasswordChange",
    accountId,
    temporary: true,
    resetBy: SYSTEM.account,
    resetAt: clock.now().toISOString(),
    secondFactorRemovedBy: SYSTEM.account,
  });
  return password;
};
