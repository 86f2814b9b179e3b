import type { Directory } from "@sogoc/access";
import type { Blobs, CommandHandler, EventStore } from "@sogoc/core";
import {
  commandContext,
  HeadersWithIfMatch,
  type HttpPorts,
  inShape,
  logReadingOf,
  type OfRequest,
  requireSeen,
  type ServiceApp,
  sendWritten,
  Written,
  withUpload,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { readAnswerTable } from "../handover/answer-file.ts";
import type { BookView } from "../read-models/books.ts";
import type { ExportReader } from "../read-models/exports.ts";
import type { RecordReader } from "../read-models/records.ts";
import { listChangesBetween } from "../steps/list-changes-between.ts";
import { loadLastPackage } from "../steps/load-last-package.ts";
import {
  previewNationalAnswer,
  previewNationalAnswerRefusals,
} from "../use-cases/preview-national-answer.ts";
import { recordNationalAnswer, recordNationalAnswerRefusals } from "../use-cases/record-national-answer.ts";
import { handoverContextOf } from "./handover-context-of.ts";
import {
  AnswerPreview,
  AnswerQuery,
  AnswerWord,
  centuryFrom,
  mappingFrom,
  sheetFrom,
} from "./handover-shapes.ts";
import { BookParams } from "./shapes.ts";

const MAX_ANSWER = 20 * 2 ** 20;

interface AnswerRoutesDependencies {
  readonly http: HttpPorts;
  readonly commands: CommandHandler;
  readonly blobs: Blobs;
  readonly exports: ExportReader;
  readonly directory: Pick<Directory, "tree">;
  readonly records: RecordReader;
  readonly store: Pick<EventStore, "readStream">;
  /** The book that the path names. */
  readonly getBookInPath: OfRequest<BookView>;
}

const permissionBy = (getBookInPath: OfRequest<BookView>) =>
  ({
    roles: ["data-manager"],
    refusesHeldAccounts: true,
    area: async (request: FastifyRequest) => (await getBookInPath(request)).unitId,
  }) as const;

/** Cases whose values are shown with a question about them. */
const MOST_WITH_VALUES = 20;

/** What was changed in each of the first cases between the two packages that contain it. */
const withChanges = async (
  { store }: Pick<AnswerRoutesDependencies, "store">,
  cases: NonNullable<ReturnType<typeof previewNationalAnswer>["matched"]>["ofEither"],
) => {
  const asked = new Set(cases.slice(0, MOST_WITH_VALUES).map(({ recordId }) => recordId));
  const shown = cases.map(async ({ after, until, ...one }) => {
    const changes = asked.has(one.recordId)
      ? await listChangesBetween({ store }, one.recordId, after, until)
      : [];
    return { ...one, changes: [...changes] };
  });
  return Promise.all(shown);
};

const preview = (app: ServiceApp, dependencies: AnswerRoutesDependencies): void => {
  const { http, getBookInPath } = dependencies;
  app.post(
    "/handovers/:bookId/answers/preview",
    {
      bodyLimit: MAX_ANSWER,
      config: { permission: permissionBy(getBookInPath), refusals: previewNationalAnswerRefusals },
      schema: {
        tags: ["handovers"],
        summary:
          "Xem trước tệp kết quả / What an answer file says of each case of the package; nothing is stored",
        consumes: ["multipart/form-data"],
        params: BookParams,
        querystring: AnswerQuery,
        response: { 200: AnswerPreview },
      },
    },
    async (request) => {
      const sent = await loadLastPackage(dependencies, await getBookInPath(request));
      return withUpload(request, http, MAX_ANSWER, async ({ file, fileName, sha256 }) => {
        const shown = previewNationalAnswer(
          sent,
          await readAnswerTable(file, fileName, sheetFrom(request.query)),
          mappingFrom(request.query.mapping),
          sha256,
          centuryFrom(request.query),
        );
        if (!shown.matched) return inShape(AnswerPreview, { ...shown, matched: null });
        const ofEither = await withChanges(dependencies, shown.matched.ofEither);
        const { unitId } = sent.book;
        const seen = ofEither.filter(({ changes }) => changes.length > 0);
        await logReadingOf(
          request,
          http,
          dependencies.commands,
          seen.map(({ recordId }) => ({ id: recordId, unitId })),
          "look-up",
        );
        return inShape(AnswerPreview, { ...shown, matched: { ...shown.matched, ofEither } });
      });
    },
  );
};

const recording = (app: ServiceApp, dependencies: AnswerRoutesDependencies): void => {
  const { http, getBookInPath } = dependencies;
  app.post(
    "/handovers/:bookId/answers",
    {
      bodyLimit: MAX_ANSWER,
      config: {
        permission: permissionBy(getBookInPath),
        refusals: [...recordNationalAnswerRefusals, "precondition-required"],
      },
      preValidation: requireSeen,
      schema: {
        tags: ["handovers"],
        summary: "Ghi nhận kết quả từ cơ sở dữ liệu quốc gia / Record the national database's answer",
        consumes: ["multipart/form-data"],
        headers: HeadersWithIfMatch,
        params: BookParams,
        querystring: AnswerWord,
        response: {
          200: Written.extend({ loaded: z.int(), refused: z.int(), missing: z.int(), unknown: z.int() }),
        },
      },
    },
    async (request, reply) => {
      const sent = await loadLastPackage(dependencies, await getBookInPath(request));
      return withUpload(request, http, MAX_ANSWER, async ({ file, fileName, sha256 }) => {
        const table = await readAnswerTable(file, fileName, sheetFrom(request.query));
        const mapping = mappingFrom(request.query.mapping);
        const { kept, sameAs, whose, unread, doubted, aside, because } = request.query;
        const century = centuryFrom(request.query);
        const confirmations = { kept, sameAs, whose, unread, doubted, aside, century, because };
        const received = { ...confirmations, file, fileName, sha256, table, mapping };
        const context = handoverContextOf(commandContext(request, http, sha256));
        const { handled, content } = await recordNationalAnswer(dependencies, sent, received, context);
        return sendWritten(reply, handled, content);
      });
    },
  );
};

/** Answers of the national database: a file is looked at first, then recorded. */
export const answerRoutes = (app: ServiceApp, dependencies: AnswerRoutesDependencies): void => {
  preview(app, dependencies);
  recording(app, dependencies);
};
