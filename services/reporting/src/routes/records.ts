import { EventEnvelope } from "@sogoc/events";
import { Id, inShape, readingContext, type ServiceApp } from "@sogoc/http";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { lookUpRecord } from "../use-cases/look-up-record.ts";
import { showRecordEvents } from "../use-cases/show-record-events.ts";
import { tellRecordHistory } from "../use-cases/tell-record-history.ts";
import { unitOfRecord } from "./areas.ts";
import { rolesThatReadRecords } from "./roles.ts";
import { Moment, StoryLine, WholeRecord } from "./shapes.ts";

const RecordParams = z.object({ recordId: Id });

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

const lookUpRoute = (
  app: ServiceApp,
  dependencies: Dependencies<"batches" | "clock" | "commands" | "directory" | "http" | "records" | "store">,
): void => {
  app.get(
    "/records/:recordId",
    {
      config: {
        permission: { roles: [...rolesThatReadRecords], area: unitOfRecord(dependencies) },
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
      const record = await lookUpRecord(
        dependencies,
        { recordId, asOf },
        readingContext(request, dependencies.http),
      );
      reply.header("etag", `"${record.revision}"`);
      return inShape(WholeRecord, { ...record, accepted: record.answers });
    },
  );
};

const historyRoute = (
  app: ServiceApp,
  dependencies: Dependencies<
    "batches" | "commands" | "corrections" | "directory" | "http" | "records" | "store"
  >,
): void => {
  app.get(
    "/records/:recordId/history",
    {
      config: {
        permission: { roles: [...rolesThatReadRecords], area: unitOfRecord(dependencies) },
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
      const context = readingContext(request, dependencies.http);
      const { recordId, lines, proof } = await tellRecordHistory(
        dependencies,
        request.params.recordId,
        context,
      );
      return { recordId, items: lines.map((line) => inShape(StoryLine, line)), proof };
    },
  );
};

const eventsRoute = (
  app: ServiceApp,
  dependencies: Dependencies<"batches" | "commands" | "http" | "records" | "store">,
): void => {
  app.get(
    "/records/:recordId/events",
    {
      config: {
        permission: { roles: ["auditor"], area: unitOfRecord(dependencies) },
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
      const events = await showRecordEvents(
        dependencies,
        recordId,
        readingContext(request, dependencies.http),
      );
      return { stream: `record-${recordId}`, events: events.map((event) => inShape(EventEnvelope, event)) };
    },
  );
};

/** One record: as it is or was, its story, its events. */
export const recordRoutes = (
  app: ServiceApp,
  dependencies: Dependencies<
    "batches" | "clock" | "commands" | "corrections" | "directory" | "http" | "records" | "store"
  >,
): void => {
  lookUpRoute(app, dependencies);
  historyRoute(app, dependencies);
  eventsRoute(app, dependencies);
};
