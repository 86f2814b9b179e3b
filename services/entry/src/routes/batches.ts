import { findRefusal, type Principal } from "@sogoc/access";
import { CommandRejected, uuidFrom } from "@sogoc/core";
import { BatchPolicy } from "@sogoc/events";
import {
  areaOfRequest,
  CommandHeaders,
  commandContext,
  localDay,
  principalOf,
  QueryFlag,
  type ServiceApp,
  sendWritten,
  Written,
} from "@sogoc/http";
import { z } from "zod";
import { batchDecider } from "../domain/batch.ts";
import { defaultPolicy } from "../domain/batch-policy.ts";
import { bookDecider } from "../domain/book.ts";
import { type EntryParts, followUp, getBatch, getBook } from "../entry-parts.ts";
import type { BatchView } from "../read-models/batches.ts";
import { unitOfBatch, unitOfBookInBody } from "./areas.ts";
import { finishStage } from "./finish-stage.ts";
import { firstReaders } from "./first-keying.ts";
import { BatchShape, Cursor, Id, Reason } from "./shapes.ts";
import { withStandingMarks } from "./standing-marks.ts";

const BatchWritten = Written.extend({ batchId: z.string() });
const BatchParams = z.object({ batchId: Id });

const Policy = BatchPolicy.partial();

const stagesAt = {
  work: ["open", "second-keying"],
  rest: ["arbitration", "submitted", "locked"],
} as const satisfies Readonly<Record<string, readonly BatchView["status"][]>>;

export const batchRoutes = (app: ServiceApp, parts: EntryParts): void => {
  const { commands, directory } = parts.runtime;
  const dealers: ("book-keeper" | "unit-admin")[] = ["book-keeper", "unit-admin"];

  app.post(
    "/batches",
    {
      config: {
        permission: { roles: dealers, area: unitOfBookInBody(parts) },
        refusals: ["batch-overlaps", "book-unknown"],
      },
      schema: {
        tags: ["batches"],
        summary: "Mở lô / Open a batch",
        headers: CommandHeaders,
        body: z.strictObject({
          bookId: Id,
          from: z.int().min(1).max(9_999).optional(),
          to: z.int().min(1).max(9_999).optional(),
          policy: Policy.optional(),
        }),
        response: { 201: BatchWritten },
      },
    },
    async (request, reply) => {
      const { bookId, from, to, policy } = request.body;
      const book = await getBook(parts, bookId);
      const context = commandContext(request, parts.http);
      const batchId = uuidFrom("batch", bookId, context.commandId);
      const allot = { type: "AllotNumbers", bookId, batchId, from, to } as const;
      await commands.handle(bookDecider, bookId, allot, context);
      const { unitId, recordType, bookNumber } = book;
      const data = {
        batchId,
        bookId,
        unitId,
        recordType,
        bookNumber,
        from,
        to,
        policy: withDefaults(policy),
      };
      const handled = await commands.handle(
        batchDecider,
        batchId,
        { type: "OpenBatch", data },
        followUp(context, "open"),
      );
      return sendWritten(reply, handled, { batchId }, 201);
    },
  );

  app.post(
    "/batches/:batchId/assign",
    {
      config: {
        permission: { roles: dealers, area: unitOfBatch(parts) },
        refusals: [
          "account-unknown",
          "batch-assigned-to-another",
          "batch-not-open",
          "batch-unknown",
          "keyed-by-yourself",
          "reads-records",
        ],
      },
      schema: {
        tags: ["batches"],
        summary: "Giao lô / Assign a batch",
        headers: CommandHeaders,
        params: BatchParams,
        body: z.strictObject({ accountId: Id }),
        response: { 200: BatchWritten },
      },
    },
    async (request, reply) => {
      const { batchId } = request.params;
      const { accountId } = request.body;
      const displayName = directory.displayName(accountId);
      if (displayName === undefined) throw new CommandRejected("account-unknown");
      if (directory.isSuspended(accountId)) throw new CommandRejected("account-suspended");
      const context = commandContext(request, parts.http);
      const now = context.at.toISOString();
      const { state, opened } = await getBatch(parts, batchId);
      const day = localDay(context.at);
      // Who may look at the first keying could not key a second time without knowing it.
      if (
        state.status === "second-keying" &&
        directory.holdsRole(accountId, firstReaders, opened.unitId, day)
      ) {
        throw new CommandRejected("reads-records");
      }
      const command = { type: "AssignBatch", batchId, accountId, displayName, now } as const;
      const handled = await commands.handle(batchDecider, batchId, command, context);
      return sendWritten(reply, handled, { batchId });
    },
  );

  app.post(
    "/batches/:batchId/take-back",
    {
      config: {
        permission: { roles: dealers, area: unitOfBatch(parts) },
        refusals: ["batch-not-assigned", "batch-not-open", "batch-unknown"],
      },
      schema: {
        tags: ["batches"],
        summary: "Thu hồi lô / Take a batch back",
        headers: CommandHeaders,
        params: BatchParams,
        body: z.strictObject({ reason: Reason }),
        response: { 200: BatchWritten },
      },
    },
    async (request, reply) => {
      const { batchId } = request.params;
      const command = { type: "TakeBackBatch", batchId, reason: request.body.reason } as const;
      const handled = await commands.handle(
        batchDecider,
        batchId,
        command,
        commandContext(request, parts.http),
      );
      return sendWritten(reply, handled, { batchId });
    },
  );

  app.post(
    "/batches/:batchId/submit",
    {
      config: {
        permission: { roles: ["clerk"], area: unitOfBatch(parts) },
        refusals: [
          "batch-already-submitted",
          "batch-assigned-to-another",
          "batch-empty",
          "batch-lease-expired",
          "batch-locked",
          "batch-not-assigned",
          "batch-unknown",
          "differences-open",
          "first-keying-finished",
          "first-keying-not-finished",
          "not-keyed-again",
        ],
      },
      schema: {
        tags: ["batches"],
        summary: "Nộp lô, hoặc xong một lần nhập / Submit a batch, or finish one keying of it",
        headers: CommandHeaders,
        params: BatchParams,
        response: { 200: BatchWritten.extend({ records: z.int() }) },
      },
    },
    async (request, reply) => {
      const { batchId } = request.params;
      const { handled, records } = await finishStage(parts, batchId, commandContext(request, parts.http));
      return sendWritten(reply, handled, { batchId, records });
    },
  );

  app.get(
    "/batches",
    {
      config: {
        permission: { roles: ["clerk", ...dealers, "checker", "acceptor"], area: "narrowed-by-query" },
      },
      schema: {
        tags: ["batches"],
        summary: "Các lô: của tôi hoặc của địa bàn / Batches: mine or the area's",
        querystring: Cursor.extend({
          mine: QueryFlag.optional(),
          status: BatchShape.shape.status.optional(),
          at: z
            .enum(["work", "rest"])
            .optional()
            .describe("At work: can be keyed in, oldest first. At rest: handed in or done, newest first."),
          bookId: Id.optional(),
        }),
        response: { 200: z.object({ items: z.array(BatchShape), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { limit, after, mine, status, at, bookId } = request.query;
      const onlyMine = mine ?? false;
      const principal = principalOf(request);
      const page = await parts.batches.query({
        where: {
          unitId: { in: areaOfRequest(request, parts.http) },
          assignedTo: onlyMine || !seesAll(parts, principal) ? principal.account : undefined,
          status: status ?? (at === undefined ? undefined : { in: stagesAt[at] }),
          bookId,
        },
        orderBy: [at === "rest" ? { column: "openedAt", descending: true } : { column: "openedAt" }],
        limit,
        after,
      });
      const items = await withStandingMarks(parts, page.items);
      return { ...page, items: items.map((item) => BatchShape.parse(item)) };
    },
  );

  app.get(
    "/batches/:batchId",
    {
      config: {
        permission: { roles: ["clerk", ...dealers, "checker", "acceptor"], area: unitOfBatch(parts) },
        refusals: ["batch-unknown"],
      },
      schema: {
        tags: ["batches"],
        summary: "Một lô / One batch",
        params: BatchParams,
        response: { 200: BatchShape },
      },
    },
    async (request) => {
      const batch = await parts.batches.find(request.params.batchId);
      if (!batch || batch.unitId === null) throw new CommandRejected("batch-unknown");
      const [shown] = await withStandingMarks(parts, [batch]);
      return BatchShape.parse(shown);
    },
  );
};

/** A clerk sees his own batches; who deals out or checks sees all of the area. */
const seesAll = (parts: EntryParts, principal: Principal): boolean =>
  findRefusal({
    principal,
    roles: ["book-keeper", "unit-admin", "checker", "acceptor"],
    day: localDay(parts.http.clock.now()),
    tree: parts.http.directory.tree(),
  }) === undefined;

const withDefaults = (policy: z.infer<typeof Policy> = {}): BatchPolicy => ({
  keying: policy.keying ?? defaultPolicy.keying,
  sampleShare: policy.sampleShare ?? defaultPolicy.sampleShare,
  sampleMinimum: policy.sampleMinimum ?? defaultPolicy.sampleMinimum,
  errorLimit: policy.errorLimit ?? defaultPolicy.errorLimit,
  leaseHours: policy.leaseHours ?? defaultPolicy.leaseHours,
  acceptance: policy.acceptance,
});
