import { createReadStream } from "node:fs";
import { CommandRejected, everyDocument } from "@sogoc/core";
import { HandoverFigures } from "@sogoc/events";
import {
  CommandHeaders,
  commandContext,
  principalOf,
  type ServiceApp,
  sendWritten,
  Written,
  withUpload,
} from "@sogoc/http";
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type HandoverCommand, handoverDecider, handoverFigures } from "../domain/handover.ts";
import {
  AnswerMapping,
  proposeColumns,
  proposeMapping,
  readAnswerLines,
  readAnswerTable,
  statusesIn,
} from "../handover/answer-file.ts";
import { fitAnswer } from "../handover/answer-size.ts";
import { matchAnswer } from "../handover/match-answer.ts";
import { readManifest } from "../handover/package-manifest.ts";
import type { ReviewParts } from "../review-parts.ts";

const Id = z.string().min(1).max(80);
const BookParams = z.object({ bookId: Id });
const Reason = z.string().trim().min(3).max(500);
const MAX_ANSWER = 20 * 2 ** 20;
const readers = ["data-manager", "acceptor", "unit-admin", "auditor"] as const;

const Outstanding = z.object({
  recordId: z.string(),
  number: z.string(),
  reason: z.string().nullable().describe("Why it was refused; null where the answer did not name it."),
  confirmed: z.string().nullable(),
  corrected: z.boolean().describe("It was changed since it was handed over."),
});
const Package = z.object({
  sequence: z.int(),
  exportId: z.string(),
  records: z.int(),
  manifestSha256: z.string(),
  handedOverBy: z.string(),
  note: z.string().optional(),
});

/** What was sent to the national database, what came back, and the second acceptance. */
export const handoverRoutes = (app: ServiceApp, parts: ReviewParts): void => {
  const { commands } = parts.runtime;

  const getBook = async (bookId: string) => {
    const book = await parts.books.find(bookId);
    if (!book) throw new CommandRejected("book-unknown");
    return book;
  };

  const unitOfBook = async (request: FastifyRequest) =>
    (await getBook((request.params as z.infer<typeof BookParams>).bookId)).unitId;

  const placeOf = async (bookId: string) => {
    const { unitId, recordType, bookNumber } = await getBook(bookId);
    return { bookId, unitId, recordType, bookNumber };
  };

  const send = (request: FastifyRequest, bookId: string, command: HandoverCommand, content?: string) =>
    commands.handle(handoverDecider, bookId, command, commandContext(request, parts.http, content));

  /** Records of the book now, and how many of them no accepted batch holds. */
  const standingOf = async (bookId: string) => {
    const records = await everyDocument(parts.records, { where: { bookId, status: "entered" } });
    const batchIds = [...new Set(records.map(({ batchId }) => batchId))];
    const accepted = await everyDocument(parts.reviews, {
      where: { batchId: { in: batchIds }, status: "accepted" },
    });
    const done = new Set(accepted.map(({ batchId }) => batchId));
    return {
      inBook: records.length,
      notAccepted: records.filter(({ batchId }) => !done.has(batchId)).length,
    };
  };

  app.get(
    "/handovers/:bookId",
    {
      config: { permission: { roles: [...readers], area: unitOfBook }, refusals: ["book-unknown"] },
      schema: {
        tags: ["handovers"],
        summary: "Bàn giao của một sổ / A book's ledger: packages, answers, what is outstanding",
        params: BookParams,
        response: {
          200: z.object({
            bookId: z.string(),
            status: z.enum(["none", "in-work", "accepted"]),
            answered: z.int(),
            figures: HandoverFigures.nullable(),
            packages: z.array(Package),
            outstanding: z.array(Outstanding),
            ready: z.object({ inBook: z.int(), notAccepted: z.int() }),
          }),
        },
      },
    },
    async (request) => {
      const { bookId } = request.params;
      const { state } = await commands.load(handoverDecider, bookId);
      const outstanding = [...state.outstanding.values()];
      const now = await parts.records.findMany(outstanding.map(({ recordId }) => recordId));
      return {
        bookId,
        status: state.status,
        answered: state.answered,
        figures: state.packages.length === 0 ? null : handoverFigures(state),
        packages: state.packages.map((one) => Package.parse(one)),
        outstanding: outstanding.map(({ recordId, number, revision, reason, confirmed }) => ({
          recordId,
          number,
          reason: reason ?? null,
          confirmed: confirmed ?? null,
          corrected: (now.get(recordId)?.revision ?? 0) > revision,
        })),
        ready: await standingOf(bookId),
      };
    },
  );

  app.post(
    "/handovers/:bookId/packages",
    {
      config: {
        permission: { roles: ["data-manager"], area: unitOfBook },
        refusals: [
          "answer-outstanding",
          "book-not-accepted",
          "book-unknown",
          "export-not-ready",
          "export-unknown",
          "handover-accepted",
          "nothing-to-hand-over",
          "package-incomplete",
          "record-not-outstanding",
          "refusal-not-answered",
        ],
      },
      schema: {
        tags: ["handovers"],
        summary:
          "Bàn giao một gói đã xuất / Hand over an exported package: the book first, corrections after",
        headers: CommandHeaders,
        params: BookParams,
        body: z.strictObject({ exportId: Id, note: z.string().trim().max(500).optional() }),
        response: { 201: Written.extend({ bookId: z.string() }) },
      },
    },
    async (request, reply) => {
      const { bookId } = request.params;
      const { exportId, note } = request.body;
      const { manifestSha256, workbook, scans, records } = await readManifest(parts, bookId, exportId);
      const handed = await send(request, bookId, {
        type: "HandOver",
        data: {
          ...(await placeOf(bookId)),
          exportId,
          manifestSha256,
          workbookSha256: workbook.sha256,
          scansSha256: scans.sha256,
          ...(note === undefined || note === "" ? {} : { note }),
          handedOverBy: commandContext(request, parts.http).actor.account,
        },
        records,
        ...(await standingOf(bookId)),
      });
      return sendWritten(reply, handed, { bookId }, 201);
    },
  );

  app.post(
    "/handovers/:bookId/answers/preview",
    {
      bodyLimit: MAX_ANSWER,
      config: {
        permission: { roles: ["data-manager"], area: unitOfBook },
        refusals: [
          "answer-not-awaited",
          "answer-too-large",
          "answer-unreadable",
          "book-unknown",
          "not-handed-over",
          "workbook-refused",
        ],
      },
      schema: {
        tags: ["handovers"],
        summary: "Xem trước tệp kết quả / What the columns of an answer file are; nothing is stored",
        consumes: ["multipart/form-data"],
        params: BookParams,
        response: {
          200: z.object({
            headerRow: z.int(),
            headings: z.array(z.string()),
            statuses: z.array(z.string()).describe("Different texts of the proposed status column."),
            columns: z
              .object({ number: z.int().optional(), status: z.int().optional(), reason: z.int().optional() })
              .describe("What the headings tell, also where no whole mapping can be proposed."),
            proposal: AnswerMapping.nullable().describe(
              "Null where a column, or any text of the status column, is not understood: a person maps it.",
            ),
            rows: z.array(z.object({ row: z.int(), cells: z.array(z.string()) })),
          }),
        },
      },
    },
    async (request) =>
      withUpload(request, MAX_ANSWER, async ({ file, fileName }) => {
        const table = await readAnswerTable(file, fileName);
        const proposal = proposeMapping(table) ?? null;
        const columns = proposeColumns(table);
        const statuses = columns.status === undefined ? [] : statusesIn(table, columns.status);
        return {
          headerRow: table.headerRow,
          headings: [...table.headings],
          columns,
          proposal,
          statuses: statuses.slice(0, 50),
          rows: table.rows.slice(0, 20).map(({ row, cells }) => ({ row, cells: [...cells] })),
        };
      }),
  );

  app.post(
    "/handovers/:bookId/answers",
    {
      bodyLimit: MAX_ANSWER,
      config: {
        permission: { roles: ["data-manager"], area: unitOfBook },
        refusals: [
          "answer-not-awaited",
          "answer-too-large",
          "answer-unreadable",
          "book-unknown",
          "handover-accepted",
          "not-handed-over",
          "record-not-outstanding",
          "workbook-refused",
        ],
      },
      schema: {
        tags: ["handovers"],
        summary: "Ghi nhận kết quả từ cơ sở dữ liệu quốc gia / Record the national database's answer",
        consumes: ["multipart/form-data"],
        headers: CommandHeaders,
        params: BookParams,
        querystring: z.object({
          mapping: z
            .string()
            .max(900)
            .optional()
            .describe(
              "JSON of the columns as the preview proposes them; left out = the proposal, `answer-unreadable` where there is none.",
            ),
        }),
        response: {
          200: Written.extend({ loaded: z.int(), refused: z.int(), missing: z.int(), unknown: z.int() }),
        },
      },
    },
    async (request, reply) => {
      const { bookId } = request.params;
      const recordedBy = principalOf(request).account;
      const { state } = await commands.load(handoverDecider, bookId);
      const last = state.packages.at(-1);
      if (!last) throw new CommandRejected("not-handed-over");
      const { records } = await readManifest(parts, bookId, last.exportId);
      const { openingYear } = await getBook(bookId);
      const place = await placeOf(bookId);
      return withUpload(request, MAX_ANSWER, async ({ file, fileName, sha256 }) => {
        const table = await readAnswerTable(file, fileName);
        const mapping = mappingFrom(request.query.mapping) ?? proposeMapping(table);
        if (!mapping) throw notUnderstood();
        const answer = fitAnswer({
          ...matchAnswer(records, readAnswerLines(table, mapping), openingYear),
          ...(last.sequence > 1 ? { packedRecordIds: records.map(({ recordId }) => recordId) } : {}),
        });
        await parts.ports.blobs.put(createReadStream(file));
        const data = { ...place, fileName, sha256, ...answer, recordedBy };
        const handled = await send(request, bookId, { type: "RecordAnswer", data }, sha256).catch(
          async (error: unknown) => {
            if (error instanceof CommandRejected) await parts.ports.blobs.takeBack?.(sha256);
            throw error;
          },
        );
        // Said twice, it is answered as it was the first time, whatever package has gone out since.
        const recorded = handled.events.find((event) => event.type === "NationalAnswerRecorded");
        const { loaded, refused, missing, unknown } = recorded?.data ?? answer;
        return sendWritten(reply, handled, {
          loaded,
          refused: refused.length,
          missing: missing.length,
          unknown: unknown.length,
        });
      });
    },
  );

  app.post(
    "/handovers/:bookId/confirm",
    {
      config: {
        permission: { roles: ["data-manager"], area: unitOfBook },
        refusals: [
          "answer-not-awaited",
          "answer-too-large",
          "book-unknown",
          "handover-accepted",
          "not-handed-over",
          "record-not-outstanding",
        ],
      },
      schema: {
        tags: ["handovers"],
        summary: "Xác nhận trường hợp bị từ chối là đúng theo sổ / A refused record stays as the paper says",
        headers: CommandHeaders,
        params: BookParams,
        body: z.strictObject({ recordId: Id, reason: Reason }),
        response: { 200: Written.extend({ recordId: z.string() }) },
      },
    },
    async (request, reply) => {
      const { bookId } = request.params;
      const { recordId, reason } = request.body;
      const { state } = await commands.load(handoverDecider, bookId);
      const number = state.outstanding.get(recordId)?.number ?? "";
      const confirmedBy = commandContext(request, parts.http).actor.account;
      const data = { ...(await placeOf(bookId)), recordId, number, reason, confirmedBy };
      return sendWritten(reply, await send(request, bookId, { type: "ConfirmRefusal", data }), { recordId });
    },
  );

  app.post(
    "/handovers/:bookId/accept",
    {
      config: {
        permission: { roles: ["acceptor"], area: unitOfBook },
        refusals: [
          "book-unknown",
          "handed-over-by-yourself",
          "handover-accepted",
          "handover-incomplete",
          "not-handed-over",
        ],
      },
      schema: {
        tags: ["handovers"],
        summary: "Nghiệm thu kết quả quản lý dữ liệu / Accept the result of the unit that manages the data",
        headers: CommandHeaders,
        params: BookParams,
        body: z.strictObject({ note: z.string().trim().max(500).optional() }),
        response: { 200: Written.extend({ bookId: z.string() }) },
      },
    },
    async (request, reply) => {
      const { bookId } = request.params;
      const accountId = commandContext(request, parts.http).actor.account;
      const handled = await send(request, bookId, { type: "AcceptHandover", ...request.body, accountId });
      return sendWritten(reply, handled, { bookId });
    },
  );
};

const notUnderstood = () =>
  new CommandRejected("answer-unreadable", {}, [
    {
      pointer: "/querystring/mapping",
      detail:
        "Không hiểu hết các cột hoặc trạng thái của tệp; hãy xem trước và chỉ rõ chữ nào nghĩa là đã nạp.",
      detailEn:
        "Not every column or status of the file is understood; preview it and say which texts mean loaded.",
    },
  ]);

/** Throws `invalid-request` with a pointer for a mapping that is none. */
const mappingFrom = (text: string | undefined): AnswerMapping | undefined => {
  if (text === undefined) return undefined;
  try {
    return AnswerMapping.parse(JSON.parse(text));
  } catch {
    throw new CommandRejected("invalid-request", {}, [
      {
        pointer: "/querystring/mapping",
        detail: "Không đọc được cách ghép cột. / The mapping cannot be read.",
      },
    ]);
  }
};
