import { CommandRejected } from "@sogoc/core";
import { FieldValue } from "@sogoc/events";
import {
  CommandHeaders,
  commandContext,
  logReadingOf,
  principalOf,
  type ServiceApp,
  sendWritten,
  Written,
} from "@sogoc/http";
import { comparedFields, differenceKind, getRecordType, KeyedValue } from "@sogoc/registers";
import { z } from "zod";
import { requireArbiter, requireSecondKeyer } from "../domain/batch.ts";
import { readKeyedFields } from "../domain/keyed-fields.ts";
import { recordDecider } from "../domain/record.ts";
import type { Keying } from "../domain/record-model.ts";
import { type EntryParts, followUp, getBatch } from "../entry-parts.ts";
import { unitOfBatch } from "./areas.ts";
import { finishStage } from "./finish-stage.ts";
import { getRecord } from "./get-record.ts";
import { Cursor, Id, KeyedFields } from "./shapes.ts";

const BatchParams = z.object({ batchId: Id });
const RecordParams = BatchParams.extend({ recordId: Id });

/**
 * A case as the second keyer sees it: its address and his own values. Nothing here comes from the
 * first keying.
 */
const CaseToKeyAgain = z.object({
  recordId: z.string(),
  number: z.string(),
  bookNumber: z.string(),
  scanId: z.string().optional(),
  keyedAgain: z.boolean(),
  fields: z.record(z.string(), FieldValue),
});

const Discrepancy = z.object({
  recordId: z.string(),
  number: z.string(),
  scanId: z.string().optional(),
  field: z.string(),
  kind: z.enum(["tones", "empty", "illegible", "other"]),
  first: FieldValue.optional(),
  second: FieldValue.optional(),
});

/**
 * Two people key the same cases, the second without seeing the first; a third decides where they
 * differ.
 */
export const secondKeyingRoutes = (app: ServiceApp, parts: EntryParts): void => {
  const { commands } = parts.runtime;

  const keyingIn = async (batchId: string, accountId: string, at: Date): Promise<Keying> => ({
    batch: (await getBatch(parts, batchId)).state,
    accountId,
    now: at.toISOString(),
  });

  const requireInBatch = async (recordId: string, batchId: string) => {
    const record = await getRecord(parts, recordId);
    if (record.batchId !== batchId) throw new CommandRejected("record-not-in-batch");
    return record;
  };

  app.get(
    "/batches/:batchId/second-keying",
    {
      config: {
        permission: { roles: ["clerk"], area: unitOfBatch(parts) },
        refusals: [
          "batch-assigned-to-another",
          "batch-lease-expired",
          "batch-locked",
          "batch-not-assigned",
          "batch-unknown",
          "first-keying-not-finished",
          "keyed-by-yourself",
        ],
      },
      schema: {
        tags: ["second-keying"],
        summary: "Việc nhập lần hai của tôi / What I key a second time, without the first keying",
        params: BatchParams,
        querystring: Cursor,
        response: {
          200: z.object({
            fields: z.array(z.string()),
            items: z.array(CaseToKeyAgain),
            next: z.string().optional(),
          }),
        },
      },
    },
    async (request) => {
      const { batchId } = request.params;
      const { limit, after } = request.query;
      const { account } = principalOf(request);
      const { state, opened } = await getBatch(parts, batchId);
      requireSecondKeyer(state, account, parts.http.clock.now().toISOString());
      const page = await parts.records.query({
        where: { batchId, status: "entered" },
        orderBy: [{ column: "sortNumber" }],
        limit,
        after,
      });
      const items = page.items.map(({ id, number, bookNumber, scanId, second }) => {
        const own = second?.keyedBy === account ? second.fields : undefined;
        const place = { recordId: id, number, bookNumber, scanId };
        return { ...place, keyedAgain: own !== undefined, fields: own ?? {} };
      });
      const fields = [...comparedFields(getRecordType(opened.recordType), opened.policy.keying)];
      return { fields, items, next: page.next };
    },
  );

  app.post(
    "/batches/:batchId/records/:recordId/key-again",
    {
      config: {
        permission: { roles: ["clerk"], area: unitOfBatch(parts) },
        refusals: [
          "batch-assigned-to-another",
          "batch-lease-expired",
          "batch-locked",
          "batch-not-assigned",
          "batch-unknown",
          "field-unknown",
          "first-keying-not-finished",
          "keyed-by-yourself",
          "record-not-in-batch",
          "record-unknown",
          "record-voided",
          "value-not-storable",
          "value-required",
        ],
      },
      schema: {
        tags: ["second-keying"],
        summary: "Nhập lần hai một trường hợp / Key a case a second time; says nothing of the first keying",
        headers: CommandHeaders,
        params: RecordParams,
        body: z.strictObject({ fields: KeyedFields }),
        response: { 200: Written.extend({ recordId: z.string() }) },
      },
    },
    async (request, reply) => {
      const { batchId, recordId } = request.params;
      const context = commandContext(request, parts.http);
      const { recordType } = await requireInBatch(recordId, batchId);
      const fields = readKeyedFields(recordType, request.body.fields);
      const handled = await parts.gate.keying(batchId, async () => {
        const keying = await keyingIn(batchId, context.actor.account, context.at);
        return commands.handle(recordDecider, recordId, { type: "KeyAgain", fields, keying }, context);
      });
      return sendWritten(reply, handled, { recordId });
    },
  );

  app.get(
    "/batches/:batchId/discrepancies",
    {
      config: {
        permission: { roles: ["checker"], area: unitOfBatch(parts) },
        refusals: ["batch-unknown", "keyed-by-yourself", "no-arbitration"],
      },
      schema: {
        tags: ["second-keying"],
        summary: "Các chỗ hai lần nhập khác nhau / Where two keyings differ and nobody has decided",
        params: BatchParams,
        querystring: Cursor,
        response: { 200: z.object({ items: z.array(Discrepancy), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { batchId } = request.params;
      const { limit, after } = request.query;
      requireArbiter((await getBatch(parts, batchId)).state, principalOf(request).account);
      const page = await parts.records.query({
        where: { batchId, status: "entered", differs: 1 },
        orderBy: [{ column: "sortNumber" }],
        limit,
        after,
      });
      await logReadingOf(request, parts.http, commands, page.items, "checking");
      const items = page.items.flatMap(({ id: recordId, number, scanId, fields, second }) =>
        (second?.open ?? []).map((field) => {
          const [a, b] = [fields[field], second?.fields[field]];
          return Discrepancy.parse({
            recordId,
            number,
            scanId,
            field,
            kind: differenceKind(a, b),
            first: a,
            second: b,
          });
        }),
      );
      return { items, next: page.next };
    },
  );

  app.post(
    "/batches/:batchId/discrepancies/resolve",
    {
      config: {
        permission: { roles: ["checker"], area: unitOfBatch(parts) },
        refusals: [
          "batch-unknown",
          "field-unknown",
          "keyed-by-yourself",
          "no-arbitration",
          "no-difference",
          "record-not-in-batch",
          "record-unknown",
          "value-not-storable",
          "value-required",
        ],
      },
      schema: {
        tags: ["second-keying"],
        summary:
          "Phân xử / Decide differences: first, second, or what the paper says; several of one kind at once",
        headers: CommandHeaders,
        params: BatchParams,
        body: z.strictObject({
          decisions: z
            .array(
              z.strictObject({
                recordId: Id,
                field: z.string().max(60),
                choice: z.enum(["first", "second", "neither"]),
                value: KeyedValue.optional().describe("What the paper says, where neither is right."),
              }),
            )
            .min(1)
            .max(200),
        }),
        response: { 200: Written.extend({ resolved: z.int() }) },
      },
    },
    async (request, reply) => {
      const { batchId } = request.params;
      const { decisions } = request.body;
      const context = commandContext(request, parts.http);
      const group = decisions.length > 1 ? context.commandId : undefined;
      // One event each, so that each field's history stands alone; sent again after an interruption
      // it goes on.
      const handled = await parts.gate.keying(batchId, async () => {
        const keying = await keyingIn(batchId, context.actor.account, context.at);
        let last: Awaited<ReturnType<typeof commands.handle>> | undefined;
        for (const { recordId, field, choice, value } of decisions) {
          const { recordType } = await requireInBatch(recordId, batchId);
          const fields = value && readKeyedFields(recordType, { [field]: value });
          last = await commands.handle(
            recordDecider,
            recordId,
            { type: "ResolveDiscrepancy", field, choice, value: fields?.[field], group, keying },
            followUp(context, `${recordId}/${field}`),
          );
        }
        return last;
      });
      if (!handled) throw new CommandRejected("invalid-request");
      return sendWritten(reply, handled, { resolved: decisions.length });
    },
  );

  app.post(
    "/batches/:batchId/finish-arbitration",
    {
      config: {
        permission: { roles: ["checker"], area: unitOfBatch(parts) },
        refusals: ["batch-unknown", "differences-open", "keyed-by-yourself", "no-arbitration"],
      },
      schema: {
        tags: ["second-keying"],
        summary: "Xong phân xử, nộp lô / All differences are decided: submit the batch",
        headers: CommandHeaders,
        params: BatchParams,
        response: { 200: Written.extend({ batchId: z.string(), records: z.int() }) },
      },
    },
    async (request, reply) => {
      const { batchId } = request.params;
      const context = commandContext(request, parts.http);
      requireArbiter((await getBatch(parts, batchId)).state, context.actor.account);
      const { handled, records } = await finishStage(parts, batchId, context);
      return sendWritten(reply, handled, { batchId, records });
    },
  );
};
