import { CommandRejected } from "@sogoc/core";
import {
  CommandHeaders,
  commandContext,
  logReadingOf,
  QueryFlag,
  type ServiceApp,
  sendWritten,
  Written,
} from "@sogoc/http";
import { z } from "zod";
import { getCaseNumber } from "../domain/case-number.ts";
import { recordIdOf } from "../domain/identity.ts";
import { findingsFor } from "../domain/judgement.ts";
import { readKeyedFields } from "../domain/keyed-fields.ts";
import { recordDecider } from "../domain/record.ts";
import type { Keying } from "../domain/record-model.ts";
import { type EntryParts, getBatch, getBook } from "../entry-parts.ts";
import type { RecordView } from "../read-models/records.ts";
import { unitOfBatch, unitOfRecord } from "./areas.ts";
import { requireMayRead } from "./first-keying.ts";
import { getRecord } from "./get-record.ts";
import { Accepted, Cursor, FindingShape, Id, KeyedFields, Reason, RecordShape } from "./shapes.ts";

const RecordWritten = Written.extend({ recordId: z.string() });
const BatchParams = z.object({ batchId: Id });
const RecordParams = z.object({ recordId: Id });
const readers = ["clerk", "book-keeper", "checker", "acceptor", "data-manager", "auditor"] as const;

const toShape = (record: RecordView): z.infer<typeof RecordShape> => RecordShape.parse(record);

export const recordRoutes = (app: ServiceApp, parts: EntryParts): void => {
  const { commands } = parts.runtime;

  const keyingIn = async (batchId: string, accountId: string, at: Date): Promise<Keying> => ({
    batch: (await getBatch(parts, batchId)).state,
    accountId,
    now: at.toISOString(),
  });

  app.post(
    "/batches/:batchId/records",
    {
      config: {
        permission: { roles: ["clerk"], area: unitOfBatch(parts) },
        refusals: [
          "batch-already-submitted",
          "batch-assigned-to-another",
          "batch-lease-expired",
          "batch-locked",
          "batch-not-assigned",
          "batch-unknown",
          "field-unknown",
          "first-keying-finished",
          "record-exists",
          "record-not-in-batch",
          "value-not-storable",
          "value-required",
          "warning-not-accepted",
        ],
      },
      schema: {
        tags: ["records"],
        summary: "Nhập một trường hợp / Key one case",
        headers: CommandHeaders,
        params: BatchParams,
        body: z.strictObject({
          fields: KeyedFields,
          accepted: Accepted.optional(),
          scanId: Id.optional(),
          duplicate: z
            .strictObject({ suffix: z.string().regex(/^[a-z]$/), reason: Reason })
            .optional()
            .describe("The same number stands twice in the paper book."),
        }),
        response: { 201: RecordWritten.extend({ number: z.string() }) },
      },
    },
    async (request, reply) => {
      const { batchId } = request.params;
      const { fields: keyed, accepted, scanId, duplicate } = request.body;
      const context = commandContext(request, parts.http);
      const { opened } = await getBatch(parts, batchId);
      const { bookId, unitId, recordType, bookNumber } = opened;
      const { openingYear } = await getBook(parts, bookId);
      const fields = readKeyedFields(recordType, { quyenSo: { raw: bookNumber }, ...keyed });
      const so = fields["so"];
      const number = getCaseNumber(so && "raw" in so ? (so.raw ?? "") : "", openingYear, duplicate?.suffix);
      const recordId = recordIdOf(bookId, number.text);
      const handled = await parts.gate.keying(batchId, async () =>
        commands.handle(
          recordDecider,
          recordId,
          {
            type: "EnterRecord",
            plainNumber: number.plain,
            keying: await keyingIn(batchId, context.actor.account, context.at),
            data: {
              recordId,
              bookId,
              batchId,
              unitId,
              recordType,
              bookNumber,
              openingYear,
              fields,
              number: number.text,
              source: "keyed",
              accepted: accepted && accepted.length > 0 ? accepted : undefined,
              scanId,
              duplicateReason: duplicate?.reason,
            },
          },
          context,
        ),
      );
      return sendWritten(reply, handled, { recordId, number: number.text }, 201);
    },
  );

  app.post(
    "/batches/:batchId/check",
    {
      config: {
        permission: { roles: ["clerk", "checker"], area: unitOfBatch(parts) },
        refusals: ["batch-unknown", "field-unknown"],
      },
      schema: {
        tags: ["records"],
        summary: "Kiểm tra thử, không lưu / Try the rules without storing",
        params: BatchParams,
        body: z.strictObject({ fields: KeyedFields }),
        response: { 200: z.object({ findings: z.array(FindingShape) }) },
      },
    },
    async (request) => {
      const { opened } = await getBatch(parts, request.params.batchId);
      const { recordType, bookNumber, bookId } = opened;
      const { openingYear } = await getBook(parts, bookId);
      const fields = readKeyedFields(recordType, { quyenSo: { raw: bookNumber }, ...request.body.fields });
      return {
        findings: findingsFor(recordType, fields, { bookNumber, openingYear }).map((one) =>
          FindingShape.parse(one),
        ),
      };
    },
  );

  app.get(
    "/batches/:batchId/records",
    {
      config: {
        permission: { roles: [...readers], area: unitOfBatch(parts) },
        refusals: ["batch-unknown", "blind-keying", "work-of-another"],
      },
      schema: {
        tags: ["records"],
        summary: "Các trường hợp của lô / Records of a batch",
        params: BatchParams,
        querystring: Cursor.extend({
          marked: QueryFlag.optional().describe("Only those marked by a check."),
          last: QueryFlag.optional().describe("From the highest number down."),
        }),
        response: { 200: z.object({ items: z.array(RecordShape), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { limit, after, marked, last } = request.query;
      await requireMayRead(parts, request, request.params.batchId);
      const page = await parts.records.query({
        where: { batchId: request.params.batchId, marked: marked ? 1 : undefined },
        orderBy: [{ column: "sortNumber", descending: last ?? false }],
        limit,
        after,
      });
      await logReadingOf(request, parts.http, commands, page.items, "keying");
      return { ...page, items: page.items.map(toShape) };
    },
  );

  app.get(
    "/records/:recordId",
    {
      config: {
        permission: { roles: [...readers], area: unitOfRecord(parts) },
        refusals: ["blind-keying", "record-unknown", "work-of-another"],
      },
      schema: {
        tags: ["records"],
        summary: "Một trường hợp / One record",
        params: RecordParams,
        response: { 200: RecordShape },
      },
    },
    async (request, reply) => {
      const record = await parts.records.find(request.params.recordId);
      if (!record || record.status === "unheard") throw new CommandRejected("record-unknown");
      await requireMayRead(parts, request, record.batchId);
      await logReadingOf(request, parts.http, commands, [record], "keying");
      reply.header("etag", `"${record.revision}"`);
      return toShape(record);
    },
  );

  app.post(
    "/records/:recordId/correct",
    {
      config: {
        permission: { roles: ["clerk"], area: unitOfRecord(parts) },
        refusals: [
          "batch-already-submitted",
          "batch-assigned-to-another",
          "batch-lease-expired",
          "batch-locked",
          "batch-not-assigned",
          "batch-unknown",
          "field-not-correctable",
          "field-unknown",
          "first-keying-finished",
          "nothing-changed",
          "record-not-in-batch",
          "record-unknown",
          "record-voided",
          "value-not-storable",
          "warning-not-accepted",
        ],
      },
      schema: {
        tags: ["records"],
        summary: "Sửa trước khi nộp / Correct before submission",
        headers: CommandHeaders,
        params: RecordParams,
        body: z.strictObject({
          changes: KeyedFields.describe("New values; an empty text takes the field away."),
          reason: Reason,
          accepted: Accepted.optional(),
        }),
        response: { 200: RecordWritten },
      },
    },
    async (request, reply) => {
      const { recordId } = request.params;
      const { changes, reason, accepted = [] } = request.body;
      const context = commandContext(request, parts.http);
      const { batchId, recordType } = await getRecord(parts, recordId);
      const values = readKeyedFields(recordType, changes);
      const command = {
        type: "CorrectRecord",
        changes: Object.keys(changes).map((field) => ({ field, after: values[field] })),
        reason,
        accepted,
      } as const;
      const handled = await parts.gate.keying(batchId, async () => {
        const keying = await keyingIn(batchId, context.actor.account, context.at);
        return commands.handle(recordDecider, recordId, { ...command, keying }, context);
      });
      return sendWritten(reply, handled, { recordId });
    },
  );

  app.post(
    "/records/:recordId/void",
    {
      config: {
        permission: { roles: ["clerk"], area: unitOfRecord(parts) },
        refusals: [
          "batch-already-submitted",
          "batch-assigned-to-another",
          "batch-lease-expired",
          "batch-locked",
          "batch-not-assigned",
          "batch-unknown",
          "first-keying-finished",
          "record-unknown",
          "record-voided",
        ],
      },
      schema: {
        tags: ["records"],
        summary: "Hủy trường hợp nhập nhầm / Void a record keyed by mistake",
        headers: CommandHeaders,
        params: RecordParams,
        body: z.strictObject({ reason: Reason }),
        response: { 200: RecordWritten },
      },
    },
    async (request, reply) => {
      const { recordId } = request.params;
      const context = commandContext(request, parts.http);
      const { batchId } = await getRecord(parts, recordId);
      const handled = await parts.gate.keying(batchId, async () => {
        const keying = await keyingIn(batchId, context.actor.account, context.at);
        const command = { type: "VoidRecord", reason: request.body.reason, keying } as const;
        return commands.handle(recordDecider, recordId, command, context);
      });
      return sendWritten(reply, handled, { recordId });
    },
  );

  app.post(
    "/records/:recordId/annotate",
    {
      config: {
        permission: { roles: ["data-manager"], area: unitOfRecord(parts) },
        refusals: [
          "field-not-correctable",
          "field-unknown",
          "nothing-changed",
          "record-unknown",
          "record-voided",
          "value-not-storable",
        ],
      },
      schema: {
        tags: ["records"],
        summary: "Ghi chú theo quyết định / Annotate by a decision",
        headers: CommandHeaders,
        params: RecordParams,
        body: z.strictObject({
          text: z.string().trim().min(3).max(1_000),
          decision: z.strictObject({
            number: z.string().trim().min(1).max(100),
            day: z.iso.date(),
            issuedBy: z.string().trim().min(2).max(255),
          }),
        }),
        response: { 200: RecordWritten },
      },
    },
    async (request, reply) => {
      const { recordId } = request.params;
      const command = { type: "AnnotateRecord", ...request.body } as const;
      const handled = await commands.handle(
        recordDecider,
        recordId,
        command,
        commandContext(request, parts.http),
      );
      return sendWritten(reply, handled, { recordId });
    },
  );
};
