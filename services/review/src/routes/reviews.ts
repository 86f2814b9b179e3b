import { type Directory, nameOfAccount, type ReadingPurpose } from "@sogoc/access";
import type { CommandHandler, EventStore } from "@sogoc/core";
import { Mark } from "@sogoc/events";
import {
  actorOf,
  areaOfRequest,
  Cursor,
  commandRoute,
  type HttpPorts,
  Id,
  inShape,
  loadedOnce,
  logReadingOf,
  type OfRequest,
  PurposeQuery,
  pageShape,
  purposeOfRequest,
  Reason,
  type ServiceApp,
  textIn,
  toPage,
  unitOf,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { caseFindingKinds } from "../domain/rule-findings.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import { getVersionForReader } from "../steps/get-verdict-version.ts";
import type { BookReaders } from "../steps/judge-book.ts";
import { loadReview, type OpenedReview } from "../steps/load-review.ts";
import { acceptBatch, acceptBatchRefusals } from "../use-cases/accept-batch.ts";
import { checkRecord, checkRecordRefusals } from "../use-cases/check-record.ts";
import { getReview } from "../use-cases/get-review.ts";
import { getSampledRecord, sampledRecordRefusals } from "../use-cases/get-sampled-record.ts";
import { caseFindingsRefusals, listCaseFindings } from "../use-cases/list-case-findings.ts";
import { listFindings } from "../use-cases/list-findings.ts";
import { listReviews } from "../use-cases/list-reviews.ts";
import { listUnclearValues, unclearValuesRefusals } from "../use-cases/list-unclear-values.ts";
import { returnBatch, returnBatchRefusals } from "../use-cases/return-batch.ts";
import { showVerdictBasis, showVerdictBasisRefusals } from "../use-cases/show-verdict-basis.ts";
import { toBarredFromVerdict, toBarredInWords } from "./barred.ts";
import {
  CaseFindingShape,
  FindingShape,
  namedAccounts,
  namedPeople,
  ReviewShape,
  ReviewStanding,
  SampledRecord,
  toBatchLimits,
  toCaseFinding,
  toCheckCountsShape,
  toReviewShape,
  toSampledMark,
  UnclearValueShape,
  withNames,
} from "./review-shapes.ts";
import { Note, ReviewParams } from "./shapes.ts";

const RecordParams = ReviewParams.extend({ recordId: Id });
const ReviewWritten = z.object({ reviewId: z.string() });
const checkers = ["checker", "acceptor"] as const;
const rolesThatRead = [...checkers, "unit-admin", "auditor"] as const;

const Check = z.strictObject({
  recordRevision: z.int().min(0),
  marks: z.array(Mark.extend({ reason: z.string().trim().min(2).max(500) })).max(120),
  withdrawn: z
    .array(z.strictObject({ field: Mark.shape.field, reason: Reason }))
    .max(120)
    .optional()
    .describe(
      "Why the marks of other people, or of earlier rounds, in a field are taken away, or one's own of a critical error; without a reason they stay.",
    ),
});

const LaxerLimitsWord = z
  .literal(true)
  .optional()
  .describe("Says that it is accepted by the batch's own limits where the standing has them as `laxer`.");

interface ReviewRoutesDependencies extends BookReaders {
  readonly http: HttpPorts;
  readonly commands: CommandHandler;
  readonly directory: Directory;
  readonly reviews: ReviewReader;
  readonly store: Pick<EventStore, "readStream">;
}

interface ReviewInPathDependencies extends ReviewRoutesDependencies {
  /** The review that the path names. */
  readonly loadReviewInPath: OfRequest<OpenedReview>;
}

const unitOfReview = (loadReviewInPath: OfRequest<OpenedReview>): OfRequest<string> =>
  unitOf(async (request) => (await loadReviewInPath(request)).opened);

const namesIn =
  ({ directory }: HttpPorts) =>
  (account: string): string | undefined =>
    directory.displayName(account);

const reviewsOfArea = (app: ServiceApp, dependencies: ReviewRoutesDependencies): void => {
  const { http } = dependencies;
  app.get(
    "/reviews",
    {
      config: { permission: { roles: rolesThatRead, area: "narrowed-by-query" } },
      schema: {
        tags: ["reviews"],
        summary: "Các lần kiểm tra / Reviews of the area",
        querystring: z
          .object({
            status: z.enum(["open", "returned", "accepted"]).optional(),
            batchId: Id.optional(),
          })
          .extend(Cursor.shape),
        response: { 200: pageShape(ReviewShape) },
      },
    },
    async (request) => {
      const { status, batchId, limit, after } = request.query;
      const asked = { unitIds: areaOfRequest(request, http), status, batchId, limit, after };
      return toPage(await listReviews(dependencies, asked), (one) => toReviewShape(one, namesIn(http)));
    },
  );
};

const oneReview = (app: ServiceApp, dependencies: ReviewInPathDependencies): void => {
  app.get(
    "/reviews/:reviewId",
    {
      config: {
        permission: { roles: rolesThatRead, area: unitOfReview(dependencies.loadReviewInPath) },
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
      const found = await getReview(dependencies, request.params.reviewId);
      const reader = actorOf(request, dependencies.http);
      reply.header("etag", `"${await getVersionForReader(dependencies, found.review, reader)}"`);
      return toReviewShape(found, namesIn(dependencies.http));
    },
  );
};

const standing = (app: ServiceApp, dependencies: ReviewInPathDependencies): void => {
  app.get(
    "/reviews/:reviewId/standing",
    {
      config: {
        permission: { roles: rolesThatRead, area: unitOfReview(dependencies.loadReviewInPath) },
        refusals: showVerdictBasisRefusals,
      },
      schema: {
        tags: ["reviews"],
        summary: "Căn cứ để kết luận / What a verdict rests on now, and what stands in its way",
        params: ReviewParams,
        response: { 200: ReviewStanding },
      },
    },
    async (request, reply) => {
      const review = await dependencies.loadReviewInPath(request);
      const {
        marks,
        checkCounts,
        unansweredCount: unanswered,
        notMendedCount: notMended,
        overtakenCount: overtaken,
        addedCount: added,
        onePersonsWordCount: onePersonsWord,
        unclear,
        limits,
        ...found
      } = await showVerdictBasis(
        dependencies,
        review,
        actorOf(request, dependencies.http),
        dependencies.http.clock.now(),
      );
      reply.header("etag", `"${found.version}"`);
      const named = withNames(marks, namesIn(dependencies.http));
      return inShape(ReviewStanding, {
        ...found,
        ...unclear,
        unanswered,
        notMended,
        overtaken,
        added,
        onePersonsWord,
        limits: toBatchLimits(limits, namesIn(dependencies.http)),
        looks: toCheckCountsShape(checkCounts),
        marks: named,
        newAccounts: namedAccounts(found.newAccounts, namesIn(dependencies.http)),
        barred: toBarredFromVerdict(found.barred),
        people: namedPeople(found.people, namesIn(dependencies.http)),
      });
    },
  );
};

/** The purpose for which whoever asks reads cases of a review: to check, to decide, or neither. */
const purposeAt = (
  request: FastifyRequest,
  http: HttpPorts,
  { opened: { unitId }, state }: OpenedReview,
  named: ReadingPurpose | undefined,
): ReadingPurpose => {
  const relation = { hasKeyed: false, isUnderReview: state.status === "open" };
  return purposeOfRequest(request, http, { unitId, relation, named });
};

/** Findings and unclear values quote records: whoever gets them has read these. */
const logQuoted = (
  request: FastifyRequest,
  { http, commands }: Pick<ReviewInPathDependencies, "http" | "commands">,
  { recordIds }: { readonly recordIds: readonly string[] },
  purpose: ReadingPurpose,
): Promise<void> => {
  const quoted = recordIds.map((id) => ({ id }));
  return logReadingOf(request, http, commands, quoted, purpose);
};

/** How many findings or values are asked for at most. */
const Limit = z.coerce.number().int().min(1).max(1_000).default(200);

const findings = (app: ServiceApp, dependencies: ReviewInPathDependencies): void => {
  const { http, loadReviewInPath } = dependencies;
  app.get(
    "/reviews/:reviewId/findings",
    {
      config: {
        permission: { roles: checkers, area: unitOfReview(loadReviewInPath) },
        refusals: ["review-unknown"],
      },
      schema: {
        tags: ["reviews"],
        summary: "Các phát hiện của quy tắc / What the rules found, errors first",
        params: ReviewParams,
        querystring: PurposeQuery.extend({ limit: Limit }),
        response: { 200: z.object({ total: z.int(), findings: z.array(FindingShape) }) },
      },
    },
    async (request) => {
      const review = await loadReviewInPath(request);
      const purpose = purposeAt(request, http, review, request.query.purpose);
      const found = await listFindings(dependencies, review, request.query.limit);
      await logQuoted(request, dependencies, found, purpose);
      return { total: found.total, findings: found.findings.map((one) => inShape(FindingShape, one)) };
    },
  );
};

const unclear = (app: ServiceApp, dependencies: ReviewInPathDependencies): void => {
  const { http, loadReviewInPath } = dependencies;
  app.get(
    "/reviews/:reviewId/unclear",
    {
      config: {
        permission: { roles: checkers, area: unitOfReview(loadReviewInPath) },
        refusals: unclearValuesRefusals,
      },
      schema: {
        tags: ["reviews"],
        summary: "Các giá trị chưa rõ / Values in doubt, not to be read or left blank, by case",
        params: ReviewParams,
        querystring: PurposeQuery.extend({
          kind: UnclearValueShape.shape.kind.optional(),
          limit: Limit,
        }),
        response: { 200: z.object({ total: z.int(), values: z.array(UnclearValueShape) }) },
      },
    },
    async (request) => {
      const review = await loadReviewInPath(request);
      const reader = actorOf(request, http);
      const { purpose: named, ...asked } = request.query;
      const purpose = purposeAt(request, http, review, named);
      const found = await listUnclearValues(dependencies, review, asked, reader);
      await logQuoted(request, dependencies, found, purpose);
      return { total: found.total, values: found.values };
    },
  );
};

const caseFindings = (app: ServiceApp, dependencies: ReviewInPathDependencies): void => {
  const { http, loadReviewInPath } = dependencies;
  app.get(
    "/reviews/:reviewId/case-findings",
    {
      config: {
        permission: { roles: checkers, area: unitOfReview(loadReviewInPath) },
        refusals: caseFindingsRefusals,
      },
      schema: {
        tags: ["reviews"],
        summary:
          "Cảnh báo của từng trường hợp / What the rules find in single cases: let stand with a reason, or not answered",
        params: ReviewParams,
        querystring: z.object({
          kind: z.enum(caseFindingKinds).default("let-stand"),
          limit: Limit,
        }),
        response: { 200: z.object({ total: z.int(), findings: z.array(CaseFindingShape) }) },
      },
    },
    async (request) => {
      const review = await loadReviewInPath(request);
      const found = await listCaseFindings(dependencies, review, request.query, actorOf(request, http));
      await logQuoted(request, dependencies, found, "checking");
      return {
        total: found.total,
        findings: found.findings.map((one) => toCaseFinding(one, namesIn(http))),
      };
    },
  );
};

const sampledRecord = (app: ServiceApp, dependencies: ReviewInPathDependencies): void => {
  const { http, commands, loadReviewInPath } = dependencies;
  app.get(
    "/reviews/:reviewId/records/:recordId",
    {
      config: {
        permission: { roles: checkers, area: unitOfReview(loadReviewInPath) },
        refusals: sampledRecordRefusals,
      },
      schema: {
        tags: ["reviews"],
        summary: "Một trường hợp của mẫu / A record of the sample",
        params: RecordParams,
        querystring: PurposeQuery,
        response: { 200: SampledRecord },
      },
    },
    async (request, reply) => {
      const review = await loadReviewInPath(request);
      const reader = actorOf(request, http);
      const { recordId } = request.params;
      const purpose = purposeAt(request, http, review, request.query.purpose);
      const { record, ...found } = await getSampledRecord(dependencies, review, recordId, reader);
      await logReadingOf(request, http, commands, [record], purpose);
      reply.header("etag", `"${found.version}"`);
      const marks = found.marks.map((mark) => toSampledMark(mark, reader, namesIn(http)));
      const voided = record.voided && {
        reason: record.voided.reason,
        by: http.directory.displayName(record.voided.by) ?? record.voided.by,
      };
      const nameOf = (account: string) => nameOfAccount(http.directory, account);
      const letStand = found.letStand.map((one) => ({ ...one, by: nameOf(one.by) }));
      // The verdict names who opened whose account.
      const resets = record.resets
        .filter(({ opened }) => !opened)
        .map(({ of, by, at }) => ({ of: nameOf(of), by: nameOf(by), at }));
      const barred = toBarredInWords(found.barred);
      const unmarked = found.unmarked.map((one) => ({ ...one, by: nameOf(one.by) }));
      const shown = { ...record, ...found, marks, unmarked, letStand, voided, resets, barred };
      return inShape(SampledRecord, shown);
    },
  );
};

const reviewCommands = (app: ServiceApp, dependencies: ReviewInPathDependencies): void => {
  const { http, loadReviewInPath } = dependencies;
  commandRoute(app, http, "/reviews/:reviewId/records/:recordId/check", {
    permission: { roles: ["checker"], refusesHeldAccounts: true, area: unitOfReview(loadReviewInPath) },
    needsIfMatch: true,
    refusals: checkRecordRefusals,
    tag: "reviews",
    summary: "Kiểm tra một trường hợp / Check a record; no marks means it is right",
    params: RecordParams,
    body: Check,
    answer: ReviewWritten,
    run: async ({ params, body, request }, context) =>
      checkRecord(dependencies, await loadReviewInPath(request), params.recordId, body, context),
  });
  commandRoute(app, http, "/reviews/:reviewId/return", {
    permission: { roles: ["acceptor"], refusesHeldAccounts: true, area: unitOfReview(loadReviewInPath) },
    needsIfMatch: true,
    refusals: returnBatchRefusals,
    tag: "reviews",
    summary: "Trả lại lô / Return the batch with its marks",
    params: ReviewParams,
    body: z.strictObject({ reason: Reason }),
    answer: ReviewWritten,
    run: async ({ body, request }, context) =>
      returnBatch(dependencies, await loadReviewInPath(request), body.reason, context),
  });
  const acceptance = {
    permission: { roles: ["acceptor"], refusesHeldAccounts: true, area: unitOfReview(loadReviewInPath) },
    needsIfMatch: true,
    refusals: acceptBatchRefusals,
    tag: "reviews",
    params: ReviewParams,
    answer: ReviewWritten,
  } as const;
  commandRoute(app, http, "/reviews/:reviewId/accept", {
    ...acceptance,
    summary: "Nghiệm thu lô / Accept the batch",
    body: z.strictObject({ note: Note, acceptsLaxerLimits: LaxerLimitsWord }),
    run: async ({ body, request }, context) =>
      acceptBatch(dependencies, await loadReviewInPath(request), { verdict: "accepted", ...body }, context),
  });
  commandRoute(app, http, "/reviews/:reviewId/accept-after-fixes", {
    ...acceptance,
    summary: "Nghiệm thu có sửa / Accept all but what was marked, which is mended and looked at again",
    body: z.strictObject({ reason: Reason, acceptsLaxerLimits: LaxerLimitsWord }),
    run: async ({ body: { reason: note, acceptsLaxerLimits }, request }, context) => {
      const acceptance = { verdict: "accepted-after-fixes", note, acceptsLaxerLimits } as const;
      return acceptBatch(dependencies, await loadReviewInPath(request), acceptance, context);
    },
  });
};

/** Reviews: listed, looked into, checked record by record, and closed by a verdict. */
export const reviewRoutes = (app: ServiceApp, dependencies: ReviewRoutesDependencies): void => {
  const { commands } = dependencies;
  const loadReviewInPath = loadedOnce(({ params }) => loadReview(commands, textIn(params, "reviewId")));
  const inPath: ReviewInPathDependencies = { ...dependencies, loadReviewInPath };
  reviewsOfArea(app, dependencies);
  oneReview(app, inPath);
  standing(app, inPath);
  findings(app, inPath);
  unclear(app, inPath);
  caseFindings(app, inPath);
  sampledRecord(app, inPath);
  reviewCommands(app, inPath);
};
