import type { Directory } from "@sogoc/access";
import type { CommandHandler } from "@sogoc/core";
import { FieldValue } from "@sogoc/events";
import {
  Cursor,
  commandRoute,
  type HttpPorts,
  Id,
  inShape,
  logReadingOf,
  type OfRequest,
  pageShape,
  principalOf,
  type ServiceApp,
  toPage,
} from "@sogoc/http";
import { KeyedValue } from "@sogoc/registers";
import { z } from "zod";
import type { RecordReader } from "../read-models/records.ts";
import type { UploadReader } from "../read-models/uploads.ts";
import type { BatchGate } from "../steps/create-batch-gate.ts";
import type { Batch } from "../steps/load-batch.ts";
import type { ReadModelFreshness } from "../steps/require-read-models-current.ts";
import { finishArbitration, finishArbitrationRefusals } from "../use-cases/finish-arbitration.ts";
import { keyAgain, keyAgainRefusals } from "../use-cases/key-again.ts";
import { casesToKeyAgainRefusals, listCasesToKeyAgain } from "../use-cases/list-cases-to-key-again.ts";
import { listDifferences, listDifferencesRefusals } from "../use-cases/list-differences.ts";
import { resolveDifferences, resolveDifferencesRefusals } from "../use-cases/resolve-differences.ts";
import { batchInPath, unitOfBatch } from "./named-in-request.ts";
import { KeyedFields } from "./shapes.ts";

const BatchParams = z.object({ batchId: Id });
const RecordParams = BatchParams.extend({ recordId: Id });

/**
 * A case as the second keyer sees it: number, book and scan as the first keying entered them, and
 * their own values. No other value of the first keying is here.
 */
const CaseToKeyAgain = z.object({
  recordId: z.string(),
  number: z.string(),
  bookNumber: z.string(),
  scanId: z.string().optional(),
  keyedAgain: z.boolean().describe("By whoever looks."),
  fields: z.record(z.string(), FieldValue),
});

const Difference = z.object({
  recordId: z.string(),
  revision: z.int().describe("Of the record: what a decision is made from."),
  number: z.string(),
  scanId: z.string().optional(),
  field: z.string(),
  kind: z.enum(["tones", "empty", "illegible", "other"]),
  first: FieldValue.optional(),
  second: FieldValue.optional(),
});

const Decisions = z
  .array(
    z.strictObject({
      recordId: Id,
      revision: z
        .int()
        .min(0)
        .optional()
        .describe(
          "Of the record as it was seen, for If-Match names one resource only; 428 without, 412 when it has changed since.",
        ),
      field: z.string().max(60),
      choice: z.enum(["first", "second", "neither"]),
      value: KeyedValue.optional().describe(
        "With `neither` alone: what the paper says. A keying without a value cannot be chosen; say `neither`, and here that it is blank, or illegible.",
      ),
    }),
  )
  .min(1)
  .max(200);

interface SecondKeyingRoutesDependencies {
  readonly http: HttpPorts;
  readonly commands: CommandHandler;
  readonly directory: Directory;
  readonly gate: BatchGate;
  readonly records: RecordReader;
  readonly uploads: UploadReader;
  readonly freshnessOfAll: ReadModelFreshness;
}

interface BatchInPathDependencies extends SecondKeyingRoutesDependencies {
  readonly loadBatchInPath: OfRequest<Batch>;
  readonly loadUnitInPath: OfRequest<string>;
}

const casesToKeyAgain = (
  app: ServiceApp,
  { http, records, loadBatchInPath, loadUnitInPath }: BatchInPathDependencies,
): void => {
  app.get(
    "/batches/:batchId/second-keying",
    {
      config: {
        permission: { roles: ["clerk"], area: loadUnitInPath },
        refusals: casesToKeyAgainRefusals,
      },
      schema: {
        tags: ["second-keying"],
        summary: "Việc nhập lần hai của tôi / What I key a second time, without the first keying",
        params: BatchParams,
        querystring: Cursor,
        response: {
          200: pageShape(CaseToKeyAgain).extend({ fields: z.array(z.string()) }),
        },
      },
    },
    async (request) => {
      const keyer = { account: principalOf(request).account, now: http.clock.now().toISOString() };
      const page = await listCasesToKeyAgain(records, await loadBatchInPath(request), request.query, keyer);
      return { fields: page.fields, ...toPage(page, (item) => inShape(CaseToKeyAgain, item)) };
    },
  );
};

const keyingAgain = (app: ServiceApp, dependencies: BatchInPathDependencies): void => {
  commandRoute(app, dependencies.http, "/batches/:batchId/records/:recordId/key-again", {
    permission: { roles: ["clerk"], area: dependencies.loadUnitInPath },
    refusals: keyAgainRefusals,
    tag: "second-keying",
    summary: "Nhập lần hai một trường hợp / Key a case a second time; says nothing of the first keying",
    params: RecordParams,
    body: z.strictObject({ fields: KeyedFields }),
    answer: z.object({ recordId: z.string() }),
    run: async ({ params: { recordId }, body: { fields }, request }, context) =>
      keyAgain(dependencies, await dependencies.loadBatchInPath(request), { recordId, fields }, context),
  });
};

const differences = (app: ServiceApp, dependencies: BatchInPathDependencies): void => {
  const { http, commands, records, loadBatchInPath, loadUnitInPath } = dependencies;
  app.get(
    "/batches/:batchId/discrepancies",
    {
      config: {
        permission: { roles: ["checker"], area: loadUnitInPath },
        refusals: listDifferencesRefusals,
      },
      schema: {
        tags: ["second-keying"],
        summary: "Các chỗ hai lần nhập khác nhau / Where two keyings differ and nobody has decided",
        params: BatchParams,
        querystring: Cursor,
        response: { 200: pageShape(Difference) },
      },
    },
    async (request) => {
      const { account } = principalOf(request);
      const found = await listDifferences(records, await loadBatchInPath(request), request.query, account);
      await logReadingOf(request, http, commands, found.records, "checking");
      return toPage(found, (item) => inShape(Difference, item));
    },
  );
};

const arbitration = (app: ServiceApp, dependencies: BatchInPathDependencies): void => {
  const { http, loadBatchInPath } = dependencies;
  const permission = {
    roles: ["checker"],
    refusesHeldAccounts: true,
    area: dependencies.loadUnitInPath,
  } as const;
  commandRoute(app, http, "/batches/:batchId/discrepancies/resolve", {
    permission,
    refusals: [...resolveDifferencesRefusals, "precondition-required"],
    tag: "second-keying",
    summary:
      "Phân xử / Decide differences: first, second, or what the paper says; several of one kind at once",
    params: BatchParams,
    body: z.strictObject({ decisions: Decisions }),
    answer: z.object({
      resolved: z.int(),
      records: z.array(z.object({ recordId: z.string(), revision: z.int() })),
    }),
    run: async ({ body, request }, context) =>
      resolveDifferences(dependencies, await loadBatchInPath(request), body.decisions, context),
  });
  commandRoute(app, http, "/batches/:batchId/finish-arbitration", {
    permission,
    refusals: finishArbitrationRefusals,
    tag: "second-keying",
    summary: "Xong phân xử, nộp lô / All differences are decided: submit the batch",
    params: BatchParams,
    answer: z.object({ batchId: z.string(), records: z.int() }),
    run: async ({ request }, context) =>
      finishArbitration(dependencies, await loadBatchInPath(request), context),
  });
};

/**
 * Two people key the same cases, the second without seeing the first; a third decides where they
 * differ.
 */
export const secondKeyingRoutes = (app: ServiceApp, dependencies: SecondKeyingRoutesDependencies): void => {
  const loadBatchInPath = batchInPath(dependencies);
  const loadUnitInPath = unitOfBatch(loadBatchInPath);
  const inPath: BatchInPathDependencies = { ...dependencies, loadBatchInPath, loadUnitInPath };
  casesToKeyAgain(app, inPath);
  keyingAgain(app, inPath);
  differences(app, inPath);
  arbitration(app, inPath);
};
