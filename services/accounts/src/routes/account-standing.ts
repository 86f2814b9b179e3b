import { CommandRejected, type ErrorCode } from "@sogoc/core";
import { Role } from "@sogoc/events";
import {
  CommandHeaders,
  commandContext,
  type HttpPorts,
  localDay,
  principalOf,
  type ServiceApp,
  sendWritten,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type AccountsParts, endSessions } from "../accounts-service.ts";
import { COUNTRY_UNIT } from "../bootstrap.ts";
import { type AccountCommand, accountDecider } from "../domain/account.ts";
import { temporaryPasswordFor } from "../temporary-passwords.ts";
import { AccountParams, createAccountReach } from "./account-reach.ts";
import { AccountWritten, admins, WithPassword, withoutExpectation } from "./account-shapes.ts";

const Reason = z.strictObject({ reason: z.string().trim().min(3).max(500) });

/**
 * What is done to an account that somebody holds already: roles taken away, suspension, a new first
 * password.
 */
export const accountStandingRoutes = (app: ServiceApp, parts: AccountsParts, http: HttpPorts): void => {
  const { runtime, credentials, sessions } = parts;
  const { commands } = runtime;
  const reach = createAccountReach(parts, http);

  const send = (request: FastifyRequest, accountId: string, command: AccountCommand) =>
    commands.handle(accountDecider, accountId, command, commandContext(request, http));

  /** Throws where nobody else could mend anything of the whole country afterwards. */
  const requireAnotherAdmin = (accountId: string): void => {
    const day = localDay(http.clock.now());
    const administers = (account: string) =>
      !http.directory.isSuspended(account) &&
      http.directory.holdsRole(account, ["system-admin"], COUNTRY_UNIT, day);
    if (!administers(accountId)) return;
    for (const other of http.directory.accountIds()) {
      if (other !== accountId && administers(other)) return;
    }
    throw new CommandRejected("last-administrator");
  };

  app.post(
    "/accounts/:accountId/roles/revoke",
    {
      config: {
        permission: { roles: admins, area: reach.homeAndNamed },
        refusals: ["account-unknown", "last-administrator", "own-account", "role-not-granted"],
      },
      schema: {
        tags: ["accounts"],
        summary: "Thu hồi vai trò / Revoke a role",
        headers: CommandHeaders,
        params: AccountParams,
        body: z.strictObject({ role: Role, unitId: z.string().max(80), ...Reason.shape }),
        response: { 200: AccountWritten },
      },
    },
    async (request, reply) => {
      const { accountId } = request.params;
      if (request.body.role === "system-admin") requireAnotherAdmin(accountId);
      const by = principalOf(request).account;
      const command = { type: "RevokeRole", accountId, by, ...request.body } as const;
      return sendWritten(reply, await send(request, accountId, command), { accountId });
    },
  );

  const byReason = {
    headers: CommandHeaders,
    params: AccountParams,
    body: Reason,
    response: { 200: AccountWritten },
  };
  /** Of accounts whose whole reach lies in the caller's area. */
  const ofWhole = (...refusals: readonly ErrorCode[]) => ({
    config: {
      permission: { roles: admins, area: reach.whole },
      refusals: ["account-unknown", ...refusals] as const,
    },
  });

  app.post(
    "/accounts/:accountId/suspend",
    {
      ...ofWhole("own-account", "last-administrator"),
      schema: {
        tags: ["accounts"],
        summary: "Khóa tài khoản / Suspend an account",
        ...byReason,
      },
    },
    async (request, reply) => {
      const { accountId } = request.params;
      requireAnotherAdmin(accountId);
      const by = principalOf(request).account;
      const command = { type: "SuspendAccount", accountId, by, ...request.body } as const;
      const handled = await send(request, accountId, command);
      for (const session of await sessions.openOf(accountId)) await sessions.end(session);
      return sendWritten(reply, handled, { accountId });
    },
  );

  app.post(
    "/accounts/:accountId/reinstate",
    {
      ...ofWhole("account-not-suspended"),
      schema: {
        tags: ["accounts"],
        summary: "Mở khóa tài khoản / Reinstate an account",
        ...byReason,
      },
    },
    async (request, reply) => {
      const { accountId } = request.params;
      const command = { type: "ReinstateAccount", accountId, ...request.body } as const;
      return sendWritten(reply, await send(request, accountId, command), { accountId });
    },
  );

  app.post(
    "/accounts/:accountId/password-reset",
    {
      ...ofWhole("own-account"),
      schema: {
        tags: ["accounts"],
        summary: "Cấp lại mật khẩu tạm / Issue a new temporary password",
        headers: CommandHeaders,
        params: AccountParams,
        response: { 200: WithPassword },
      },
    },
    async (request, reply) => {
      const { accountId } = request.params;
      const context = commandContext(request, http);
      const { commandId } = context;
      const temporaryPassword = await temporaryPasswordFor(parts.ports.secrets, { commandId, accountId });
      const before = await commands.findHandled(accountDecider, accountId, context);
      if (before) return sendWritten(reply, before, { accountId, temporaryPassword });
      // The event comes last: cut off before it, the same request does all of it again; once it is
      // there, all was done.
      await credentials.set(accountId, temporaryPassword);
      await endSessions(parts, accountId, { reason: "password-changed", correlationId: request.id });
      const command = { type: "RecordPasswordChange", accountId, temporary: true } as const;
      const handled = await commands.handle(accountDecider, accountId, command, withoutExpectation(context));
      return sendWritten(reply, handled, { accountId, temporaryPassword });
    },
  );
};
