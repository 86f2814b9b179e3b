import type { CommandHandler } from "@sogoc/core";
import { LotBookCounts, LotFigures, LotPlan } from "@sogoc/events";
import {
  actorOf,
  areaOfRequest,
  Cursor,
  commandRoute,
  type HttpPorts,
  Id,
  inShape,
  loadedOnce,
  type OfRequest,
  pageShape,
  Reason,
  type ServiceApp,
  textIn,
  toPage,
  unitOf,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { LotReader } from "../read-models/lots.ts";
import type { WaitingBatchReader } from "../read-models/waiting-batches.ts";
import { type FormedLot, loadLot } from "../steps/load-lot.ts";
import { type FormLotDependencies, formLot, formLotRefusals } from "../use-cases/form-lot.ts";
import {
  type GiveLotVerdictDependencies,
  giveLotVerdict,
  giveLotVerdictRefusals,
} from "../use-cases/give-lot-verdict.ts";
import { listLots } from "../use-cases/list-lots.ts";
import { listWaitingBatches } from "../use-cases/list-waiting-batches.ts";
import { measureLot, measureLotRefusals } from "../use-cases/measure-lot.ts";
import { type ShowLotDependencies, showLot, showLotRefusals } from "../use-cases/show-lot.ts";
import { BarredFromVerdict, toBarredFromVerdict } from "./barred.ts";
import { Inspection, LotShape, toLotShape, toWaitingShapes, WaitingShape } from "./lot-shapes.ts";
import {
  CheckCountsShape,
  NewAccounts,
  namedAccounts,
  namedPeople,
  ObstaclesByVerdict,
  OutstandingShape,
  People,
  ShownMark,
  toCheckCountsShape,
  unclearValues,
  withNames,
} from "./review-shapes.ts";
import { LotParams } from "./shapes.ts";

const LotWritten = z.object({ lotId: z.string() });
const BatchIds = z.array(Id).min(1).max(500);
const rolesThatRead = ["acceptor", "checker", "unit-admin", "auditor"] as const;

const MeasuredLot = z.object({
  unitId: z.string(),
  recordType: z.string(),
  digitiserId: z.string(),
  digitiserIds: z.array(z.string()).optional(),
  size: z.int(),
  plan: LotPlan,
  next: Inspection,
});

const LookedInto = z.object({
  lot: LotShape,
  version: z
    .int()
    .describe(
      "Also the ETag: another one after each check in its reviews, and wherever details or due findings of its books are others.",
    ),
  corrected: LotPlan.optional().describe(
    "The plan that the tables give today, where the lot was formed by an older one, which stays.",
  ),
  figures: LotFigures,
  looks: CheckCountsShape.describe("Everything to be checked: the sample, and the cases beside it."),
  withinPlan: z.boolean(),
  progress: z
    .array(
      z.object({
        batchId: z.string(),
        sampled: z.int(),
        checked: z.int(),
        ...unclearValues,
        keptBack: z
          .literal(true)
          .optional()
          .describe("The lot passed; something came up in the batch before that was carried out."),
      }),
    )
    .describe("How far the check of each batch's part of the sample is."),
  bookCounts: z.array(LotBookCounts).describe("Findings of each book that are due only, and not closed."),
  outstanding: z.array(OutstandingShape.extend({ bookId: z.string() })),
  unanswered: z.int().describe("Findings of the rules that nobody has answered."),
  letStand: z.int().describe("Findings in single cases that somebody let stand with a reason."),
  notMended: z
    .int()
    .describe("Fields that an earlier round marked, that came back as they were, and nobody says why."),
  overtaken: z.int().describe("Cases that another scan shows since they were checked: look again."),
  added: z
    .int()
    .describe(
      "Cases that the rules want looked at since the round was opened: an earlier version had not asked for them, or another scan shows them.",
    ),
  onePersonsWord: z
    .int()
    .describe(
      "Cases of batches keyed twice with a value that one person alone keyed or changed since: all are looked at.",
    ),
  ...unclearValues,
  marks: z.array(ShownMark.extend({ batchId: z.string() })),
  newAccounts: NewAccounts,
  people: People,
  obstacles: ObstaclesByVerdict,
  barred: BarredFromVerdict,
  next: Inspection.describe("How the next lot of this digitising unit is inspected."),
});

interface LotRoutesDependencies extends ShowLotDependencies, GiveLotVerdictDependencies {
  readonly directory: ShowLotDependencies["directory"];
  readonly http: HttpPorts;
  readonly commands: CommandHandler;
}

const waitingBatches = (
  app: ServiceApp,
  http: HttpPorts,
  { waiting }: Pick<FormLotDependencies, "waiting">,
): void => {
  app.get(
    "/lots/waiting",
    {
      config: { permission: { roles: rolesThatRead, area: "narrowed-by-query" } },
      schema: {
        tags: ["lots"],
        summary: "Lô nhập chờ lập lô nghiệm thu / Submitted batches that wait for a lot",
        querystring: Cursor,
        response: { 200: pageShape(WaitingShape) },
      },
    },
    async (request) => {
      const { limit, after } = request.query;
      const asked = { unitIds: areaOfRequest(request, http), limit, after };
      const page = await listWaitingBatches(waiting, asked);
      return toPage({ items: page.items.flatMap(toWaitingShapes), next: page.next }, (one) => one);
    },
  );
};

/** The lots of an area, latest first. */
export const lotListRoutes = (
  app: ServiceApp,
  { http, lots }: { readonly http: HttpPorts; readonly lots: LotReader },
): void => {
  const nameOf = (account: string) => http.directory.displayName(account);
  app.get(
    "/lots",
    {
      config: { permission: { roles: rolesThatRead, area: "narrowed-by-query" } },
      schema: {
        tags: ["lots"],
        summary: "Các lô nghiệm thu / Lots of the area",
        querystring: z.object({ status: LotShape.shape.status.optional() }).extend(Cursor.shape),
        response: { 200: pageShape(LotShape) },
      },
    },
    async (request) => {
      const { status, limit, after } = request.query;
      const asked = { unitIds: areaOfRequest(request, http), status, limit, after };
      return toPage(await listLots(lots, asked), (lot) => toLotShape(lot, nameOf));
    },
  );
};

/** The unit of the first batch; a lot of several units is refused later. */
const unitOfBatches =
  (waiting: WaitingBatchReader) =>
  async ({ body }: FastifyRequest): Promise<string> => {
    const { batchIds } = (body ?? {}) as { readonly batchIds?: unknown };
    const first: unknown = Array.isArray(batchIds) ? batchIds[0] : undefined;
    const batch = typeof first === "string" ? await waiting.find(first) : undefined;
    return batch?.unitId ?? "";
  };

const forming = (app: ServiceApp, http: HttpPorts, dependencies: FormLotDependencies): void => {
  const { waiting } = dependencies;
  const permission = {
    roles: ["acceptor"],
    refusesHeldAccounts: true,
    startsWork: true,
    area: unitOfBatches(waiting),
  } as const;
  commandRoute(app, http, "/lots", {
    permission,
    refusals: formLotRefusals,
    tag: "lots",
    summary:
      "Lập lô nghiệm thu / Form a lot; its plan follows from its size, the limits in force and past lots",
    body: z.strictObject({
      batchIds: BatchIds,
      resumedBecause: Reason.optional().describe("Why lots go on after five returned ones."),
      reducedBecause: Reason.optional().describe("Why the lot is inspected reduced, once that is earned."),
    }),
    answer: LotWritten,
    status: 201,
    run: ({ body }, context) => formLot(dependencies, body, context),
  });
  app.post(
    "/lots/preview",
    {
      config: { permission, refusals: measureLotRefusals },
      schema: {
        tags: ["lots"],
        summary: "Xem trước lô nghiệm thu / What a lot of these batches would be; nothing is stored",
        body: z.strictObject({ batchIds: BatchIds, reduced: z.boolean().optional() }),
        response: {
          200: MeasuredLot,
        },
      },
    },
    async (request) => {
      const measured = await measureLot(dependencies, request.body, http.clock.now());
      return inShape(MeasuredLot, measured);
    },
  );
};

const oneLot = (
  app: ServiceApp,
  dependencies: LotRoutesDependencies,
  loadLotInPath: OfRequest<FormedLot>,
): void => {
  app.get(
    "/lots/:lotId",
    {
      config: {
        permission: { roles: rolesThatRead, area: unitOf(loadLotInPath) },
        refusals: showLotRefusals,
      },
      schema: {
        tags: ["lots"],
        summary: "Một lô nghiệm thu / One lot, with what its checks say so far",
        params: LotParams,
        response: { 200: LookedInto },
      },
    },
    async (request, reply) => {
      const {
        lot,
        checkCounts,
        progress,
        unansweredCount,
        notMendedCount,
        overtakenCount,
        addedCount,
        onePersonsWordCount: onePersonsWord,
        unclear,
        ...shown
      } = await showLot(
        dependencies,
        await loadLotInPath(request),
        actorOf(request, dependencies.http),
        dependencies.http.clock.now(),
      );
      reply.header("etag", `"${shown.version}"`);
      const nameOf = (account: string) => dependencies.http.directory.displayName(account);
      return inShape(LookedInto, {
        ...shown,
        ...unclear,
        lot: toLotShape(lot, nameOf),
        unanswered: unansweredCount,
        notMended: notMendedCount,
        overtaken: overtakenCount,
        added: addedCount,
        onePersonsWord,
        looks: toCheckCountsShape(checkCounts),
        progress: progress.map(({ toCheck: sampled, unclear: ofBatch, ...rest }) => ({
          ...rest,
          ...ofBatch,
          sampled,
        })),
        marks: withNames(shown.marks, nameOf),
        newAccounts: namedAccounts(shown.newAccounts, nameOf),
        barred: toBarredFromVerdict(shown.barred),
        people: namedPeople(shown.people, nameOf),
      });
    },
  );
};

const deciding = (
  app: ServiceApp,
  { http, ...dependencies }: Pick<LotRoutesDependencies, "http" | keyof GiveLotVerdictDependencies>,
  loadLotInPath: OfRequest<FormedLot>,
): void => {
  commandRoute(app, http, "/lots/:lotId/decide", {
    permission: { roles: ["acceptor"], refusesHeldAccounts: true, area: unitOf(loadLotInPath) },
    needsIfMatch: true,
    refusals: giveLotVerdictRefusals,
    tag: "lots",
    summary: "Kết luận lô nghiệm thu / Accept, accept after fixes, or return the whole lot",
    params: LotParams,
    body: z.strictObject({
      verdict: z.enum(["accepted", "accepted-after-fixes", "returned"]),
      reason: Reason.optional(),
    }),
    answer: LotWritten,
    run: async ({ body, request }, context) =>
      giveLotVerdict(dependencies, await loadLotInPath(request), body, context),
  });
};

/** Forms a lot of several submitted batches of one unit and book type. */
export const lotFormingRoutes = (
  app: ServiceApp,
  http: HttpPorts,
  dependencies: FormLotDependencies,
): void => {
  waitingBatches(app, http, dependencies);
  forming(app, http, dependencies);
};

/** A lot is accepted or returned as a whole. */
export const lotRoutes = (app: ServiceApp, dependencies: LotRoutesDependencies): void => {
  const loadLotInPath = loadedOnce(({ params }) => loadLot(dependencies.commands, textIn(params, "lotId")));
  oneLot(app, dependencies, loadLotInPath);
  deciding(app, dependencies, loadLotInPath);
};
