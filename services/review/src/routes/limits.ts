import { inspectionLevels, inspections, lotPlan, operatingCurve, qualityLimits } from "@sogoc/acceptance";
import { type CommandContext, CommandRejected } from "@sogoc/core";
import { LotPlan } from "@sogoc/events";
import { CommandHeaders, commandContext, localDay, type ServiceApp, sendWritten, Written } from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { limitsDecider } from "../domain/limits.ts";
import { limitsFor } from "../lot-parts.ts";
import type { ReviewParts } from "../review-parts.ts";

const Id = z.string().min(1).max(80);
const QualityLimit = z.coerce
  .number()
  .refine((limit) => qualityLimits.includes(limit), `Chọn một trong / one of ${qualityLimits.join(", ")}`);
const Level = LotPlan.shape.level;
const Limits = z.strictObject({ level: Level, key: QualityLimit, other: QualityLimit });
const CurvePoint = z.object({ wrong: z.number(), accepted: z.number() });

const unitOfParams = (request: FastifyRequest) => (request.params as { unitId: string }).unitId;

/** By which limits lots are accepted, dated; and what a plan does before it is used. */
export const limitsRoutes = (app: ServiceApp, parts: ReviewParts): void => {
  const { commands } = parts.runtime;
  const today = (context: Pick<CommandContext, "at">) => localDay(context.at);

  app.get(
    "/limits/:unitId",
    {
      config: {
        permission: { roles: ["acceptor", "unit-admin", "checker", "auditor"], area: unitOfParams },
        refusals: ["unit-unknown"],
      },
      schema: {
        tags: ["lots"],
        summary: "Giới hạn nghiệm thu đang áp dụng / Acceptance limits in force, and since when",
        params: z.object({ unitId: Id }),
        response: {
          200: z.object({
            inForce: Limits.extend({ setFor: z.string().nullable() }),
            /** What may be chosen: the levels and limits that the tables of plans have. */
            choices: z.object({ levels: z.array(Level), limits: z.array(z.number()) }),
            changes: z.array(Limits.extend({ from: z.string(), reason: z.string(), changedBy: z.string() })),
          }),
        },
      },
    },
    async (request) => {
      const { unitId } = request.params;
      const inForce = await limitsFor(parts, unitId, localDay(parts.http.clock.now()));
      const { state } = await commands.load(limitsDecider, unitId);
      const changes = state.changes.map(({ level, key, other, from, reason, changedBy }) => ({
        level,
        key,
        other,
        from,
        reason,
        changedBy,
      }));
      return { inForce, changes, choices: { levels: [...inspectionLevels], limits: [...qualityLimits] } };
    },
  );

  app.post(
    "/limits/:unitId",
    {
      config: {
        permission: { roles: ["unit-admin"], area: unitOfParams },
        refusals: ["limits-for-the-past", "unit-unknown"],
      },
      schema: {
        tags: ["lots"],
        summary: "Đặt giới hạn nghiệm thu từ một ngày / Set acceptance limits from a day on",
        headers: CommandHeaders,
        params: z.object({ unitId: Id }),
        body: Limits.extend({ from: z.iso.date(), reason: z.string().trim().min(3).max(500) }),
        response: { 200: Written },
      },
    },
    async (request, reply) => {
      const { unitId } = request.params;
      const context = commandContext(request, parts.http);
      if (!parts.http.directory.tree().units.has(unitId)) throw new CommandRejected("unit-unknown");
      const data = { unitId, ...request.body, changedBy: context.actor.account };
      const command = { data, today: today(context) };
      return sendWritten(reply, await commands.handle(limitsDecider, unitId, command, context), {});
    },
  );

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
    async (request) => {
      const { size, inspection, ...limits } = request.query;
      const plan = lotPlan(size, limits, inspection);
      const curve = (acceptance: number) => [...operatingCurve(size, plan.sampleSize, acceptance)];
      return { plan, curves: { key: curve(plan.acceptance.key), other: curve(plan.acceptance.other) } };
    },
  );
};
