import { CommandRejected } from "@sogoc/core";
import { AcceptanceFigures, FieldValue, Mark } from "@sogoc/events";
import {
  areaOfRequest,
  CommandHeaders,
  commandContext,
  type HttpPorts,
  logReadingOf,
  type ServiceApp,
  sendWritten,
  Written,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type ReviewCommand, reviewDecider } from "../domain/review.ts";
import type { ReviewView } from "../read-models/reviews.ts";
import { findingsOfBatch, getOpenedReview, type ReviewParts, recordsOfBatch } from "../review-parts.ts";

const Id = z.string().min(1).max(80);
const ReviewParams = z.object({ reviewId: Id });
const RecordParams = ReviewParams.extend({ recordId: Id });
const ReviewWritten = Written.extend({ reviewId: z.string() });
const roles: ("checker" | "acceptor")[] = ["checker", "acceptor"];

const ReviewShape = z.object({
  id: z.string(),
  batchId: z.string(),
  bookId: z.string(),
  unitId: z.string(),
  recordType: z.string(),
  bookNumber: z.string().optional(),
  office: z.string().optional().describe("Where the book was kept, as its cover says."),
  keyedBy: z.array(z.string()).describe("Names of those who keyed it and cannot check it."),
  round: z.int(),
  lotId: z.string().optional().describe("The lot whose verdict closes this; its own is not asked for."),
  fixesOnly: z
    .literal(true)
    .optional()
    .describe("Only what was marked wrong in an accepted lot is looked at."),
  status: z.enum(["open", "returned", "accepted"]),
  population: z.int(),
  seed: z.string(),
  sample: z.array(
    z.object({ recordId: z.string(), checked: z.boolean(), marks: z.array(Mark), by: z.string().optional() }),
  ),
  errorLimit: z.number(),
  rules: z.object({ errors: z.int(), warnings: z.int(), infos: z.int() }),
  figures: AcceptanceFigures.optional(),
  decidedBy: z.string().optional(),
  decidedAt: z.string().optional(),
  reason: z.string().optional(),
  openedAt: z.string(),
  revision: z.int(),
});

const SampledRecord = z.object({
  id: z.string(),
  number: z.string(),
  bookNumber: z.string(),
  recordType: z.string(),
  fields: z.record(z.string(), FieldValue),
  scanId: z.string().optional(),
  revision: z.int(),
  marks: z.array(Mark),
  checked: z.boolean(),
});

const FindingShape = z.object({
  rule: z.string(),
  severity: z.enum(["error", "warning", "info"]),
  fields: z.array(z.string()),
  records: z.array(z.string()),
  messageVi: z.string(),
  messageEn: z.string(),
});

interface Around {
  readonly book: { readonly bookNumber: string; readonly office: string } | undefined;
  readonly nameOf: (account: string) => string | undefined;
}

const toShape = (review: ReviewView, { book, nameOf }: Around): z.infer<typeof ReviewShape> =>
  ReviewShape.parse({
    ...review,
    ...(book && { bookNumber: book.bookNumber, office: book.office }),
    keyedBy: review.keyers.map((account) => nameOf(account) ?? account),
    sample: review.sample.map((recordId) => {
      const check = review.checks[recordId];
      return { recordId, checked: check !== undefined, marks: check?.marks ?? [], by: check?.by };
    }),
  });

export const reviewRoutes = (app: ServiceApp, parts: ReviewParts): void => {
  const { commands } = parts.runtime;
  const http: HttpPorts = parts.http;

  const nameOf = (account: string) => http.directory.displayName(account);

  const unitOfReview = async (request: FastifyRequest) =>
    (await getOpenedReview(parts, (request.params as { reviewId: string }).reviewId)).opened.unitId;

  const send = (request: FastifyRequest, reviewId: string, command: ReviewCommand) =>
    commands.handle(reviewDecider, reviewId, command, commandContext(request, http));

  const getReview = async (reviewId: string): Promise<ReviewView> => {
    const review = await parts.reviews.find(reviewId);
    if (!review) throw new CommandRejected("review-unknown");
    return review;
  };

  app.get(
    "/reviews",
    {
      config: { permission: { roles: [...roles, "unit-admin", "auditor"], area: "narrowed-by-query" } },
      schema: {
        tags: ["reviews"],
        summary: "Các lần kiểm tra / Reviews of the area",
        querystring: z.object({
          status: z.enum(["open", "returned", "accepted"]).optional(),
          batchId: Id.optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
          after: z.string().max(500).optional(),
        }),
        response: { 200: z.object({ items: z.array(ReviewShape), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { status, batchId, limit, after } = request.query;
      const page = await parts.reviews.query({
        where: {
          unitId: { in: areaOfRequest(request, http) },
          status,
          batchId,
        },
        orderBy: [{ column: "openedAt", descending: true }],
        limit,
        after,
      });
      const books = await parts.books.findMany([...new Set(page.items.map(({ bookId }) => bookId))]);
      return {
        ...page,
        items: page.items.map((one) => toShape(one, { book: books.get(one.bookId), nameOf })),
      };
    },
  );

  app.get(
    "/reviews/:reviewId",
    {
      config: {
        permission: { roles: [...roles, "unit-admin", "auditor"], area: unitOfReview },
        refusals: ["review-unknown"],
      },
      schema: {
        tags: ["reviews"],
        summary: "Một lần kiểm tra / One review",
        params: ReviewParams,
        response: { 200: ReviewShape },
      },
    },
    async (request, reply) => {
      const review = await getReview(request.params.reviewId);
      reply.header("etag", `"${review.revision}"`);
      return toShape(review, { book: await parts.books.find(review.bookId), nameOf });
    },
  );

  app.get(
    "/reviews/:reviewId/findings",
    {
      config: { permission: { roles, area: unitOfReview }, refusals: ["review-unknown"] },
      schema: {
        tags: ["reviews"],
        summary: "Các phát hiện của quy tắc / What the rules found, errors first",
        params: ReviewParams,
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(200) }),
        response: { 200: z.object({ total: z.int(), findings: z.array(FindingShape) }) },
      },
    },
    async (request) => {
      const { opened } = await getOpenedReview(parts, request.params.reviewId);
      const order = ["error", "warning", "info"];
      const findings = [...findingsOfBatch(await recordsOfBatch(parts.records, opened.batchId))].sort(
        (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity),
      );
      const shown = findings.slice(0, request.query.limit);
      // A finding quotes what stands in the records it is about.
      const about = [...new Set(shown.flatMap(({ records }) => records))].map((id) => ({ id }));
      await logReadingOf(request, http, commands, about, "checking");
      return { total: findings.length, findings: shown.map((finding) => FindingShape.parse(finding)) };
    },
  );

  app.get(
    "/reviews/:reviewId/records/:recordId",
    {
      config: {
        permission: { roles, area: unitOfReview },
        refusals: ["record-not-in-sample", "record-unknown", "review-unknown"],
      },
      schema: {
        tags: ["reviews"],
        summary: "Một trường hợp của mẫu / A record of the sample",
        params: RecordParams,
        response: { 200: SampledRecord },
      },
    },
    async (request) => {
      const { reviewId, recordId } = request.params;
      const { opened, state } = await getOpenedReview(parts, reviewId);
      const record = await parts.records.find(recordId);
      if (!record || !opened.sample.includes(recordId)) throw new CommandRejected("record-not-in-sample");
      await logReadingOf(request, http, commands, [record], "checking");
      const check = state.checks.get(recordId);
      return SampledRecord.parse({ ...record, marks: check?.marks ?? [], checked: check !== undefined });
    },
  );

  app.post(
    "/reviews/:reviewId/records/:recordId/check",
    {
      config: {
        permission: { roles: ["checker"], area: unitOfReview },
        refusals: [
          "arbitrated-by-yourself",
          "keyed-by-yourself",
          "record-not-in-sample",
          "record-unknown",
          "review-closed",
          "review-unknown",
        ],
      },
      schema: {
        tags: ["reviews"],
        summary: "Kiểm tra một trường hợp / Check a record; no marks means it is right",
        headers: CommandHeaders,
        params: RecordParams,
        body: z.strictObject({
          recordRevision: z.int().min(0),
          marks: z.array(Mark.extend({ reason: z.string().trim().min(2).max(500) })).max(120),
        }),
        response: { 200: ReviewWritten },
      },
    },
    async (request, reply) => {
      const { reviewId, recordId } = request.params;
      const { recordRevision, marks } = request.body;
      const record = await parts.records.find(recordId);
      if (!record) throw new CommandRejected("record-not-in-sample");
      if (record.revision !== recordRevision)
        throw new CommandRejected("revision-conflict", { actual: record.revision });
      const handled = await send(request, reviewId, {
        type: "CheckRecord",
        recordId,
        recordRevision,
        marks,
        fieldsChecked: Object.keys(record.fields).length,
        accountId: commandContext(request, http).actor.account,
      });
      return sendWritten(reply, handled, { reviewId });
    },
  );

  app.post(
    "/reviews/:reviewId/return",
    {
      config: {
        permission: { roles: ["acceptor"], area: unitOfReview },
        refusals: [
          "arbitrated-by-yourself",
          "checked-by-yourself",
          "decided-by-lot",
          "keyed-by-yourself",
          "marks-required",
          "review-closed",
          "review-unknown",
          "sample-not-checked",
        ],
      },
      schema: {
        tags: ["reviews"],
        summary: "Trả lại lô / Return the batch with its marks",
        headers: CommandHeaders,
        params: ReviewParams,
        body: z.strictObject({ reason: z.string().trim().min(3).max(500) }),
        response: { 200: ReviewWritten },
      },
    },
    async (request, reply) => {
      const { reviewId } = request.params;
      const accountId = commandContext(request, http).actor.account;
      const handled = await send(request, reviewId, { type: "ReturnBatch", ...request.body, accountId });
      return sendWritten(reply, handled, { reviewId });
    },
  );

  app.post(
    "/reviews/:reviewId/accept",
    {
      config: {
        permission: { roles: ["acceptor"], area: unitOfReview },
        refusals: [
          "arbitrated-by-yourself",
          "checked-by-yourself",
          "decided-by-lot",
          "error-limit-exceeded",
          "keyed-by-yourself",
          "review-closed",
          "review-unknown",
          "sample-not-checked",
        ],
      },
      schema: {
        tags: ["reviews"],
        summary: "Nghiệm thu lô / Accept the batch",
        headers: CommandHeaders,
        params: ReviewParams,
        body: z.strictObject({ note: z.string().trim().max(500).optional() }),
        response: { 200: ReviewWritten },
      },
    },
    async (request, reply) => {
      const { reviewId } = request.params;
      const accountId = commandContext(request, http).actor.account;
      const handled = await send(request, reviewId, { type: "AcceptBatch", ...request.body, accountId });
      return sendWritten(reply, handled, { reviewId });
    },
  );
};
