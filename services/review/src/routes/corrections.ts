import { areaOf } from "@sogoc/access";
import { type CommandHandler, vietnamDay } from "@sogoc/core";
import { FindingAnswer } from "@sogoc/events";
import {
  actingOf,
  areaOfRequest,
  Cursor,
  commandRoute,
  type HttpPorts,
  Id,
  loadedOnce,
  logReadingOf,
  pageShape,
  principalOf,
  QueryFlag,
  Reason,
  type ServiceApp,
  tagged,
  textIn,
  toPage,
} from "@sogoc/http";
import { KeyedValue } from "@sogoc/registers";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { CorrectionReader } from "../read-models/corrections.ts";
import type { RecordReader, RecordView } from "../read-models/records.ts";
import type { ReviewReader } from "../read-models/reviews.ts";
import { getRecord } from "../steps/get-record.ts";
import { loadCorrection } from "../steps/load-correction.ts";
import type { Viewer } from "../steps/may-read-record.ts";
import { getCorrection } from "../use-cases/get-correction.ts";
import { listCorrections } from "../use-cases/list-corrections.ts";
import { requestCorrection, requestCorrectionRefusals } from "../use-cases/request-correction.ts";
import {
  approveCorrection,
  approveCorrectionRefusals,
  declineCorrection,
  resolveCorrectionRefusals,
} from "../use-cases/resolve-correction.ts";
import { CorrectionShape, toCorrectionShape } from "./correction-shapes.ts";
import { CorrectionParams } from "./shapes.ts";

const CorrectionWritten = z.object({ correctionId: z.string() });

const NewCorrection = z.strictObject({
  recordId: Id,
  changes: z.record(z.string().max(60), KeyedValue),
  reason: Reason,
  accepted: z
    .array(FindingAnswer)
    .max(60)
    .optional()
    .describe("What the rules find in the record as it would be, each with the answer to it."),
});

const Approval = z
  .strictObject({
    because: Reason.optional().describe("Why values that a round had marked wrong are right after all."),
  })
  .nullish();

const rolesThatRead = ["clerk", "book-keeper", "checker", "acceptor", "data-manager", "auditor"] as const;

interface CorrectionRoutesDependencies {
  readonly http: HttpPorts;
  readonly commands: CommandHandler;
  readonly corrections: CorrectionReader;
  readonly records: RecordReader;
  readonly reviews: ReviewReader;
}

const viewerOf = (request: FastifyRequest, http: HttpPorts): Viewer => ({
  principal: principalOf(request),
  acting: actingOf(request, http),
  day: vietnamDay(http.clock.now()),
  tree: http.directory.tree(),
});

const requesting = (app: ServiceApp, dependencies: CorrectionRoutesDependencies): void => {
  const { http, records } = dependencies;
  const recordOf = loadedOnce(({ body }) => getRecord(records, textIn(body, "recordId")));
  commandRoute(app, http, "/corrections", {
    permission: {
      roles: ["clerk", "book-keeper", "checker", "data-manager"],
      refusesHeldAccounts: true,
      area: async (request) => (await recordOf(request)).unitId,
    },
    needsIfMatch: true,
    refusals: requestCorrectionRefusals,
    tag: "corrections",
    summary: "Đề nghị sửa sau nghiệm thu / Request a correction after acceptance",
    body: NewCorrection,
    answer: CorrectionWritten,
    status: 201,
    run: async ({ body: { recordId: _, accepted: answers, ...body }, request }, context) =>
      requestCorrection(
        dependencies,
        await recordOf(request),
        viewerOf(request, http),
        { ...body, answers },
        context,
      ),
  });
};

/** Whoever may decide on a request reads its case to decide; others read what became of it. */
const logLooks = async (
  request: FastifyRequest,
  { http, commands }: Pick<CorrectionRoutesDependencies, "http" | "commands">,
  shown: readonly Pick<RecordView, "id" | "unitId">[],
): Promise<void> => {
  const day = vietnamDay(http.clock.now());
  const decides = new Set(areaOf(principalOf(request), ["acceptor"], day, http.directory.tree()));
  const [deciding, others] = [true, false].map((may) =>
    shown.filter(({ unitId }) => decides.has(unitId) === may),
  );
  await logReadingOf(request, http, commands, deciding ?? [], "deciding");
  await logReadingOf(request, http, commands, others ?? [], "look-up");
};

const correctionsOfArea = (app: ServiceApp, dependencies: CorrectionRoutesDependencies): void => {
  const { http } = dependencies;
  const nameOf = (account: string) => http.directory.displayName(account) ?? account;
  app.get(
    "/corrections",
    {
      config: {
        permission: {
          roles: rolesThatRead,
          area: "narrowed-by-query",
        },
      },
      schema: {
        tags: ["corrections"],
        summary: "Các đề nghị sửa / Correction requests of the area",
        querystring: z
          .object({
            status: CorrectionShape.shape.status.optional(),
            mine: QueryFlag.optional().describe(
              "What the caller requested themselves; a clerk without a further role sees nothing else.",
            ),
          })
          .extend(Cursor.shape),
        response: { 200: pageShape(CorrectionShape) },
      },
    },
    async (request) => {
      const { status, mine, limit, after } = request.query;
      const asked = { status, mine, unitIds: areaOfRequest(request, http), limit, after };
      const { shown, ...page } = await listCorrections(dependencies, viewerOf(request, http), asked);
      await logLooks(request, dependencies, shown);
      return toPage(page, (one) => toCorrectionShape(one, nameOf));
    },
  );
};

const unitOfCorrection =
  (commands: CommandHandler) =>
  async ({ params }: FastifyRequest) =>
    (await loadCorrection(commands, textIn(params, "correctionId"))).unitId;

const oneCorrection = (app: ServiceApp, dependencies: CorrectionRoutesDependencies): void => {
  const { http, commands } = dependencies;
  app.get(
    "/corrections/:correctionId",
    {
      config: {
        permission: { roles: rolesThatRead, area: unitOfCorrection(commands) },
        refusals: ["correction-unknown"],
      },
      schema: {
        tags: ["corrections"],
        summary: "Một đề nghị sửa / One correction request, and what became of it",
        params: CorrectionParams,
        response: { 200: CorrectionShape },
      },
    },
    async (request, reply) => {
      const { correctionId } = request.params;
      const { item, shown } = await getCorrection(dependencies, viewerOf(request, http), correctionId);
      await logLooks(request, dependencies, shown);
      const nameOf = (account: string) => http.directory.displayName(account) ?? account;
      return tagged(reply, toCorrectionShape(item, nameOf));
    },
  );
};

const deciding = (
  app: ServiceApp,
  { http, commands, records, reviews }: CorrectionRoutesDependencies,
): void => {
  const area = unitOfCorrection(commands);
  commandRoute(app, http, "/corrections/:correctionId/approve", {
    permission: { roles: ["acceptor"], refusesHeldAccounts: true, area },
    needsIfMatch: true,
    refusals: approveCorrectionRefusals,
    tag: "corrections",
    summary: "Duyệt đề nghị sửa / Approve a correction",
    params: CorrectionParams,
    body: Approval,
    answer: CorrectionWritten,
    run: ({ params, body }, context) =>
      approveCorrection({ commands, records, reviews }, params.correctionId, body?.because, context),
  });
  commandRoute(app, http, "/corrections/:correctionId/decline", {
    permission: { roles: ["acceptor"], refusesHeldAccounts: true, area },
    needsIfMatch: true,
    refusals: resolveCorrectionRefusals,
    tag: "corrections",
    summary: "Từ chối đề nghị sửa / Decline a correction",
    params: CorrectionParams,
    body: z.strictObject({ reason: Reason }),
    answer: CorrectionWritten,
    run: ({ params, body }, context) =>
      declineCorrection({ commands, records }, params.correctionId, body.reason, context),
  });
};

/** Corrections of accepted records: asked for by one person, decided by another. */
export const correctionRoutes = (app: ServiceApp, dependencies: CorrectionRoutesDependencies): void => {
  requesting(app, dependencies);
  correctionsOfArea(app, dependencies);
  oneCorrection(app, dependencies);
  deciding(app, dependencies);
};
