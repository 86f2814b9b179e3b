import { inspectionLevels, inspections, qualityLimits } from "@sogoc/acceptance";
import type { Directory } from "@sogoc/access";
import { type CommandHandler, type EventStore, vietnamDay } from "@sogoc/core";
import { LotPlan } from "@sogoc/events";
import { commandRoute, type HttpPorts, inShape, Reason, type ServiceApp, tagged, textIn } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { changeLimits, changeLimitsRefusals } from "../use-cases/change-limits.ts";
import { showLimits } from "../use-cases/show-limits.ts";
import { showSamplingPlan } from "../use-cases/show-sampling-plan.ts";
import { UnitParams } from "./shapes.ts";

const QualityLimit = z.coerce
  .number()
  .refine((limit) => qualityLimits.includes(limit), `Chọn một trong / one of ${qualityLimits.join(", ")}`);
const Level = LotPlan.shape.level;
const Limits = z.strictObject({ level: Level, key: QualityLimit, other: QualityLimit });
const Change = Limits.extend({
  from: z.string(),
  reason: z.string(),
  changedBy: z.string(),
  changedByName: z.string().optional(),
  changedAt: z.iso.datetime(),
  replaced: z.boolean().describe("By another change of the same day."),
});
const LimitsOfUnit = z.object({
  inForce: Limits.extend({ setFor: z.string().nullable() }),
  /** The levels and limits that the tables of plans have. */
  choices: z.object({ levels: z.array(Level), limits: z.array(z.number()) }),
  revision: z.int().describe("What a change is made from; -1 where nothing was set for this unit yet."),
  atFirst: Limits.optional().describe(
    "What held for the unit on the day of its first change, which stood above that.",
  ),
  changes: z.array(Change),
});
const CurvePoint = z.object({ wrong: z.number(), accepted: z.number() });

interface LimitsRoutesDependencies {
  readonly http: HttpPorts;
  readonly commands: CommandHandler;
  readonly directory: Directory;
  readonly store: Pick<EventStore, "readStream">;
}

const unitInPath = ({ params }: FastifyRequest): string => textIn(params, "unitId");

const limitsOfUnit = (app: ServiceApp, dependencies: LimitsRoutesDependencies): void => {
  app.get(
    "/limits/:unitId",
    {
      config: {
        permission: { roles: ["acceptor", "unit-admin", "checker", "auditor"], area: unitInPath },
      },
      schema: {
        tags: ["lots"],
        summary: "Giới hạn nghiệm thu đang áp dụng / Acceptance limits in force, and since when",
        params: UnitParams,
        response: {
          200: LimitsOfUnit,
        },
      },
    },
    async (request, reply) => {
      const day = vietnamDay(dependencies.http.clock.now());
      const shown = await showLimits(dependencies, request.params.unitId, day);
      const choices = { levels: [...inspectionLevels], limits: [...qualityLimits] };
      const changes = shown.changes.map((one) => inShape(Change, one));
      return tagged(reply, inShape(LimitsOfUnit, { ...shown, changes, choices }));
    },
  );
};

const changing = (app: ServiceApp, dependencies: LimitsRoutesDependencies): void => {
  commandRoute(app, dependencies.http, "/limits/:unitId", {
    permission: { roles: ["unit-admin"], refusesHeldAccounts: true, area: unitInPath },
    needsIfMatch: true,
    refusals: changeLimitsRefusals,
    tag: "lots",
    summary: "Đặt giới hạn nghiệm thu từ một ngày / Set acceptance limits from a day on",
    params: UnitParams,
    body: Limits.extend({ from: z.iso.date(), reason: Reason }),
    answer: z.object({}),
    run: ({ params, body }, context) => changeLimits(dependencies, params.unitId, body, context),
  });
};

const samplingPlan = (app: ServiceApp): void => {
  app.get(
    "/sampling-plan",
    {
      config: { permission: { open: "signed-in" } },
      schema: {
        tags: ["lots"],
        summary: "Kế hoạch lấy mẫu và đường đặc tính / What a plan looks at, and which lots get through",
        querystring: z.object({
          size: z.coerce.number().int().min(1).max(1_000_000),
          level: Level.default("II"),
          key: QualityLimit,
          other: QualityLimit,
          inspection: z.enum(inspections).default("normal"),
        }),
        response: {
          200: z.object({
            plan: LotPlan,
            curves: z.object({ key: z.array(CurvePoint), other: z.array(CurvePoint) }),
          }),
        },
      },
    },
    async (request) => showSamplingPlan(request.query),
  );
};

/** The dated limits by which lots are accepted, and the effect of a plan before it is used. */
export const limitsRoutes = (app: ServiceApp, dependencies: LimitsRoutesDependencies): void => {
  limitsOfUnit(app, dependencies);
  changing(app, dependencies);
  samplingPlan(app);
};
