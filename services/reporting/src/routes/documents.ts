import { Id, loadedOnce, readingContext, type ServiceApp, textIn, waitForPosition } from "@sogoc/http";
import { z } from "zod";
import type { Access } from "../access.ts";
import { getLot } from "../steps/get-lot.ts";
import { printHandoverLedger } from "../use-cases/print-handover-ledger.ts";
import { printLookUpSheet, printLookUpSheetRefusals } from "../use-cases/print-look-up-sheet.ts";
import { printLotMinutes } from "../use-cases/print-lot-minutes.ts";
import { unitOfBook, unitOfRecord } from "./areas.ts";
import { recordReaders } from "./roles.ts";
import { sendPdf } from "./send-pdf.ts";

type LotMinutesAccess = Access<
  "batches" | "books" | "checks" | "clock" | "directory" | "http" | "lots" | "records" | "store"
>;

/** A paper to sign: what a lot's acceptance rests on. */
export const lotMinutesRoute = (app: ServiceApp, access: LotMinutesAccess): void => {
  const lotOf = loadedOnce(async (request) => {
    await waitForPosition(request, access.http);
    return getLot(access, textIn(request.params, "lotId"));
  });
  app.get(
    "/lots/:lotId/minutes.pdf",
    {
      config: {
        permission: {
          roles: ["acceptor", "checker", "unit-admin", "data-manager", "auditor"],
          area: async (request) => (await lotOf(request)).unitId,
        },
        refusals: ["lot-not-decided", "lot-unknown"],
      },
      schema: {
        tags: ["documents"],
        summary: "Biên bản nghiệm thu của lô / The minutes of a lot's acceptance",
        params: z.object({ lotId: Id }),
      },
    },
    async (request, reply) =>
      sendPdf(reply, "bien-ban-nghiem-thu.pdf", await printLotMinutes(access, await lotOf(request))),
  );
};

/** A paper to sign: what of a book was handed over, and what became of it. */
export const handoverRoute = (
  app: ServiceApp,
  access: Access<"books" | "clock" | "directory" | "handovers" | "http" | "supplements">,
): void => {
  app.get(
    "/books/:bookId/handover.pdf",
    {
      config: {
        permission: {
          roles: ["acceptor", "unit-admin", "data-manager", "auditor"],
          area: unitOfBook(access),
        },
        refusals: ["book-unknown", "not-handed-over"],
      },
      schema: {
        tags: ["documents"],
        summary: "Sổ theo dõi bàn giao, biên bản khi đã nghiệm thu / A book's hand-over, on paper",
        params: z.object({ bookId: Id }),
      },
    },
    async (request, reply) =>
      sendPdf(reply, "ban-giao.pdf", await printHandoverLedger(access, request.params.bookId)),
  );
};

type LookUpSheetAccess = Access<
  | "batches"
  | "blobs"
  | "books"
  | "clock"
  | "commands"
  | "directory"
  | "exports"
  | "http"
  | "records"
  | "store"
>;

/** A paper to look up with. */
export const lookUpSheetRoute = (app: ServiceApp, access: LookUpSheetAccess): void => {
  app.get(
    "/records/:recordId/look-up-sheet.pdf",
    {
      config: {
        permission: { roles: [...recordReaders], area: unitOfRecord(access) },
        refusals: printLookUpSheetRefusals,
      },
      schema: {
        tags: ["documents"],
        summary: "Phiếu tra cứu, không phải trích lục / A look-up sheet, clearly no official extract",
        params: z.object({ recordId: Id }),
      },
    },
    async (request, reply) => {
      const origin = `${request.protocol}://${request.host}`;
      const context = readingContext(request, access.http);
      const sheet = await printLookUpSheet(access, request.params.recordId, origin, context);
      return sendPdf(reply, "phieu-tra-cuu.pdf", sheet);
    },
  );
};
