import { CommandRejected, uuidFrom } from "@sogoc/core";
import { LotFigures, LotPlan } from "@sogoc/events";
import {
  areaOfRequest,
  CommandHeaders,
  commandContext,
  type ServiceApp,
  sendWritten,
  Written,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { assembleLot, measureLot } from "../assemble-lot.ts";
import { isWithinPlan, lotDecider } from "../domain/lot.ts";
import { getLot, lotStanding, nextInspection } from "../lot-parts.ts";
import type { ReviewParts } from "../review-parts.ts";
import { Inspection, LotShape, toLotShape, WaitingShape } from "./lot-shapes.ts";

const Id = z.string().min(1).max(80);
const LotParams = z.object({ lotId: Id });
const readers: ("acceptor" | "checker" | "unit-admin" | "auditor")[] = [
  ...(["acceptor", "checker", "unit-admin", "auditor"] as const),
];
const Reason = z.string().trim().min(3).max(500);

/** Several submitted batches of one unit and book type are accepted, or go back, together. */
export const lotRoutes = (app: ServiceApp, parts: ReviewParts): void => {
  const { commands } = parts.runtime;

  const unitOfLot = async (request: FastifyRequest) =>
    (await getLot(parts, (request.params as z.infer<typeof LotParams>).lotId)).formed.unitId;

  const unitOfBatches = async (request: FastifyRequest) => {
    const { batchIds } = (request.body ?? {}) as { batchIds?: unknown };
    const first: unknown = Array.isArray(batchIds) ? batchIds[0] : undefined;
    const batch = typeof first === "string" ? await parts.waiting.find(first) : undefined;
    return batch?.unitId ?? "";
  };

  app.get(
    "/lots/waiting",
    {
      config: { permission: { roles: readers, area: "narrowed-by-query" } },
      schema: {
        tags: ["lots"],
        summary: "Lô nhập chờ lập lô nghiệm thu / Submitted batches that wait for a lot",
        response: { 200: z.object({ items: z.array(WaitingShape) }) },
      },
    },
    async (request) => {
      const { items } = await parts.waiting.query({
        where: { unitId: { in: areaOfRequest(request, parts.http) }, waiting: 1 },
        orderBy: [{ column: "submittedAt" }],
        limit: 500,
      });
      return {
        items: items.flatMap(({ id: batchId, submitted }) =>
          submitted
            ? [{ ...submitted, batchId, records: submitted.recordCount, submittedAt: submitted.at }].map(
                (one) => WaitingShape.parse(one),
              )
            : [],
        ),
      };
    },
  );

  app.get(
    "/lots",
    {
      config: { permission: { roles: readers, area: "narrowed-by-query" } },
      schema: {
        tags: ["lots"],
        summary: "Các lô nghiệm thu / Lots of the area",
        querystring: z.object({
          status: LotShape.shape.status.optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
          after: z.string().max(500).optional(),
        }),
        response: { 200: z.object({ items: z.array(LotShape), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { status, limit, after } = request.query;
      const page = await parts.lots.query({
        where: {
          unitId: { in: areaOfRequest(request, parts.http) },
          status,
        },
        orderBy: [{ column: "formedAt", descending: true }],
        limit,
        after,
      });
      return { ...page, items: page.items.map(toLotShape) };
    },
  );

  app.post(
    "/lots",
    {
      config: {
        permission: { roles: ["acceptor"], area: unitOfBatches },
        refusals: ["batch-not-waiting", "inspection-stopped", "lot-limit-exceeded", "lot-mixed"],
      },
      schema: {
        tags: ["lots"],
        summary:
          "Lập lô nghiệm thu / Form a lot; its plan follows from its size, the limits in force and past lots",
        headers: CommandHeaders,
        body: z.strictObject({
          batchIds: z.array(Id).min(1).max(500),
          resumedBecause: Reason.optional().describe("Why lots go on after five returned ones."),
        }),
        response: { 201: Written.extend({ lotId: z.string() }) },
      },
    },
    async (request, reply) => {
      const context = commandContext(request, parts.http);
      const lotId = uuidFrom("lot", context.commandId);
      const known = await commands.load(lotDecider, lotId);
      const { resumedBecause } = request.body;
      const batchIds = [...new Set(request.body.batchIds)].sort();
      const formed = known.state.formed ?? (await assembleLot(parts, batchIds, context.at, resumedBecause));
      const handled = await commands.handle(
        lotDecider,
        lotId,
        {
          type: "FormLot",
          data: {
            ...formed,
            lotId,
            ...(resumedBecause === undefined ? {} : { resumedBecause }),
            formedBy: context.actor.account,
          },
        },
        context,
      );
      return sendWritten(reply, handled, { lotId }, 201);
    },
  );

  app.post(
    "/lots/preview",
    {
      config: {
        permission: { roles: ["acceptor"], area: unitOfBatches },
        refusals: ["batch-not-waiting", "inspection-stopped", "lot-limit-exceeded", "lot-mixed"],
      },
      schema: {
        tags: ["lots"],
        summary: "Xem trước lô nghiệm thu / What a lot of these batches would be; nothing is stored",
        body: z.strictObject({ batchIds: z.array(Id).min(1).max(500) }),
        response: {
          200: z.object({
            unitId: z.string(),
            recordType: z.string(),
            digitiserId: z.string(),
            size: z.int(),
            plan: LotPlan,
            next: Inspection,
          }),
        },
      },
    },
    async (request) => {
      const batchIds = [...new Set(request.body.batchIds)].sort();
      const measured = await measureLot(parts, batchIds, parts.http.clock.now());
      const { unitId, recordType, digitiserId, size, plan, next } = measured;
      return { unitId, recordType, digitiserId, size, plan, next };
    },
  );

  app.get(
    "/lots/:lotId",
    {
      config: { permission: { roles: readers, area: unitOfLot }, refusals: ["lot-unknown"] },
      schema: {
        tags: ["lots"],
        summary: "Một lô nghiệm thu / One lot, with what its checks say so far",
        params: LotParams,
        response: {
          200: z.object({
            lot: LotShape,
            figures: LotFigures,
            withinPlan: z.boolean(),
            progress: z
              .array(z.object({ batchId: z.string(), sampled: z.int(), checked: z.int() }))
              .describe("How far the check of each batch's part of the sample is."),
            findings: z.array(z.object({ bookId: z.string(), open: z.int() })),
            next: Inspection.describe("How the next lot of this digitising unit is inspected."),
          }),
        },
      },
    },
    async (request) => {
      const { lotId } = request.params;
      const lot = await parts.lots.find(lotId);
      if (!lot) throw new CommandRejected("lot-unknown");
      const { formed, figures, bookCounts, progress } = await lotStanding(parts, lotId);
      const next = await nextInspection(parts, formed.digitiserId);
      return {
        lot: toLotShape(lot),
        figures,
        withinPlan: isWithinPlan(formed.plan, figures),
        findings: bookCounts.map(({ bookId, openFindings }) => ({ bookId, open: openFindings })),
        progress,
        next,
      };
    },
  );

  app.post(
    "/lots/:lotId/decide",
    {
      config: {
        permission: { roles: ["acceptor"], area: unitOfLot },
        refusals: [
          "arbitrated-by-yourself",
          "checked-by-yourself",
          "fixes-required",
          "keyed-by-yourself",
          "lot-decided",
          "lot-limit-exceeded",
          "lot-unknown",
          "marks-required",
          "reason-required",
          "reconciliation-open",
          "sample-not-checked",
        ],
      },
      schema: {
        tags: ["lots"],
        summary: "Kết luận lô nghiệm thu / Accept, accept after fixes, or return the whole lot",
        headers: CommandHeaders,
        params: LotParams,
        body: z.strictObject({
          verdict: z.enum(["accepted", "accepted-after-fixes", "returned"]),
          reason: Reason.optional(),
        }),
        response: { 200: Written.extend({ lotId: z.string() }) },
      },
    },
    async (request, reply) => {
      const { lotId } = request.params;
      const context = commandContext(request, parts.http);
      const { figures, checkers, bookCounts, digest } = await lotStanding(parts, lotId);
      const handled = await commands.handle(
        lotDecider,
        lotId,
        {
          type: "DecideLot",
          ...request.body,
          figures,
          checkers,
          bookCounts,
          digest,
          accountId: context.actor.account,
        },
        context,
      );
      return sendWritten(reply, handled, { lotId });
    },
  );
};
