import { CommandRejected, type RecordedEvent, verifyStream } from "@sogoc/core";
import { EventEnvelope } from "@sogoc/events";
import { logReadingOf, type ServiceApp } from "@sogoc/http";
import { z } from "zod";
import { unitNameOf } from "../figures/scope.ts";
import { currentEvents, type RecordAt, recordAt } from "../history/record-at.ts";
import { storyOf } from "../history/story.ts";
import { getRecordRow, type ReportingParts } from "../reporting-parts.ts";
import { unitOfRecord } from "./areas.ts";
import { requireSighted } from "./blind-keying.ts";
import { recordReaders } from "./roles.ts";
import { Id, Moment, StoryLine, WholeRecord } from "./shapes.ts";

const RecordParams = z.object({ recordId: Id });

/** When the record's batch was accepted, as far as that lies before the moment asked for. */
const findAcceptance = async (parts: ReportingParts, batchId: string, asOf: string | undefined) => {
  const batch = await parts.batches.find(batchId);
  const accepted = Object.values(batch?.reviews ?? {}).find(({ status }) => status === "accepted");
  if (!accepted) return null;
  return asOf === undefined || Date.parse(accepted.since) <= Date.parse(asOf) ? accepted.since : null;
};

const toShape = async (parts: ReportingParts, record: RecordAt, asOf: string | undefined) => {
  const acceptedAt = record.status === "voided" ? null : await findAcceptance(parts, record.batchId, asOf);
  return WholeRecord.parse({
    ...record,
    unitName: unitNameOf(parts, record.unitId, asOf === undefined ? undefined : new Date(asOf)),
    keyedBy: {
      account: record.keyedBy,
      name: parts.http.directory.displayName(record.keyedBy) ?? record.keyedBy,
    },
    status: acceptedAt === null ? record.status : "accepted",
    acceptedAt,
    asOf: asOf ?? null,
  });
};

/**
 * What a printed hash is laid beside, by everybody who may read the record; the events themselves
 * are the auditor's.
 */
const Proof = z.object({
  intact: z.boolean().describe("Every event of the record's stream carries the hash of the one before it."),
  hashes: z
    .array(z.object({ revision: z.int(), at: z.string(), hash: z.string() }))
    .describe("Of each event of the record's stream, the last one last."),
});

const proofOf = (events: readonly RecordedEvent[]): z.infer<typeof Proof> => ({
  intact: verifyStream(events) === undefined,
  hashes: events.map(({ revision, metadata: { at, hash } }) => ({ revision, at, hash })),
});

export const recordRoutes = (app: ServiceApp, parts: ReportingParts): void => {
  const { commands } = parts.runtime;
  const readStream = (recordId: string) => parts.ports.store.readStream(`record-${recordId}`);

  app.get(
    "/records/:recordId",
    {
      config: {
        permission: { roles: [...recordReaders], area: unitOfRecord(parts) },
        refusals: ["blind-keying", "record-unknown"],
      },
      schema: {
        tags: ["records"],
        summary: "Một trường hợp, nay hoặc tại một thời điểm / A record as it stands or as of a past moment",
        params: RecordParams,
        querystring: z.object({ asOf: Moment.optional() }),
        response: { 200: WholeRecord },
      },
    },
    async (request, reply) => {
      const { recordId } = request.params;
      const { asOf } = request.query;
      const record = recordAt(currentEvents(await readStream(recordId)), { at: asOf });
      if (!record) throw new CommandRejected("record-unknown");
      await requireSighted(parts, request, record.batchId);
      await logReadingOf(request, parts.http, commands, [record], "look-up");
      reply.header("etag", `"${record.revision}"`);
      return toShape(parts, record, asOf);
    },
  );

  app.get(
    "/records/:recordId/history",
    {
      config: {
        permission: { roles: [...recordReaders], area: unitOfRecord(parts) },
        refusals: ["blind-keying", "record-unknown"],
      },
      schema: {
        tags: ["records"],
        summary: "Lịch sử của trường hợp / The record's history as a story, oldest first",
        params: RecordParams,
        response: { 200: z.object({ recordId: z.string(), items: z.array(StoryLine), proof: Proof }) },
      },
    },
    async (request) => {
      const record = await getRecordRow(parts, request.params.recordId);
      await requireSighted(parts, request, record.batchId);
      await logReadingOf(request, parts.http, commands, [record], "history");
      const items = (await storyOf(parts, record)).map((line) => StoryLine.parse(line));
      return { recordId: record.id, items, proof: proofOf(await readStream(record.id)) };
    },
  );

  app.get(
    "/records/:recordId/events",
    {
      config: {
        permission: { roles: ["auditor"], area: unitOfRecord(parts) },
        refusals: ["blind-keying", "record-unknown"],
      },
      schema: {
        tags: ["records"],
        summary: "Chuỗi sự kiện có mã băm / The stored events with their hashes, to be verified anywhere",
        params: RecordParams,
        response: { 200: z.object({ stream: z.string(), events: z.array(EventEnvelope) }) },
      },
    },
    async (request) => {
      const { recordId } = request.params;
      await requireSighted(parts, request, (await getRecordRow(parts, recordId)).batchId);
      await logReadingOf(request, parts.http, commands, [{ id: recordId }], "proof");
      // As stored: an upcast would change what the hash was taken of.
      const events = (await readStream(recordId)).map((event) => EventEnvelope.parse(event));
      return { stream: `record-${recordId}`, events };
    },
  );
};
