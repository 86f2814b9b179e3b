import { type Directory, isAbove, unitsHeld } from "@sogoc/access";
import { type Clock, type CommandHandler, vietnamDay } from "@sogoc/core";
import { Day, Role } from "@sogoc/events";
import {
  areaOfRequest,
  commandRoute,
  type HttpPorts,
  inShape,
  pageShape,
  principalOf,
  type ServiceApp,
  tagged,
  toPage,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { reachedUnits } from "../domain/reached-units.ts";
import { type AccountListing, type AccountListReader, awaitsChoice } from "../read-models/account-list.ts";
import { getAccount } from "../use-cases/get-account.ts";
import { grantRole, grantRoleRefusals } from "../use-cases/grant-role.ts";
import { listAccounts } from "../use-cases/list-accounts.ts";
import { listPeopleFromElsewhere } from "../use-cases/list-people-from-elsewhere.ts";
import { type OpenAccountDependencies, openAccount, openAccountRefusals } from "../use-cases/open-account.ts";
import { AccountParams, type AccountReach, createAccountReach } from "./account-reach.ts";
import { AccountWritten, admins, WithPassword } from "./account-shapes.ts";

const AccountView = z.object({
  id: z.string(),
  signInName: z.string(),
  displayName: z.string(),
  unitId: z.string(),
  until: z.string().optional(),
  suspended: z.boolean(),
  secondFactor: z.boolean().describe("Signing in asks for a code of the phone, too."),
  lastSignInAt: z.string().optional(),
  grants: z.array(
    z.object({ role: Role, unitId: z.string(), from: z.string(), until: z.string().optional() }),
  ),
  revision: z.int(),
  heldUntil: z
    .string()
    .optional()
    .describe("It decides nothing before, unless somebody above vouches for it."),
  awaitsChoice: z
    .literal(true)
    .optional()
    .describe("Its owner has chosen no password after the reset: the day has not begun."),
  above: z
    .boolean()
    .describe("Who asks stands above all that it reaches: what they do to it holds nobody back."),
});

/** An account as whoever asks sees it. */
const toView = (request: FastifyRequest, { clock, directory }: HttpPorts, account: AccountListing) => {
  const day = vietnamDay(clock.now());
  const administered = unitsHeld(principalOf(request), admins, day);
  const heldUntil = directory.heldUntil(account.id, clock.now());
  return inShape(AccountView, {
    ...account,
    heldUntil,
    awaitsChoice: heldUntil !== undefined && awaitsChoice(account) ? true : undefined,
    above: isAbove(directory.tree(), administered, reachedUnits(account, day)),
  });
};

const bodyUnit = (request: FastifyRequest): string => {
  const { unitId } = (request.body ?? {}) as { unitId?: unknown };
  return typeof unitId === "string" ? unitId : "";
};

interface AccountRoutesDependencies extends OpenAccountDependencies {
  readonly directory: Directory;
  readonly http: HttpPorts;
  readonly clock: Clock;
  readonly commands: Pick<CommandHandler, "handle" | "load">;
  readonly accountList: AccountListReader;
}

const opening = (app: ServiceApp, dependencies: AccountRoutesDependencies): void => {
  commandRoute(app, dependencies.http, "/accounts", {
    permission: { roles: admins, refusesHeldAccounts: true, area: bodyUnit },
    refusals: openAccountRefusals,
    tag: "accounts",
    summary: "Mở tài khoản / Open an account",
    body: z.strictObject({
      signInName: z.string().regex(/^[a-z0-9][a-z0-9._-]{2,39}$/),
      displayName: z.string().trim().min(2).max(100),
      unitId: z.string().max(80),
      until: Day.optional().describe("Last day; required for a contractor's people."),
    }),
    answer: WithPassword,
    status: 201,
    run: ({ body }, context) => openAccount(dependencies, body, context),
  });
};

const granting = (app: ServiceApp, dependencies: AccountRoutesDependencies, reach: AccountReach): void => {
  commandRoute(app, dependencies.http, "/accounts/:accountId/roles", {
    permission: { roles: admins, refusesHeldAccounts: true, area: reach.homeAndNamed },
    needsIfMatch: true,
    refusals: grantRoleRefusals,
    tag: "accounts",
    summary: "Giao vai trò / Grant a role",
    params: AccountParams,
    body: z.strictObject({
      role: Role,
      unitId: z.string().max(80).describe("The area: this unit and everything below it."),
      from: Day.optional(),
      until: Day.optional(),
    }),
    answer: AccountWritten,
    run: async ({ params: { accountId }, body, request }, context) => {
      const above = await reach.standsAboveNamed(request);
      return grantRole(dependencies, { accountId, above }, body, context);
    },
  });
};

const listing = (app: ServiceApp, { http, accountList: list }: AccountRoutesDependencies): void => {
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
        response: { 200: pageShape(AccountView) },
      },
    },
    async (request) => {
      const { limit, after } = request.query;
      const page = await listAccounts(list, { unitIds: areaOfRequest(request, http), limit, after });
      return toPage(page, (item) => toView(request, http, item));
    },
  );
};

const oneAccount = (
  app: ServiceApp,
  { http, accountList: list }: AccountRoutesDependencies,
  reach: AccountReach,
): void => {
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
    async (request, reply) =>
      tagged(reply, toView(request, http, await getAccount(list, request.params.accountId))),
  );
};

const FromElsewhere = z.object({
  accountId: z.string(),
  revision: z.int(),
  displayName: z.string(),
  homeUnitId: z.string().describe("Whom they work for, such as a contractor."),
  role: Role,
  unitId: z.string(),
  from: z.string(),
  until: z.string().optional(),
});

const fromElsewhere = (
  app: ServiceApp,
  { http, directory, accountList: list }: AccountRoutesDependencies,
): void => {
  app.get(
    "/people-from-elsewhere",
    {
      config: { permission: { roles: admins, area: "narrowed-by-query" } },
      schema: {
        tags: ["accounts"],
        summary:
          "Người của đơn vị khác đang làm việc trong địa bàn / Roles in the area of people who work for a unit outside it",
        response: { 200: z.object({ items: z.array(FromElsewhere) }) },
      },
    },
    async (request) => {
      const asked = { principal: principalOf(request), admins, now: http.clock.now() };
      const people = await listPeopleFromElsewhere(list, directory, asked);
      return { items: people.map((one) => inShape(FromElsewhere, one)) };
    },
  );
};

/** Accounts: opened, given roles, looked at. */
export const accountRoutes = (app: ServiceApp, dependencies: AccountRoutesDependencies): void => {
  const reach = createAccountReach(dependencies.commands, dependencies.http);
  opening(app, dependencies);
  granting(app, dependencies, reach);
  listing(app, dependencies);
  oneAccount(app, dependencies, reach);
  fromElsewhere(app, dependencies);
};
