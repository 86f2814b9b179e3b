import type { CommandContext } from "@sogoc/core";
import { type AccountsParts, accountIdOf } from "./accounts-service.ts";
import { accountDecider } from "./domain/account.ts";
import { unitDecider } from "./domain/unit.ts";
import { newTemporaryPassword } from "./temporary-passwords.ts";

/** The root of the unit tree. */
export const COUNTRY_UNIT = "vn";

/**
 * Makes an empty store usable: the country as root unit and one system administrator. Answers his
 * first password, or undefined when the installation exists already, or another process has just
 * made it: of several that start at once, only the one whose password was stored tells it. What was
 * begun and not ended is gone on with. `password` is given only by the demo seed.
 */
export const bootstrapInstallation = async (
  parts: AccountsParts,
  options: { readonly signInName: string; readonly password?: string | undefined },
): Promise<string | undefined> => {
  const { commands } = parts.runtime;
  const accountId = accountIdOf(options.signInName);
  const at = parts.ports.clock.now();
  const context = (step: string): CommandContext => ({
    actor: { account: "system", name: "Hệ thống", roles: [], unit: COUNTRY_UNIT },
    at,
    commandId: `bootstrap-${step}`,
    correlationId: parts.ports.newId(),
  });
  if (await parts.credentials.exist(accountId)) return undefined;

  const from = "1945-09-02";
  const country = { unitId: COUNTRY_UNIT, kind: "country", name: "Việt Nam", parentId: null, from } as const;
  await commands.handle(
    unitDecider,
    COUNTRY_UNIT,
    { type: "RegisterUnit", data: country, parentKind: undefined },
    context("country"),
  );
  const data = {
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
  await commands.handle(accountDecider, accountId, { type: "GrantRole", data: grant }, context("grant"));
  const changed = {
    type: "RecordPasswordChange",
    accountId,
    temporary: options.password === undefined,
  } as const;
  await commands.handle(accountDecider, accountId, changed, context("password"));
  const password = options.password ?? newTemporaryPassword();
  return (await parts.credentials.setFirst(accountId, password)) ? password : undefined;
};
