import { CommandRejected } from "@sogoc/core";
import { FieldChange } from "@sogoc/events";
import {
  areaOfRequest,
  CommandHeaders,
  commandContext,
  type ServiceApp,
  sendWritten,
  Written,
} from "@sogoc/http";
import { getRecordType, KeyedValue, toFieldValues } from "@sogoc/registers";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type CorrectionCommand, correctionDecider } from "../domain/correction.ts";
import type { CorrectionView } from "../read-models/corrections.ts";
import type { SubmittedRecord } from "../read-models/submitted-records.ts";
import type { ReviewParts } from "../review-parts.ts";

const Id = z.string().min(1).max(80);
const Reason = z.string().trim().min(3).max(500);
const CorrectionParams = z.object({ correctionId: Id });
const CorrectionWritten = Written.extend({ correctionId: z.string() });

const CorrectionShape = z.object({
  id: z.string(),
  recordId: z.string(),
  unitId: z.string(),
  bookId: z.string(),
  recordType: z.string(),
  changes: z.array(FieldChange),
  reason: z.string(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  status: z.enum(["requested", "approved", "declined", "applied", "not-applied"]),
  decidedBy: z.string().optional(),
  decidedAt: z.string().optional(),
  declineReason: z.string().optional(),
  notAppliedReason: z.string().optional(),
  revision: z.int(),
});

const toShape = (correction: CorrectionView) => CorrectionShape.parse(correction);

/** The changes that new values make to a record as it stands; equal values are left out. */
const changesFor = (record: SubmittedRecord, keyed: Readonly<Record<string, KeyedValue>>): FieldChange[] => {
  const { fields, unknown } = toFieldValues(getRecordType(record.recordType), keyed);
  if (unknown.length > 0) {
    const problems = unknown.map((code) => ({ pointer: `/changes/${code}`, detail: code }));
    throw new CommandRejected("field-unknown", {}, problems);
  }
  return Object.keys(keyed)
    .map((field): FieldChange => {
      const before = record.fields[field];
      const after = fields[field];
      return { field, ...(before ? { before } : {}), ...(after ? { after } : {}) };
    })
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
};

export const correctionRoutes = (app: ServiceApp, parts: ReviewParts): void => {
  const { commands } = parts.runtime;

  const getRecord = async (recordId: string): Promise<SubmittedRecord> => {
    const record = await parts.records.find(recordId);
    if (!record) throw new CommandRejected("record-unknown");
    return record;
  };

  const unitOfRecordInBody = async (request: FastifyRequest) => {
    const { recordId } = (request.body ?? {}) as { recordId?: unknown };
    return (await getRecord(typeof recordId === "string" ? recordId : "")).unitId;
  };

  const unitOfCorrection = async (request: FastifyRequest) => {
    const { correctionId } = request.params as { correctionId: string };
    const { state } = await commands.load(correctionDecider, correctionId);
    if (!state.requested) throw new CommandRejected("correction-unknown");
    return state.requested.unitId;
  };

  const requireAccepted = async (batchId: string) => {
    const page = await parts.reviews.query({ where: { batchId, status: "accepted" }, limit: 1 });
    if (page.items.length === 0) throw new CommandRejected("record-not-accepted");
  };

  app.post(
    "/corrections",
    {
      config: {
        permission: { roles: ["clerk", "book-keeper", "checker", "data-manager"], area: unitOfRecordInBody },
      },
      schema: {
        tags: ["corrections"],
        summary: "Đề nghị sửa sau nghiệm thu / Request a correction after acceptance",
        headers: CommandHeaders,
        body: z.strictObject({
          recordId: Id,
          changes: z.record(z.string().max(60), KeyedValue),
          reason: Reason,
        }),
        response: { 201: CorrectionWritten },
      },
    },
    async (request, reply) => {
      const record = await getRecord(request.body.recordId);
      await requireAccepted(record.batchId);
      const context = commandContext(request, parts.http);
      const correctionId = context.commandId;
      const { id: recordId, unitId, bookId, batchId, recordType } = record;
      const command = {
        type: "RequestCorrection",
        data: {
          ...{ correctionId, recordId, unitId, bookId, batchId, recordType },
          changes: changesFor(record, request.body.changes),
          reason: request.body.reason,
          requestedBy: context.actor.account,
        },
      } as const;
      const handled = await commands.handle(correctionDecider, correctionId, command, context);
      return sendWritten(reply, handled, { correctionId }, 201);
    },
  );

  app.get(
    "/corrections",
    {
      config: {
        permission: {
          roles: ["clerk", "book-keeper", "checker", "acceptor", "data-manager", "auditor"],
          area: "narrowed-by-query",
        },
      },
      schema: {
        tags: ["corrections"],
        summary: "Các đề nghị sửa / Correction requests of the area",
        querystring: z.object({
          status: CorrectionShape.shape.status.optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
          after: z.string().max(500).optional(),
        }),
        response: { 200: z.object({ items: z.array(CorrectionShape), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { status, limit, after } = request.query;
      const page = await parts.corrections.query({
        where: {
          unitId: { in: areaOfRequest(request, parts.http) },
          ...(status === undefined ? {} : { status }),
        },
        orderBy: [{ column: "requestedAt", descending: true }],
        limit,
        ...(after === undefined ? {} : { after }),
      });
      return { ...page, items: page.items.map(toShape) };
    },
  );

  const decide = (request: FastifyRequest, correctionId: string, command: CorrectionCommand) =>
    commands.handle(correctionDecider, correctionId, command, commandContext(request, parts.http));

  app.post(
    "/corrections/:correctionId/approve",
    {
      config: { permission: { roles: ["acceptor"], area: unitOfCorrection } },
      schema: {
        tags: ["corrections"],
        summary: "Duyệt đề nghị sửa / Approve a correction",
        headers: CommandHeaders,
        params: CorrectionParams,
        response: { 200: CorrectionWritten },
      },
    },
    async (request, reply) => {
      const { correctionId } = request.params;
      const accountId = commandContext(request, parts.http).actor.account;
      const handled = await decide(request, correctionId, { type: "ApproveCorrection", accountId });
      return sendWritten(reply, handled, { correctionId });
    },
  );

  app.post(
    "/corrections/:correctionId/decline",
    {
      config: { permission: { roles: ["acceptor"], area: unitOfCorrection } },
      schema: {
        tags: ["corrections"],
        summary: "Từ chối đề nghị sửa / Decline a correction",
        headers: CommandHeaders,
        params: CorrectionParams,
        body: z.strictObject({ reason: Reason }),
        response: { 200: CorrectionWritten },
      },
    },
    async (request, reply) => {
      const { correctionId } = request.params;
      const accountId = commandContext(request, parts.http).actor.account;
      const command = { type: "DeclineCorrection", accountId, reason: request.body.reason } as const;
      const handled = await decide(request, correctionId, command);
      return sendWritten(reply, handled, { correctionId });
    },
  );
};
