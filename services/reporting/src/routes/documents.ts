import { Id, loadedOnce, readingContext, type ServiceApp, textIn, waitForPosition } from "@sogoc/http";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { getLot } from "../steps/get-lot.ts";
import { printHandoverLedger } from "../use-cases/print-handover-ledger.ts";
import { printLookUpSheet, printLookUpSheetRefusals } from "../use-cases/print-look-up-sheet.ts";
import { printLotMinutes, printLotMinutesRefusals } from "../use-cases/print-lot-minutes.ts";
import { unitOfBook, unitOfRecord } from "./areas.ts";
import { rolesThatReadRecords } from "./roles.ts";
import { sendPdf } from "./send-pdf.ts";

type LotMinutesRouteDependencies = Dependencies<
  "batches" | "books" | "checks" | "clock" | "commands" | "directory" | "http" | "lots" | "records" | "store"
>;

/** A paper to sign: what a lot's acceptance rests on. */
export const lotMinutesRoute = (app: ServiceApp, dependencies: LotMinutesRouteDependencies): void => {
  const getLotInPath = loadedOnce(async (request) => {
    await waitForPosition(request, dependencies.http);
    return getLot(dependencies, textIn(request.params, "lotId"));
  });
  app.get(
    "/lots/:lotId/minutes.pdf",
    {
      config: {
        permission: {
          roles: ["acceptor", "checker", "unit-admin", "data-manager", "auditor"],
          area: async (request) => (await getLotInPath(request)).unitId,
        },
        refusals: printLotMinutesRefusals,
      },
      schema: {
        tags: ["documents"],
        summary: "Biên bản nghiệm thu của lô / The minutes of a lot's acceptance",
        params: z.object({ lotId: Id }),
      },
    },
    async (request, reply) => {
      const context = readingContext(request, dependencies.http);
      const minutes = await printLotMinutes(dependencies, await getLotInPath(request), context);
      return sendPdf(reply, "bien-ban-nghiem-thu.pdf", minutes);
    },
  );
};

/** A paper to sign: what of a book was handed over, and what became of it. */
export const handoverRoute = (
  app: ServiceApp,
  dependencies: Dependencies<
    "books" | "clock" | "directory" | "handovers" | "store" | "http" | "supplements"
  >,
): void => {
  app.get(
    "/books/:bookId/handover.pdf",
    {
      config: {
        permission: {
          roles: ["acceptor", "unit-admin", "data-manager", "auditor"],
          area: unitOfBook(dependencies),
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
      sendPdf(reply, "ban-giao.pdf", await printHandoverLedger(dependencies, request.params.bookId)),
  );
};

type LookUpSheetRouteDependencies = Dependencies<
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
export const lookUpSheetRoute = (app: ServiceApp, dependencies: LookUpSheetRouteDependencies): void => {
  app.get(
    "/records/:recordId/look-up-sheet.pdf",
    {
      config: {
        permission: { roles: [...rolesThatReadRecords], area: unitOfRecord(dependencies) },
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
      const context = readingContext(request, dependencies.http);
      const sheet = await printLookUpSheet(dependencies, request.params.recordId, origin, context);
      return sendPdf(reply, "phieu-tra-cuu.pdf", sheet);
    },
  );
};
