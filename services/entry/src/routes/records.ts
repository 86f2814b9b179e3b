import type { Directory, ReadingPurpose } from "@sogoc/access";
import type { CommandHandler } from "@sogoc/core";
import { SeenAs } from "@sogoc/events";
import {
  actorOf,
  Cursor,
  commandRoute,
  type HttpPorts,
  Id,
  inShape,
  logReadingOf,
  type OfRequest,
  PurposeQuery,
  pageShape,
  principalOf,
  purposeOfRequest,
  QueryFlag,
  Reason,
  type ServiceApp,
  toPage,
  unitOf,
} from "@sogoc/http";
import {
  getRecordType,
  hasOtherBookNumber,
  namingFields,
  quotationMask,
  withMaskedIdentity,
} from "@sogoc/registers";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { RecordKeys } from "../domain/record-model.ts";
import type { BookReader } from "../read-models/books.ts";
import type { RecordReader } from "../read-models/records.ts";
import type { BatchGate } from "../steps/create-batch-gate.ts";
import type { RecordWithFindings } from "../steps/create-record-judge.ts";
import { type Batch, loadBatch } from "../steps/load-batch.ts";
import { annotateRecord, annotateRecordRefusals } from "../use-cases/annotate-record.ts";
import { answerRecordFindings, answerRecordFindingsRefusals } from "../use-cases/answer-record-findings.ts";
import { correctRecord, correctRecordRefusals } from "../use-cases/correct-record.ts";
import { getKeyedNumbers } from "../use-cases/get-keyed-numbers.ts";
import { getRecord } from "../use-cases/get-record.ts";
import { keyCase, keyCaseRefusals } from "../use-cases/key-case.ts";
import { listRecords } from "../use-cases/list-records.ts";
import { tryRules, tryRulesRefusals } from "../use-cases/try-rules.ts";
import { voidRecord, voidRecordRefusals } from "../use-cases/void-record.ts";
import { batchInPath, recordInPath, unitOfBatch } from "./named-in-request.ts";
import { requireMayRead } from "./permissions/require-may-read.ts";
import { relationToBatch } from "./relation-to-batch.ts";
import { Answers, FindingShape, KeyedFields, RecordShape, TrialShape } from "./shapes.ts";

const BatchParams = z.object({ batchId: Id });
const RecordParams = z.object({ recordId: Id });
const RecordWritten = z.object({ recordId: z.string() });
const rolesThatRead = ["clerk", "book-keeper", "checker", "acceptor", "data-manager", "auditor"] as const;

const KeyedCaseBody = z.strictObject({
  fields: KeyedFields,
  accepted: Answers.optional(),
  scanId: Id.optional().describe(
    "The scan that the case was keyed from. Kept where it is the book's for this number, else left out.",
  ),
  seen: z
    .record(z.string().max(60), SeenAs)
    .optional()
    .describe("How values came that were not typed but confirmed: carried over, counted on, the book's."),
  duplicate: z
    .strictObject({ suffix: z.string().regex(/^[a-z]$/), reason: Reason })
    .optional()
    .describe("The same number occurs twice in the paper book."),
});
const CorrectionBody = z.strictObject({
  changes: KeyedFields.describe("New values; an empty text takes the field away."),
  reason: Reason,
  accepted: Answers.optional(),
});
const AnnotationBody = z.strictObject({
  text: z.string().trim().min(3).max(1_000),
  decision: z.strictObject({
    number: z.string().trim().min(1).max(100),
    day: z.iso.date(),
    issuedBy: z.string().trim().min(2).max(255),
  }),
});

const KeyedNumbersShape = z.object({
  numbers: z.array(z.string()).describe("Canonical: `7`, `7b`, `7/2009`."),
  lettered: z
    .array(z.string())
    .describe("Cases with a letter in its range, of any batch of the book: no letter of theirs is free."),
  openingYear: z.int().describe("The year of a number that bears none."),
  expectedCases: z.int().optional(),
});

interface RecordRoutesDependencies {
  readonly http: HttpPorts;
  readonly commands: CommandHandler;
  readonly directory: Directory;
  readonly gate: BatchGate;
  readonly records: RecordReader;
  readonly books: BookReader;
}

interface RecordInPathDependencies extends RecordRoutesDependencies {
  readonly loadBatchInPath: OfRequest<Batch>;
  readonly loadKeysInPath: OfRequest<RecordKeys>;
}

const batchCommands = (app: ServiceApp, dependencies: RecordInPathDependencies): void => {
  commandRoute(app, dependencies.http, "/batches/:batchId/records", {
    permission: { roles: ["clerk"], area: unitOfBatch(dependencies.loadBatchInPath) },
    refusals: keyCaseRefusals,
    tag: "records",
    summary: "Nhập một trường hợp / Key one case",
    params: BatchParams,
    body: KeyedCaseBody,
    answer: RecordWritten.extend({ number: z.string() }),
    status: 201,
    run: async (
      { body: { accepted: answers, seen: notTyped, duplicate: secondCase, ...body }, request },
      context,
    ) => {
      const batch = await dependencies.loadBatchInPath(request);
      return keyCase(dependencies, batch, { ...body, answers, notTyped, secondCase }, context);
    },
  });
};

const recordCommands = (app: ServiceApp, dependencies: RecordInPathDependencies): void => {
  const { http, loadKeysInPath } = dependencies;
  const area = unitOf(loadKeysInPath);
  commandRoute(app, http, "/records/:recordId/correct", {
    permission: { roles: ["clerk"], area },
    needsIfMatch: true,
    refusals: correctRecordRefusals,
    tag: "records",
    summary: "Sửa trước khi nộp / Correct before submission",
    params: RecordParams,
    body: CorrectionBody,
    answer: RecordWritten,
    run: async ({ body: { accepted: answers, ...body }, request }, context) =>
      correctRecord(dependencies, await loadKeysInPath(request), { ...body, answers }, context),
  });
  commandRoute(app, http, "/records/:recordId/let-stand", {
    permission: { roles: ["clerk"], area },
    needsIfMatch: true,
    refusals: answerRecordFindingsRefusals,
    tag: "records",
    summary: "Giữ nguyên, có lý do cho từng phát hiện / Let findings stand, each with its reason",
    params: RecordParams,
    body: z.strictObject({ accepted: Answers.min(1) }),
    answer: RecordWritten,
    run: async ({ body, request }, context) =>
      answerRecordFindings(dependencies, await loadKeysInPath(request), body.accepted, context),
  });
  commandRoute(app, http, "/records/:recordId/void", {
    permission: { roles: ["clerk"], area },
    needsIfMatch: true,
    refusals: voidRecordRefusals,
    tag: "records",
    summary: "Hủy trường hợp nhập nhầm / Void a record keyed by mistake",
    params: RecordParams,
    body: z.strictObject({ reason: Reason }),
    answer: RecordWritten,
    run: async ({ body, request }, context) =>
      voidRecord(dependencies, await loadKeysInPath(request), body.reason, context),
  });
  commandRoute(app, http, "/records/:recordId/annotate", {
    permission: { roles: ["data-manager"], refusesHeldAccounts: true, area },
    needsIfMatch: true,
    refusals: annotateRecordRefusals,
    tag: "records",
    summary: "Ghi chú theo quyết định / Annotate by a decision",
    params: RecordParams,
    body: AnnotationBody,
    answer: RecordWritten,
    run: async ({ body, request }, context) =>
      annotateRecord(dependencies.commands, await loadKeysInPath(request), body, context),
  });
};

const trial = (app: ServiceApp, dependencies: RecordInPathDependencies): void => {
  app.post(
    "/batches/:batchId/check",
    {
      config: {
        permission: {
          roles: ["clerk", "checker"],
          area: unitOfBatch(dependencies.loadBatchInPath),
        },
        refusals: ["batch-unknown", ...tryRulesRefusals],
      },
      schema: {
        tags: ["records"],
        summary: "Kiểm tra thử, không lưu / Try the rules without storing",
        params: BatchParams,
        body: z.strictObject({ fields: KeyedFields }),
        response: {
          200: TrialShape,
        },
      },
    },
    async (request) => {
      const { findings, numberTaken, existing } = await tryRules(
        dependencies,
        await dependencies.loadBatchInPath(request),
        request.body.fields,
        actorOf(request, dependencies.http),
      );
      const shown = findings.map((one) => inShape(FindingShape, one));
      return inShape(TrialShape, { findings: shown, numberTaken, existing });
    },
  );
};

/** In the API the number of unanswered findings is one of the counts. */
const shownRecord = ({ findingCounts, unansweredCount, ...record }: RecordWithFindings) =>
  inShape(RecordShape, {
    ...record,
    otherBookNumber: hasOtherBookNumber(record.bookNumber, record.fields) || undefined,
    findings: { ...findingCounts, open: unansweredCount },
  });

/**
 * A case in a list: identity numbers are masked, also where a reason quotes them, and whoever is
 * none of its batch's first makers gets only what names it, since a list read page by page is the
 * whole book.
 */
const listedFor =
  (account: string, { state }: Batch) =>
  (record: RecordWithFindings): z.infer<typeof RecordShape> => {
    const recordType = getRecordType(record.recordType);
    const isFirstMaker = state.firstMakers.includes(account);
    const shown = isFirstMaker ? record.fields : namingFields(recordType, record.fields);
    const mask = quotationMask([{ recordType, fields: record.fields }]);
    const withMaskedReason = <One extends { readonly reason: string }>(one: One): One => ({
      ...one,
      reason: mask(one.reason),
    });
    return shownRecord({
      ...record,
      fields: withMaskedIdentity(recordType, shown),
      accepted: record.accepted.map(withMaskedReason),
      marks: record.marks.map(withMaskedReason),
    });
  };

const purposeOfBatch = (
  request: FastifyRequest,
  http: HttpPorts,
  { state, opened: { unitId } }: Batch,
  named: ReadingPurpose | undefined,
): ReadingPurpose => {
  const relation = relationToBatch(state, principalOf(request).account);
  return purposeOfRequest(request, http, { unitId, relation, named });
};

const recordsOfBatch = (app: ServiceApp, dependencies: RecordInPathDependencies): void => {
  app.get(
    "/batches/:batchId/records",
    {
      config: {
        permission: {
          roles: rolesThatRead,
          area: unitOfBatch(dependencies.loadBatchInPath),
        },
        refusals: ["batch-unknown", "blind-keying", "work-of-another"],
      },
      schema: {
        tags: ["records"],
        summary: "Các trường hợp của lô / Records of a batch",
        description:
          "Identity numbers by their last digits, and for whoever is none of its first makers the number, day and people of each case alone; a record by itself has everything.",
        params: BatchParams,
        querystring: Cursor.extend(PurposeQuery.shape).extend({
          marked: QueryFlag.optional().describe("Only those marked by a check."),
          unanswered: QueryFlag.optional().describe(
            "Only those in which the rules find something that nobody has answered.",
          ),
          last: QueryFlag.optional().describe("From the highest number down."),
        }),
        response: { 200: pageShape(RecordShape) },
      },
    },
    async (request) => {
      const { limit, after, marked, unanswered, last, purpose: named } = request.query;
      const batch = await dependencies.loadBatchInPath(request);
      requireMayRead(dependencies.http, request, batch);
      const { batchId } = request.params;
      const page = await listRecords(dependencies, { batchId, marked, unanswered, last, limit, after });
      const purpose = purposeOfBatch(request, dependencies.http, batch, named);
      await logReadingOf(request, dependencies.http, dependencies.commands, page.items, purpose);
      return toPage(page, listedFor(principalOf(request).account, batch));
    },
  );
};

const numbersOfBatch = (app: ServiceApp, dependencies: RecordInPathDependencies): void => {
  app.get(
    "/batches/:batchId/numbers",
    {
      config: {
        permission: { roles: ["clerk"], area: unitOfBatch(dependencies.loadBatchInPath) },
        refusals: ["batch-unknown", "blind-keying", "work-of-another"],
      },
      schema: {
        tags: ["records"],
        summary: "Các số đã có trường hợp / Numbers that have a case",
        params: BatchParams,
        response: {
          200: KeyedNumbersShape,
        },
      },
    },
    async (request) => {
      const batch = await dependencies.loadBatchInPath(request);
      requireMayRead(dependencies.http, request, batch);
      const found = await getKeyedNumbers(dependencies, batch.opened);
      return inShape(KeyedNumbersShape, { ...found, lettered: found.secondCaseNumbers });
    },
  );
};

const oneRecord = (app: ServiceApp, dependencies: RecordInPathDependencies): void => {
  const { http, commands, loadKeysInPath } = dependencies;
  app.get(
    "/records/:recordId",
    {
      config: {
        permission: { roles: rolesThatRead, area: unitOf(loadKeysInPath) },
        refusals: ["blind-keying", "record-unknown", "work-of-another"],
      },
      schema: {
        tags: ["records"],
        summary: "Một trường hợp / One record",
        params: RecordParams,
        querystring: PurposeQuery,
        response: { 200: RecordShape },
      },
    },
    async (request, reply) => {
      const record = await getRecord(dependencies, request.params.recordId);
      const batch = await loadBatch(dependencies, record.batchId);
      requireMayRead(http, request, batch);
      const purpose = purposeOfBatch(request, http, batch, request.query.purpose);
      await logReadingOf(request, http, commands, [record], purpose);
      reply.header("etag", `"${record.revision}"`);
      return shownRecord(record);
    },
  );
};

/** Cases of a batch: keyed, tried, shown, corrected, answered, voided, annotated. */
export const recordRoutes = (app: ServiceApp, dependencies: RecordRoutesDependencies): void => {
  const inPath: RecordInPathDependencies = {
    http: dependencies.http,
    commands: dependencies.commands,
    directory: dependencies.directory,
    gate: dependencies.gate,
    records: dependencies.records,
    books: dependencies.books,
    loadBatchInPath: batchInPath(dependencies),
    loadKeysInPath: recordInPath(dependencies.commands),
  };
  batchCommands(app, inPath);
  trial(app, inPath);
  recordsOfBatch(app, inPath);
  numbersOfBatch(app, inPath);
  oneRecord(app, inPath);
  recordCommands(app, inPath);
};
