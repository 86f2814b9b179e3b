import { nameOn, type Unit } from "@sogoc/access";
import { vietnamDay } from "@sogoc/core";
import { Day, UnitKind } from "@sogoc/events";
import { commandRoute, type HttpPorts, inShape, type ServiceApp, tagged } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type CloseUnitDependencies, closeUnit, closeUnitRefusals } from "../use-cases/close-unit.ts";
import { designateLeadUnit } from "../use-cases/designate-lead-unit.ts";
import { getUnit } from "../use-cases/get-unit.ts";
import { listUnits } from "../use-cases/list-units.ts";
import { registerUnit, registerUnitRefusals } from "../use-cases/register-unit.ts";
import { changeUnitRefusals, renameUnit } from "../use-cases/rename-unit.ts";

const Name = z.string().trim().min(2).max(200);
const UnitParams = z.object({ unitId: z.string().max(80) });
const UnitWritten = z.object({ unitId: z.string() });

const NewUnit = z.strictObject({
  kind: UnitKind,
  name: Name,
  code: z
    .string()
    .regex(/^\d{2,5}$/)
    .optional(),
  parentId: z.string().max(80).nullable(),
  from: Day,
  aliases: z.array(Name).max(20).optional(),
});

const UnitView = z.object({
  id: z.string(),
  kind: UnitKind,
  name: z.string(),
  code: z.string().optional(),
  parentId: z.string().nullable(),
  from: z.string(),
  closedOn: z.string().optional(),
  names: z.array(z.object({ name: z.string(), from: z.string() })),
  aliases: z.array(z.string()),
  successors: z.array(z.string()),
  revision: z.int(),
});

const bodyOf = (request: FastifyRequest) => (request.body ?? {}) as Record<string, unknown>;
const text = (value: unknown) => (typeof value === "string" ? value : "");

interface UnitRoutesDependencies extends CloseUnitDependencies {
  readonly http: HttpPorts;
}

const parentInBody = (request: FastifyRequest): string => text(bodyOf(request)["parentId"]);

const registering = (app: ServiceApp, dependencies: UnitRoutesDependencies): void => {
  commandRoute(app, dependencies.http, "/units", {
    permission: { roles: ["system-admin"], refusesHeldAccounts: true, area: parentInBody },
    refusals: registerUnitRefusals,
    tag: "units",
    summary: "Đăng ký đơn vị / Register a unit",
    body: NewUnit,
    answer: UnitWritten,
    status: 201,
    run: ({ body }, context) => registerUnit(dependencies, body, context),
  });
  commandRoute(app, dependencies.http, "/contractors", {
    permission: { roles: ["unit-admin", "system-admin"], refusesHeldAccounts: true, area: parentInBody },
    refusals: registerUnitRefusals,
    tag: "units",
    summary: "Đăng ký nhà thầu / Register a contractor",
    body: z.strictObject({ name: Name, parentId: z.string().max(80), from: Day }),
    answer: UnitWritten,
    status: 201,
    run: ({ body }, context) => registerUnit(dependencies, { kind: "contractor", ...body }, context),
  });
};

const ofUnit = {
  permission: {
    roles: ["system-admin"],
    refusesHeldAccounts: true,
    area: (request: FastifyRequest) => (request.params as z.infer<typeof UnitParams>).unitId,
  },
  needsIfMatch: true,
  refusals: changeUnitRefusals,
  tag: "units",
  params: UnitParams,
  answer: UnitWritten,
} as const;

const changing = (app: ServiceApp, dependencies: UnitRoutesDependencies): void => {
  commandRoute(app, dependencies.http, "/units/:unitId/rename", {
    ...ofUnit,
    summary: "Đổi tên đơn vị / Rename a unit",
    body: z.strictObject({ name: Name, from: Day }),
    run: ({ params, body }, context) => renameUnit(dependencies.commands, params.unitId, body, context),
  });
  commandRoute(app, dependencies.http, "/units/:unitId/close", {
    ...ofUnit,
    refusals: closeUnitRefusals,
    summary: "Kết thúc đơn vị và chỉ định đơn vị kế thừa / Close a unit and name its successors",
    body: z.strictObject({ on: Day, successors: z.array(z.string().max(80)).max(50) }),
    run: ({ params, body }, context) => closeUnit(dependencies, params.unitId, body, context),
  });
  commandRoute(app, dependencies.http, "/units/:unitId/lead-designations", {
    ...ofUnit,
    summary: "Chỉ định đơn vị chủ trì / Designate the lead unit",
    body: z.strictObject({ areaId: z.string().max(80), from: Day, until: Day.optional() }),
    run: ({ params, body }, context) => designateLeadUnit(dependencies, params.unitId, body, context),
  });
};

const view = (unit: Unit, day: string): z.infer<typeof UnitView> =>
  inShape(UnitView, { ...unit, name: nameOn(unit, day) });

const listing = (app: ServiceApp, http: HttpPorts): void => {
  app.get(
    "/units",
    {
      config: { permission: { open: "signed-in" } },
      schema: {
        tags: ["units"],
        summary: "Các đơn vị và thời kỳ của chúng / Units and their times",
        querystring: z.object({
          on: Day.optional().describe("Names as of this day; default today."),
          below: z.string().max(80).optional(),
        }),
        response: { 200: z.object({ units: z.array(UnitView) }) },
      },
    },
    async (request) => {
      const { on = vietnamDay(http.clock.now()), below } = request.query;
      return { units: listUnits(http.directory, { below }).map((unit) => view(unit, on)) };
    },
  );
};

const oneUnit = (app: ServiceApp, http: HttpPorts): void => {
  app.get(
    "/units/:unitId",
    {
      config: { permission: { open: "signed-in" }, refusals: ["unit-unknown"] },
      schema: {
        tags: ["units"],
        summary: "Một đơn vị / One unit",
        params: UnitParams,
        response: { 200: UnitView },
      },
    },
    async (request, reply) => {
      const unit = getUnit(http.directory, request.params.unitId);
      return tagged(reply, view(unit, vietnamDay(http.clock.now())));
    },
  );
};

/** Units: registered, renamed, closed, made the lead of an area, looked at. */
export const unitRoutes = (app: ServiceApp, dependencies: UnitRoutesDependencies): void => {
  registering(app, dependencies);
  changing(app, dependencies);
  listing(app, dependencies.http);
  oneUnit(app, dependencies.http);
};
