import { areaOf, type Directory } from "@sogoc/access";
import { type CommandHandler, vietnamDay } from "@sogoc/core";
import { BatchPolicy } from "@sogoc/events";
import {
  areaOfRequest,
  Cursor,
  commandRoute,
  type HttpPorts,
  Id,
  inShape,
  type OfRequest,
  pageShape,
  principalOf,
  QueryFlag,
  Reason,
  type ServiceApp,
  tagged,
  toPage,
  unitOf,
} from "@sogoc/http";
import { z } from "zod";
import type { BatchReader } from "../read-models/batches.ts";
import type { RecordReader } from "../read-models/records.ts";
import type { UploadReader } from "../read-models/uploads.ts";
import type { BatchGate } from "../steps/create-batch-gate.ts";
import { findWhyKeyerAway } from "../steps/find-why-keyer-away.ts";
import type { Batch } from "../steps/load-batch.ts";
import type { ReadModelFreshness } from "../steps/require-read-models-current.ts";
import { assignBatch, assignBatchRefusals } from "../use-cases/assign-batch.ts";
import { endStage, endStageRefusals } from "../use-cases/end-stage.ts";
import { getBatch } from "../use-cases/get-batch.ts";
import { listBarredKeyers } from "../use-cases/list-barred-keyers.ts";
import { listBatches } from "../use-cases/list-batches.ts";
import { openBatch, openBatchRefusals } from "../use-cases/open-batch.ts";
import { takeBackBatch, takeBackBatchRefusals } from "../use-cases/take-back-batch.ts";
import { withdrawBatch, withdrawBatchRefusals } from "../use-cases/withdraw-batch.ts";
import { batchInPath, bookInBody, unitOfBatch } from "./named-in-request.ts";
import { BatchShape } from "./shapes.ts";

const BatchWritten = z.object({ batchId: z.string() });
const BatchParams = z.object({ batchId: Id });
const batchManagers = ["book-keeper", "unit-admin"] as const;
/** People with these roles see every batch of their units; clerks see their own batches. */
const overseers = [...batchManagers, "checker", "acceptor"] as const;
const rolesThatRead = ["clerk", ...overseers] as const;

/**
 * Contracts allow fewer wrong fields than one in ten; a higher limit would let anything through.
 */
const ErrorLimit = z.number().min(0).max(0.1);

const NewBatch = z.strictObject({
  bookId: Id,
  from: z.int().min(1).max(9_999).optional(),
  to: z.int().min(1).max(9_999).optional(),
  secondCases: z
    .literal(true)
    .optional()
    .describe("Only second cases of these numbers, as 3b, where the batches of the first ones are locked."),
  policy: BatchPolicy.partial().extend({ errorLimit: ErrorLimit.optional() }).optional(),
});

interface BatchRoutesDependencies {
  readonly http: HttpPorts;
  readonly commands: CommandHandler;
  readonly directory: Directory;
  readonly gate: BatchGate;
  readonly batches: BatchReader;
  readonly records: RecordReader;
  readonly uploads: UploadReader;
  readonly freshnessOfAll: ReadModelFreshness;
}

interface BatchInPathDependencies extends BatchRoutesDependencies {
  readonly loadBatchInPath: OfRequest<Batch>;
}

const opening = (app: ServiceApp, dependencies: BatchRoutesDependencies): void => {
  const { http, commands } = dependencies;
  const loadBookInBody = bookInBody(commands);
  commandRoute(app, http, "/batches", {
    permission: { roles: batchManagers, startsWork: true, area: unitOf(loadBookInBody) },
    refusals: openBatchRefusals,
    tag: "batches",
    summary:
      "Mở lô / Open a batch; numbers of a locked batch without a case, and second cases of those that have one, go into a supplementary one",
    body: NewBatch,
    answer: BatchWritten,
    status: 201,
    run: async ({ body: { bookId: _, ...body }, request }, context) =>
      openBatch(dependencies, await loadBookInBody(request), body, context),
  });
};

const assigning = (app: ServiceApp, dependencies: BatchInPathDependencies): void => {
  const { http, loadBatchInPath } = dependencies;
  const permission = { roles: batchManagers, area: unitOfBatch(loadBatchInPath) };
  commandRoute(app, http, "/batches/:batchId/assign", {
    permission: { roles: batchManagers, startsWork: true, area: unitOfBatch(loadBatchInPath) },
    needsIfMatch: true,
    refusals: assignBatchRefusals,
    tag: "batches",
    summary: "Giao lô / Assign a batch",
    params: BatchParams,
    body: z.strictObject({ accountId: Id }),
    answer: BatchWritten,
    run: async ({ body, request }, context) =>
      assignBatch(dependencies, await loadBatchInPath(request), body.accountId, context),
  });
  commandRoute(app, http, "/batches/:batchId/take-back", {
    permission,
    needsIfMatch: true,
    refusals: takeBackBatchRefusals,
    tag: "batches",
    summary: "Thu hồi lô / Take a batch back",
    params: BatchParams,
    body: z.strictObject({ reason: Reason }),
    answer: BatchWritten,
    run: ({ params, body }, context) =>
      takeBackBatch(dependencies.commands, params.batchId, body.reason, context),
  });
};

const withdrawing = (app: ServiceApp, dependencies: BatchInPathDependencies): void => {
  const { http, directory, loadBatchInPath } = dependencies;
  commandRoute(app, http, "/batches/:batchId/withdraw", {
    permission: { roles: batchManagers, area: unitOfBatch(loadBatchInPath) },
    needsIfMatch: true,
    refusals: withdrawBatchRefusals,
    tag: "batches",
    summary:
      "Rút lô mở nhầm, chưa có trường hợp nào / Withdraw a batch opened by mistake, in which no case is entered",
    params: BatchParams,
    body: z.strictObject({ reason: Reason }),
    answer: BatchWritten,
    run: async ({ params, body, request }, context) => {
      const { unitId } = (await loadBatchInPath(request)).opened;
      const day = vietnamDay(http.clock.now());
      const administered = areaOf(principalOf(request), ["unit-admin"], day, directory.tree());
      const asked = { reason: body.reason, administers: administered.includes(unitId) };
      return withdrawBatch(dependencies, params.batchId, asked, context);
    },
  });
};

const submitting = (app: ServiceApp, dependencies: BatchInPathDependencies): void => {
  commandRoute(app, dependencies.http, "/batches/:batchId/submit", {
    permission: { roles: ["clerk"], area: unitOfBatch(dependencies.loadBatchInPath) },
    refusals: endStageRefusals,
    tag: "batches",
    summary: "Nộp lô, hoặc xong một lần nhập / Submit a batch, or finish one keying of it",
    params: BatchParams,
    answer: BatchWritten.extend({ records: z.int() }),
    run: ({ params }, context) => endStage(dependencies, params.batchId, "keyer", context),
  });
};

const batchesOfArea = (app: ServiceApp, dependencies: BatchRoutesDependencies): void => {
  app.get(
    "/batches",
    {
      config: { permission: { roles: rolesThatRead, area: "narrowed-by-query" } },
      schema: {
        tags: ["batches"],
        summary: "Các lô: của tôi hoặc của địa bàn / Batches: mine or the area's",
        querystring: Cursor.extend({
          mine: QueryFlag.optional(),
          status: BatchShape.shape.status.optional(),
          at: z
            .enum(["work", "rest"])
            .optional()
            .describe(
              "At work: can be keyed in, oldest first. At rest: nobody keys in it: in arbitration, submitted, locked or withdrawn; newest first.",
            ),
          bookId: Id.optional(),
        }),
        response: { 200: pageShape(BatchShape) },
      },
    },
    async (request) => {
      const { mine = false, status, at, bookId, limit, after } = request.query;
      const { http, directory } = dependencies;
      const principal = principalOf(request);
      const day = vietnamDay(http.clock.now());
      const unitIds = mine ? [] : areaOf(principal, overseers, day, directory.tree());
      const overseen = new Set(unitIds);
      const unitIdsOfOwnBatches = areaOfRequest(request, http).filter((unitId) => !overseen.has(unitId));
      const { account: accountId } = principal;
      const asked = { unitIds, unitIdsOfOwnBatches, accountId, bookId, status, at, limit, after };
      const page = await listBatches(dependencies, asked);
      const barred = await listBarredKeyers(dependencies, page.items);
      return toPage(page, (item) => {
        const keyerAway = findWhyKeyerAway(directory, item, day);
        return inShape(BatchShape, { ...item, barred: barred.get(item.id), keyerAway });
      });
    },
  );
};

const oneBatch = (app: ServiceApp, dependencies: BatchInPathDependencies): void => {
  app.get(
    "/batches/:batchId",
    {
      config: {
        permission: { roles: rolesThatRead, area: unitOfBatch(dependencies.loadBatchInPath) },
        refusals: ["batch-unknown"],
      },
      schema: {
        tags: ["batches"],
        summary: "Một lô / One batch",
        params: BatchParams,
        response: { 200: BatchShape },
      },
    },
    async (request, reply) => {
      const { http, directory } = dependencies;
      const batch = await getBatch(dependencies, request.params.batchId);
      const keyerAway = findWhyKeyerAway(directory, batch, vietnamDay(http.clock.now()));
      return tagged(reply, inShape(BatchShape, { ...batch, barred: undefined, keyerAway }));
    },
  );
};

/** Batches: opened, assigned, taken back, withdrawn, submitted, shown. */
export const batchRoutes = (app: ServiceApp, dependencies: BatchRoutesDependencies): void => {
  const { http, commands, directory, gate, batches, records, uploads, freshnessOfAll } = dependencies;
  const loadBatchInPath = batchInPath(dependencies);
  const inPath = {
    http,
    commands,
    directory,
    gate,
    batches,
    records,
    uploads,
    freshnessOfAll,
    loadBatchInPath,
  };
  opening(app, dependencies);
  assigning(app, inPath);
  withdrawing(app, inPath);
  submitting(app, inPath);
  batchesOfArea(app, dependencies);
  oneBatch(app, inPath);
};
