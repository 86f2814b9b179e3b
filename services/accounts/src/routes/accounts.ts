import type { ReadModel } from "@sogoc/core";
import { CommandRejected } from "@sogoc/core";
import { Role } from "@sogoc/events";
import {
  areaOfRequest,
  CommandHeaders,
  commandContext,
  type HttpPorts,
  localDay,
  principalOf,
  type ServiceApp,
  sendWritten,
  Written,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type AccountsParts, accountIdOf, loadAccount, revokeSessions } from "../accounts-service.ts";
import { newTemporaryPassword } from "../credentials.ts";
import { type AccountCommand, accountDecider } from "../domain/account.ts";
import type { AccountListing } from "../read-models/account-list.ts";

const Day = z.iso.date();
const AccountParams = z.object({ accountId: z.string().max(80) });
const Reason = z.strictObject({ reason: z.string().trim().min(3).max(500) });
const AccountWritten = Written.extend({ accountId: z.string() });
const WithPassword = AccountWritten.extend({
  temporaryPassword: z.string().describe("Shown this once; must be changed at the first sign-in."),
});

const AccountView = z.object({
  id: z.string(),
  signInName: z.string(),
  displayName: z.string(),
  unitId: z.string(),
  until: z.string().optional(),
  suspended: z.boolean(),
  lastSignInAt: z.string().optional(),
  grants: z.array(
    z.object({ role: Role, unitId: z.string(), from: z.string(), until: z.string().optional() }),
  ),
});

const admins: Role[] = ["unit-admin", "system-admin"];
const bodyUnit = (request: FastifyRequest): string => {
  const { unitId } = (request.body ?? {}) as { unitId?: unknown };
  return typeof unitId === "string" ? unitId : "";
};

export const accountRoutes = (
  app: ServiceApp,
  parts: AccountsParts,
  http: HttpPorts,
  list: ReadModel<AccountListing>,
): void => {
  const { runtime, credentials, sessions } = parts;

  const unitOfAccount = async (request: FastifyRequest): Promise<string> => {
    const { accountId } = request.params as z.infer<typeof AccountParams>;
    const { opened } = await loadAccount(parts, accountId);
    if (!opened) throw new CommandRejected("account-unknown");
    return opened.unitId;
  };

  const send = (request: FastifyRequest, accountId: string, command: AccountCommand) =>
    runtime.commands.handle(accountDecider, accountId, command, commandContext(request, http));

  app.post(
    "/accounts",
    {
      config: { permission: { roles: admins, area: bodyUnit } },
      schema: {
        tags: ["accounts"],
        summary: "Mở tài khoản / Open an account",
        headers: CommandHeaders,
        body: z.strictObject({
          signInName: z.string().regex(/^[a-z0-9][a-z0-9._-]{2,39}$/),
          displayName: z.string().trim().min(2).max(100),
          unitId: z.string().max(80),
          until: Day.optional().describe("Last day; required for a contractor's people."),
        }),
        response: { 201: WithPassword },
      },
    },
    async (request, reply) => {
      const accountId = accountIdOf(request.body.signInName);
      const unit = runtime.directory.tree().units.get(request.body.unitId);
      if (!unit) throw new CommandRejected("unit-unknown");
      const open = {
        type: "OpenAccount",
        data: { accountId, ...request.body },
        unitKind: unit.kind,
      } as const;
      const opened = await send(request, accountId, open);
      // A repeated command must not hand out a second password: the first one was already told.
      const temporaryPassword = opened.repeated ? "" : newTemporaryPassword();
      if (opened.repeated) return sendWritten(reply, opened, { accountId, temporaryPassword }, 201);
      await credentials.set(accountId, temporaryPassword);
      const context = { ...commandContext(request, http), commandId: parts.ports.newId() };
      const changed = { type: "RecordPasswordChange", accountId, temporary: true } as const;
      const handled = await runtime.commands.handle(accountDecider, accountId, changed, context);
      return sendWritten(reply, handled, { accountId, temporaryPassword }, 201);
    },
  );

  app.post(
    "/accounts/:accountId/roles",
    {
      config: {
        permission: {
          roles: admins,
          area: async (request) => [await unitOfAccount(request), bodyUnit(request)],
        },
      },
      schema: {
        tags: ["accounts"],
        summary: "Giao vai trò / Grant a role",
        headers: CommandHeaders,
        params: AccountParams,
        body: z.strictObject({
          role: Role,
          unitId: z.string().max(80).describe("The area: this unit and everything below it."),
          from: Day.optional(),
          until: Day.optional(),
        }),
        response: { 200: AccountWritten },
      },
    },
    async (request, reply) => {
      const { accountId } = request.params;
      const { role, unitId, from = localDay(http.clock.now()), until } = request.body;
      const bySystem = principalOf(request).grants.some((grant) => grant.role === "system-admin");
      if (role === "system-admin" && !bySystem) throw new CommandRejected("forbidden-role");
      const data = { accountId, role, unitId, from, ...(until === undefined ? {} : { until }) };
      const handled = await send(request, accountId, { type: "GrantRole", data });
      return sendWritten(reply, handled, { accountId });
    },
  );

  const ofAccount = { config: { permission: { roles: admins, area: unitOfAccount } } };

  app.post(
    "/accounts/:accountId/roles/revoke",
    {
      ...ofAccount,
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
      const handled = await send(request, accountId, { type: "RevokeRole", accountId, ...request.body });
      return sendWritten(reply, handled, { accountId });
    },
  );

  app.post(
    "/accounts/:accountId/suspend",
    {
      ...ofAccount,
      schema: {
        tags: ["accounts"],
        summary: "Khóa tài khoản / Suspend an account",
        headers: CommandHeaders,
        params: AccountParams,
        body: Reason,
        response: { 200: AccountWritten },
      },
    },
    async (request, reply) => {
      const { accountId } = request.params;
      const handled = await send(request, accountId, { type: "SuspendAccount", accountId, ...request.body });
      await sessions.endAllOf(accountId);
      return sendWritten(reply, handled, { accountId });
    },
  );

  app.post(
    "/accounts/:accountId/reinstate",
    {
      ...ofAccount,
      schema: {
        tags: ["accounts"],
        summary: "Mở khóa tài khoản / Reinstate an account",
        headers: CommandHeaders,
        params: AccountParams,
        body: Reason,
        response: { 200: AccountWritten },
      },
    },
    async (request, reply) => {
      const { accountId } = request.params;
      const handled = await send(request, accountId, {
        type: "ReinstateAccount",
        accountId,
        ...request.body,
      });
      return sendWritten(reply, handled, { accountId });
    },
  );

  app.post(
    "/accounts/:accountId/password-reset",
    {
      ...ofAccount,
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
      const temporaryPassword = newTemporaryPassword();
      const command = { type: "RecordPasswordChange", accountId, temporary: true } as const;
      const handled = await send(request, accountId, command);
      if (handled.repeated) return sendWritten(reply, handled, { accountId, temporaryPassword: "" });
      await credentials.set(accountId, temporaryPassword);
      const ended = await sessions.endAllOf(accountId);
      await revokeSessions(parts, accountId, ended, {
        reason: "password-changed",
        correlationId: request.id,
      });
      return sendWritten(reply, handled, { accountId, temporaryPassword });
    },
  );

  app.get(
    "/accounts",
    {
      config: { permission: { roles: [...admins, "auditor"], area: "narrowed-by-query" } },
      schema: {
        tags: ["accounts"],
        summary: "Các tài khoản trong địa bàn / Accounts of the area",
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(200).default(50),
          after: z.string().max(500).optional(),
        }),
        response: { 200: z.object({ items: z.array(AccountView), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { limit, after } = request.query;
      const page = await list.query({
        where: { unitId: { in: areaOfRequest(request, http) } },
        orderBy: [{ column: "displayName" }],
        limit,
        ...(after === undefined ? {} : { after }),
      });
      return { ...page, items: page.items.map((item) => AccountView.parse(item)) };
    },
  );

  app.get(
    "/accounts/:accountId",
    {
      config: { permission: { roles: [...admins, "auditor"], area: unitOfAccount } },
      schema: {
        tags: ["accounts"],
        summary: "Một tài khoản / One account",
        params: AccountParams,
        response: { 200: AccountView },
      },
    },
    async (request) => {
      const found = await list.find(request.params.accountId);
      if (!found) throw new CommandRejected("account-unknown");
      return AccountView.parse(found);
    },
  );
};
