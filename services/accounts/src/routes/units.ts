import { ancestorsOf, nameOn, type Unit } from "@sogoc/access";
import { CommandRejected, uuidFrom } from "@sogoc/core";
import { UnitKind } from "@sogoc/events";
import {
  CommandHeaders,
  commandContext,
  type HttpPorts,
  localDay,
  type ServiceApp,
  sendWritten,
  Written,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { AccountsParts } from "../accounts-service.ts";
import { unitDecider } from "../domain/unit.ts";

const Day = z.iso.date();
const Name = z.string().trim().min(2).max(200);
const UnitParams = z.object({ unitId: z.string().max(80) });
const UnitWritten = Written.extend({ unitId: z.string() });

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
});

const bodyOf = (request: FastifyRequest) => (request.body ?? {}) as Record<string, unknown>;
const text = (value: unknown) => (typeof value === "string" ? value : "");

export const unitRoutes = (app: ServiceApp, parts: AccountsParts, http: HttpPorts): void => {
  const { commands, directory } = parts.runtime;

  const register = async (request: FastifyRequest, unit: z.infer<typeof NewUnit>) => {
    const { kind, code, parentId, name } = unit;
    const unitId = uuidFrom("unit", kind, parentId ?? "", code ?? name, unit.from);
    const parent = parentId === null ? undefined : directory.tree().units.get(parentId);
    if (parent?.closedOn !== undefined) throw new CommandRejected("unit-closed");
    const command = { type: "RegisterUnit", data: { unitId, ...unit }, parentKind: parent?.kind } as const;
    return {
      unitId,
      handled: await commands.handle(unitDecider, unitId, command, commandContext(request, http)),
    };
  };

  app.post(
    "/units",
    {
      config: {
        permission: { roles: ["system-admin"], area: (request) => text(bodyOf(request)["parentId"]) },
        refusals: ["unit-closed", "unit-exists", "unit-parent-invalid", "unit-unknown"],
      },
      schema: {
        tags: ["units"],
        summary: "Đăng ký đơn vị / Register a unit",
        headers: CommandHeaders,
        body: NewUnit,
        response: { 201: UnitWritten },
      },
    },
    async (request, reply) => {
      const { unitId, handled } = await register(request, request.body);
      return sendWritten(reply, handled, { unitId }, 201);
    },
  );

  app.post(
    "/contractors",
    {
      config: {
        permission: {
          roles: ["unit-admin", "system-admin"],
          area: (request) => text(bodyOf(request)["parentId"]),
        },
        refusals: ["unit-closed", "unit-exists", "unit-parent-invalid", "unit-unknown"],
      },
      schema: {
        tags: ["units"],
        summary: "Đăng ký nhà thầu / Register a contractor",
        headers: CommandHeaders,
        body: z.strictObject({ name: Name, parentId: z.string().max(80), from: Day }),
        response: { 201: UnitWritten },
      },
    },
    async (request, reply) => {
      const { unitId, handled } = await register(request, { kind: "contractor", ...request.body });
      return sendWritten(reply, handled, { unitId }, 201);
    },
  );

  const ofUnit = {
    config: {
      permission: {
        roles: ["system-admin" as const],
        area: (request: FastifyRequest) => (request.params as z.infer<typeof UnitParams>).unitId,
      },
      refusals: ["unit-unknown", "unit-closed"] as const,
    },
  };

  app.post(
    "/units/:unitId/rename",
    {
      ...ofUnit,
      schema: {
        tags: ["units"],
        summary: "Đổi tên đơn vị / Rename a unit",
        headers: CommandHeaders,
        params: UnitParams,
        body: z.strictObject({ name: Name, from: Day }),
        response: { 200: UnitWritten },
      },
    },
    async (request, reply) => {
      const { unitId } = request.params;
      const command = { type: "RenameUnit", unitId, ...request.body } as const;
      const handled = await commands.handle(unitDecider, unitId, command, commandContext(request, http));
      return sendWritten(reply, handled, { unitId });
    },
  );

  app.post(
    "/units/:unitId/close",
    {
      ...ofUnit,
      schema: {
        tags: ["units"],
        summary: "Kết thúc đơn vị và chỉ định đơn vị kế thừa / Close a unit and name its successors",
        headers: CommandHeaders,
        params: UnitParams,
        body: z.strictObject({ on: Day, successors: z.array(z.string().max(80)).max(50) }),
        response: { 200: UnitWritten },
      },
    },
    async (request, reply) => {
      const { unitId } = request.params;
      for (const successor of request.body.successors) {
        if (successor === unitId || !directory.tree().units.has(successor)) {
          throw new CommandRejected("unit-unknown", {}, [{ pointer: "/successors", detail: successor }]);
        }
      }
      const command = { type: "CloseUnit", unitId, ...request.body } as const;
      const handled = await commands.handle(unitDecider, unitId, command, commandContext(request, http));
      return sendWritten(reply, handled, { unitId });
    },
  );

  app.post(
    "/units/:unitId/lead-designations",
    {
      ...ofUnit,
      schema: {
        tags: ["units"],
        summary: "Chỉ định đơn vị chủ trì / Designate the lead unit",
        headers: CommandHeaders,
        params: UnitParams,
        body: z.strictObject({ areaId: z.string().max(80), from: Day, until: Day.optional() }),
        response: { 200: UnitWritten },
      },
    },
    async (request, reply) => {
      const { unitId } = request.params;
      if (!directory.tree().units.has(request.body.areaId)) throw new CommandRejected("unit-unknown");
      const command = { type: "DesignateLeadUnit", data: { unitId, ...request.body } } as const;
      const handled = await commands.handle(unitDecider, unitId, command, commandContext(request, http));
      return sendWritten(reply, handled, { unitId });
    },
  );

  const view = (unit: Unit, day: string): z.infer<typeof UnitView> => ({
    id: unit.id,
    kind: unit.kind,
    name: nameOn(unit, day),
    code: unit.code,
    parentId: unit.parentId,
    from: unit.from,
    closedOn: unit.closedOn,
    names: [...unit.names],
    aliases: [...unit.aliases],
    successors: [...unit.successors],
  });

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
      const { on = localDay(http.clock.now()), below } = request.query;
      const tree = directory.tree();
      const units = [...tree.units.values()]
        .filter((unit) => below === undefined || ancestorsOf(tree, unit.id).includes(below))
        .map((unit) => view(unit, on));
      return { units };
    },
  );
};
