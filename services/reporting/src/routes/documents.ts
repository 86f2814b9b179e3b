import { CommandRejected } from "@sogoc/core";
import { localDay, logReadingOf, type ServiceApp, waitForPosition } from "@sogoc/http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { digitisationReport } from "../documents/digitisation-report.ts";
import { digitisationWorkbook } from "../documents/digitisation-workbook.ts";
import { handoverLedger } from "../documents/handover-ledger.ts";
import { lookUpSheet } from "../documents/look-up-sheet.ts";
import { lotMinutes } from "../documents/lot-minutes.ts";
import { freshness } from "../figures/freshness.ts";
import { periodReport } from "../figures/period-report.ts";
import { scopeOf, topOf, unitNameOf } from "../figures/scope.ts";
import { currentEvents, recordAt } from "../history/record-at.ts";
import type { ReportingParts } from "../reporting-parts.ts";
import { unitOfBook, unitOfRecord } from "./areas.ts";
import { requireSighted } from "./blind-keying.ts";
import { figureReaders, recordReaders } from "./roles.ts";
import { Day, Id, UnitQuery } from "./shapes.ts";

const Period = UnitQuery.extend({ from: Day, to: Day });
const MAX_DAYS = 400;
const DAY_MS = 86_400_000;
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const sendPdf = (reply: FastifyReply, fileName: string, bytes: Buffer) =>
  reply
    .type("application/pdf")
    .header("content-disposition", `inline; filename="${fileName}"`)
    .header("cache-control", "no-store")
    .send(bytes);

/** Papers to sign, to send and to look up with. */
export const documentRoutes = (app: ServiceApp, parts: ReportingParts): void => {
  const getLot = async (request: FastifyRequest) => {
    await waitForPosition(request, parts.http);
    const lot = await parts.lots.find((request.params as { lotId: string }).lotId);
    if (!lot) throw new CommandRejected("lot-unknown");
    return lot;
  };

  app.get(
    "/lots/:lotId/minutes.pdf",
    {
      config: {
        permission: {
          roles: ["acceptor", "checker", "unit-admin", "data-manager", "auditor"],
          area: async (request) => (await getLot(request)).unitId,
        },
        refusals: ["lot-not-decided", "lot-unknown"],
      },
      schema: {
        tags: ["documents"],
        summary: "Biên bản nghiệm thu của lô / The minutes of a lot's acceptance",
        params: z.object({ lotId: Id }),
      },
    },
    async (request, reply) => {
      const lot = await getLot(request);
      if (lot.verdict === null) throw new CommandRejected("lot-not-decided");
      return sendPdf(reply, "bien-ban-nghiem-thu.pdf", await lotMinutes(parts, lot));
    },
  );

  app.get(
    "/books/:bookId/handover.pdf",
    {
      config: {
        permission: {
          roles: ["acceptor", "unit-admin", "data-manager", "auditor"],
          area: unitOfBook(parts),
        },
        refusals: ["book-unknown", "not-handed-over"],
      },
      schema: {
        tags: ["documents"],
        summary: "Sổ theo dõi bàn giao, biên bản khi đã nghiệm thu / A book's hand-over, on paper",
        params: z.object({ bookId: Id }),
      },
    },
    async (request, reply) => {
      const row = await parts.handovers.find(request.params.bookId);
      if (!row) throw new CommandRejected("not-handed-over");
      return sendPdf(reply, "ban-giao.pdf", await handoverLedger(parts, row));
    },
  );

  app.get(
    "/records/:recordId/look-up-sheet.pdf",
    {
      config: {
        permission: { roles: [...recordReaders], area: unitOfRecord(parts) },
        refusals: ["blind-keying", "record-unknown"],
      },
      schema: {
        tags: ["documents"],
        summary: "Phiếu tra cứu, không phải trích lục / A look-up sheet, clearly no official extract",
        params: z.object({ recordId: Id }),
      },
    },
    async (request, reply) => {
      const { recordId } = request.params;
      const events = await parts.ports.store.readStream(`record-${recordId}`);
      const record = recordAt(currentEvents(events));
      if (!record) throw new CommandRejected("record-unknown");
      await requireSighted(parts, request, record.batchId);
      await logReadingOf(request, parts.http, parts.runtime.commands, [record], "look-up");
      const hash = events.at(-1)?.metadata.hash ?? "";
      // Behind "#" no server sees it: the page lays it beside the log by itself.
      const address = `${request.protocol}://${request.host}/tra-cuu/${recordId}#${hash}`;
      return sendPdf(reply, "phieu-tra-cuu.pdf", await lookUpSheet(parts, record, { address, hash }));
    },
  );

  const reportOf = async (request: FastifyRequest, { unitId, from, to }: z.infer<typeof Period>) => {
    if (from > to || Date.parse(to) - Date.parse(from) > MAX_DAYS * DAY_MS) {
      const detail = `Từ ngày phải trước đến ngày, nhiều nhất ${MAX_DAYS} ngày. / At most ${MAX_DAYS} days.`;
      throw new CommandRejected("invalid-request", {}, [{ pointer: "/querystring/from", detail }]);
    }
    const fresh = await freshness(parts, ["books", "days", "lots", "handovers"]);
    const scope = scopeOf(request, parts, unitId);
    const top = topOf(parts.http.directory.tree(), scope);
    const office = top === undefined ? "" : unitNameOf(parts, top);
    return { report: await periodReport(parts, scope, from, to), office, fresh };
  };

  app.get(
    "/report.pdf",
    {
      config: { permission: { roles: [...figureReaders], area: "narrowed-by-query" } },
      schema: {
        tags: ["documents"],
        summary: "Báo cáo Sở Tư pháp theo kỳ / The report to the Sở Tư pháp for a period",
        querystring: Period,
      },
    },
    async (request, reply) => {
      const { report, office, fresh } = await reportOf(request, request.query);
      const now = parts.ports.clock.now().toISOString();
      return sendPdf(reply, "bao-cao.pdf", await digitisationReport(report, office, now, fresh));
    },
  );

  app.get(
    "/report.xlsx",
    {
      config: { permission: { roles: [...figureReaders], area: "narrowed-by-query" } },
      schema: {
        tags: ["documents"],
        summary: "Báo cáo theo kỳ, dạng bảng tính / The same as a workbook",
        querystring: Period,
      },
    },
    async (request, reply) => {
      const { report, office, fresh } = await reportOf(request, request.query);
      const fileName = `bao-cao-${localDay(parts.ports.clock.now())}.xlsx`;
      return reply
        .type(XLSX)
        .header("content-disposition", `attachment; filename="${fileName}"`)
        .send(digitisationWorkbook(report, office, fresh));
    },
  );
};
