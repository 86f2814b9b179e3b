import { areaOf, findRefusal } from "@sogoc/access";
import { CommandRejected } from "@sogoc/core";
import { applyChanges, FieldChange, type Role } from "@sogoc/events";
import {
  areaOfRequest,
  CommandHeaders,
  commandContext,
  localDay,
  logReadingOf,
  principalOf,
  QueryFlag,
  type ServiceApp,
  sendWritten,
  Written,
} from "@sogoc/http";
import { blocksStorage, checkRecord, getRecordType, KeyedValue, toFieldValues } from "@sogoc/registers";
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
  number: z.string().describe("Registration number of the record."),
  bookNumber: z.string(),
  changes: z.array(FieldChange),
  hidden: z
    .literal(true)
    .optional()
    .describe("The record is not the reader's own keying: the values before are left out."),
  reason: z.string(),
  requestedBy: z.string(),
  requestedByName: z.string(),
  requestedAt: z.string(),
  status: z.enum(["requested", "approved", "declined", "applied", "not-applied"]),
  decidedBy: z.string().optional(),
  decidedByName: z.string().optional(),
  decidedAt: z.string().optional(),
  declineReason: z.string().optional(),
  notAppliedReason: z.string().optional(),
  revision: z.int(),
});

/**
 * Who reads other people's records in his area. A clerk without one of these sees what he keyed, as
 * in the entry service.
 */
const readers: Role[] = ["book-keeper", "checker", "acceptor", "data-manager", "auditor"];

/**
 * Throws `value-not-storable` for what could never be written into the record, however many approve
 * it.
 */
const requireStorable = (record: SubmittedRecord, changes: readonly FieldChange[]): void => {
  const problems = checkRecord({
    recordType: getRecordType(record.recordType),
    fields: applyChanges(record.fields, changes),
    book: { quyenSo: record.bookNumber, openingYear: record.openingYear },
  })
    .filter(blocksStorage)
    .map(({ fields, messageVi, messageEn, rule, severity }) => ({
      pointer: `/changes/${fields[0] ?? ""}`,
      detail: messageVi,
      detailEn: messageEn,
      rule,
      severity,
    }));
  if (problems.length > 0) throw new CommandRejected("value-not-storable", {}, problems);
};

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
  const nameOf = (account: string) => parts.http.directory.displayName(account) ?? account;

  const toShape = (correction: CorrectionView, record: SubmittedRecord | undefined, readable: boolean) =>
    CorrectionShape.parse({
      ...correction,
      number: record?.number ?? "",
      bookNumber: record?.bookNumber ?? "",
      requestedByName: nameOf(correction.requestedBy),
      ...(correction.decidedBy === undefined ? {} : { decidedByName: nameOf(correction.decidedBy) }),
      ...(readable
        ? {}
        : { hidden: true, changes: correction.changes.map(({ before: _, ...change }) => change) }),
    });

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

  /**
   * Whether he sees the record as it stands: by a role over its unit, or because he keyed it first
   * or corrected it.
   */
  const mayRead = (request: FastifyRequest, record: SubmittedRecord): boolean => {
    const principal = principalOf(request);
    const { account } = principal;
    const { unitId, keyers, keyedAgainBy } = record;
    const day = localDay(parts.http.clock.now());
    const tree = parts.http.directory.tree();
    if (findRefusal({ principal, roles: readers, unitId, day, tree }) === undefined) return true;
    return keyers.includes(account) && keyedAgainBy !== account;
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
        refusals: [
          "field-not-correctable",
          "field-unknown",
          "nothing-changed",
          "record-not-accepted",
          "record-unknown",
          "value-not-storable",
          "work-of-another",
        ],
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
      if (!mayRead(request, record)) throw new CommandRejected("work-of-another");
      await requireAccepted(record.batchId);
      const changes = changesFor(record, request.body.changes);
      requireStorable(record, changes);
      const context = commandContext(request, parts.http);
      const correctionId = context.commandId;
      const { id: recordId, unitId, bookId, batchId, recordType } = record;
      const command = {
        type: "RequestCorrection",
        data: {
          correctionId,
          recordId,
          unitId,
          bookId,
          batchId,
          recordType,
          changes,
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
          mine: QueryFlag.optional().describe(
            "What the caller requested himself; a clerk without a further role sees nothing else.",
          ),
          limit: z.coerce.number().int().min(1).max(200).default(50),
          after: z.string().max(500).optional(),
        }),
        response: { 200: z.object({ items: z.array(CorrectionShape), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { status, mine, limit, after } = request.query;
      const principal = principalOf(request);
      const day = localDay(parts.http.clock.now());
      const seen = areaOf(principal, readers, day, parts.http.directory.tree());
      const own = mine === true || seen.length === 0;
      const page = await parts.corrections.query({
        where: {
          unitId: { in: own ? areaOfRequest(request, parts.http) : seen },
          ...(own ? { requestedBy: principal.account } : {}),
          ...(status === undefined ? {} : { status }),
        },
        orderBy: [{ column: "requestedAt", descending: true }],
        limit,
        ...(after === undefined ? {} : { after }),
      });
      const records = await parts.records.findMany([...new Set(page.items.map(({ recordId }) => recordId))]);
      const shown = [...records.values()].filter((record) => mayRead(request, record));
      await logReadingOf(request, parts.http, commands, shown, "checking");
      const readable = new Set(shown.map(({ id }) => id));
      const items = page.items.map((correction) =>
        toShape(correction, records.get(correction.recordId), readable.has(correction.recordId)),
      );
      return { ...page, items };
    },
  );

  const decide = (request: FastifyRequest, correctionId: string, command: CorrectionCommand) =>
    commands.handle(correctionDecider, correctionId, command, commandContext(request, parts.http));

  app.post(
    "/corrections/:correctionId/approve",
    {
      config: {
        permission: { roles: ["acceptor"], area: unitOfCorrection },
        refusals: ["correction-decided", "correction-unknown", "requested-by-yourself"],
      },
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
      config: {
        permission: { roles: ["acceptor"], area: unitOfCorrection },
        refusals: ["correction-decided", "correction-unknown", "requested-by-yourself"],
      },
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
