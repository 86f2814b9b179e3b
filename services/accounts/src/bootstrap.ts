import type { Clock, CommandContext, CommandHandler } from "@sogoc/core";
import type { DataOf } from "@sogoc/events";
import { accountDecider } from "./domain/account.ts";
import { accountIdOf } from "./domain/account-id.ts";
import { COUNTRY_UNIT } from "./domain/country-unit.ts";
import { SYSTEM } from "./domain/system-actor.ts";
import { unitDecider } from "./domain/unit.ts";
import type { Credentials } from "./secrets/credentials.ts";
import { newTemporaryPassword } from "./secrets/temporary-passwords.ts";

export interface BootstrapDependencies {
  readonly commands: Pick<CommandHandler, "handle">;
  readonly credentials: Pick<Credentials, "exist" | "existAny" | "setFirst">;
  readonly clock: Clock;
  readonly newId: () => string;
}

/**
 * Makes an empty store usable: the country as root unit and one system administrator. Answers their
 * first password, or undefined when the installation exists already, or another process has just
 * made it: of several that start at once, only the one whose password was stored tells it. What was
 * begun and not ended is gone on with. `password` is given only by the demo seed.
 */
export const bootstrapInstallation = async (
  dependencies: BootstrapDependencies,
  options: { readonly signInName: string; readonly password?: string | undefined },
): Promise<string | undefined> => {
  const { commands, credentials, clock, newId } = dependencies;
  const accountId = accountIdOf(options.signInName);
  const at = clock.now();
  const context = (step: string): CommandContext => ({
    actor: SYSTEM,
    at,
    commandId: `bootstrap-${step}`,
    correlationId: newId(),
  });
  if (await credentials.exist(accountId)) return undefined;

  const from = "1945-09-02";
  const country = { unitId: COUNTRY_UNIT, kind: "country", name: "Việt Nam", parentId: null, from } as const;
  await commands.handle(
    unitDecider,
    COUNTRY_UNIT,
    { type: "RegisterUnit", data: country, parentKind: undefined },
    context("country"),
  );
  const data: DataOf<"AccountOpened"> = {
    accountId,
    signInName: options.signInName,
    displayName: "Quản trị hệ thống",
    unitId: COUNTRY_UNIT,
  };
  await commands.handle(
    accountDecider,
    accountId,
    { type: "OpenAccount", data, unitKind: "country" },
    context("open"),
  );
  const grant = {
    accountId,
    role: "system-admin",
    unitId: COUNTRY_UNIT,
    from: at.toISOString().slice(0, 10),
  } as const;
  await commands.handle(
    accountDecider,
    accountId,
    { type: "GrantRole", data: grant, by: SYSTEM.account },
    context("grant"),
  );
  const changed = {
    type: "RecordPasswordChange",
    accountId,
    temporary: options.password === undefined,
  } as const;
  await commands.handle(accountDecider, accountId, changed, context("password"));
  // An administrator of another name was let in where the passwords had been lost: it is no first
  // start.
  if (await credentials.existAny()) return undefined;
  const password = options.password ?? newTemporaryPassword();
  return (await credentials.setFirst(accountId, password)) ? password : undefined;
};
