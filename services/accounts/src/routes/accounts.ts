import { CommandRejected, type ReadModel, uuidFrom } from "@sogoc/core";
import { Role } from "@sogoc/events";
import {
  areaOfRequest,
  CommandHeaders,
  commandContext,
  type HttpPorts,
  localDay,
  type ServiceApp,
  sendWritten,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type AccountsParts, accountIdOf } from "../accounts-service.ts";
import { accountDecider } from "../domain/account.ts";
import type { AccountListing } from "../read-models/account-list.ts";
import { temporaryPasswordFor } from "../temporary-passwords.ts";
import { AccountParams, createAccountReach } from "./account-reach.ts";
import { AccountWritten, admins, WithPassword, withoutExpectation } from "./account-shapes.ts";

const Day = z.iso.date();

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
  const { runtime, credentials } = parts;
  const reach = createAccountReach(parts, http);

  app.post(
    "/accounts",
    {
      config: {
        permission: { roles: admins, area: bodyUnit },
        refusals: ["account-exists", "contract-required", "unit-unknown"],
      },
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
      const context = commandContext(request, http);
      await runtime.commands.handle(accountDecider, accountId, open, context);
      const { commandId } = context;
      const temporaryPassword = await temporaryPasswordFor(parts.ports.secrets, { commandId, accountId });
      // Each step finds what an earlier try has done; a password that was changed since then stays.
      await credentials.setFirst(accountId, temporaryPassword);
      const changed = { type: "RecordPasswordChange", accountId, temporary: true } as const;
      const handled = await runtime.commands.handle(accountDecider, accountId, changed, {
        ...withoutExpectation(context),
        commandId: uuidFrom(commandId, "first-password"),
      });
      return sendWritten(reply, handled, { accountId, temporaryPassword }, 201);
    },
  );

  app.post(
    "/accounts/:accountId/roles",
    {
      config: {
        permission: {
          roles: admins,
          area: reach.homeAndNamed,
        },
        refusals: [
          "account-unknown",
          "contract-required",
          "own-account",
          "role-already-granted",
          "unit-unknown",
        ],
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
      const data = { accountId, role, unitId, from, until };
      const command = { type: "GrantRole", data } as const;
      const context = commandContext(request, http);
      const handled = await runtime.commands.handle(accountDecider, accountId, command, context);
      return sendWritten(reply, handled, { accountId });
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
        after,
      });
      return { ...page, items: page.items.map((item) => AccountView.parse(item)) };
    },
  );

  app.get(
    "/accounts/:accountId",
    {
      config: {
        permission: { roles: [...admins, "auditor"], area: reach.home },
        refusals: ["account-unknown"],
      },
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
