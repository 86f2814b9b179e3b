import type { Blobs, CommandHandler, EventStore } from "@sogoc/core";
import {
  commandRoute,
  type HttpPorts,
  Id,
  inShape,
  loadedOnce,
  type OfRequest,
  Reason,
  readingContext,
  type ServiceApp,
  tagged,
  textIn,
  unitOf,
} from "@sogoc/http";
import { z } from "zod";
import type { BookView } from "../read-models/books.ts";
import { getBook } from "../steps/get-book.ts";
import { loadAcceptances } from "../steps/load-acceptances.ts";
import {
  type AcceptHandoverDependencies,
  acceptHandover,
  acceptHandoverRefusals,
} from "../use-cases/accept-handover.ts";
import {
  type ConfirmChangesDependencies,
  confirmChanges,
  confirmChangesRefusals,
} from "../use-cases/confirm-changes.ts";
import {
  type HandOverBookDependencies,
  handOverBook,
  handOverBookRefusals,
} from "../use-cases/hand-over-book.ts";
import {
  type ShowHandoverDependencies,
  showHandover,
  showHandoverRefusals,
} from "../use-cases/show-handover.ts";
import { upholdRefusedRecord, upholdRefusedRecordRefusals } from "../use-cases/uphold-refused-record.ts";
import { answerRoutes } from "./answers.ts";
import { toBarredInWords } from "./barred.ts";
import { handoverContextOf } from "./handover-context-of.ts";
import { HandoverShape, toPackage } from "./handover-shapes.ts";
import { BookParams, Note } from "./shapes.ts";

const BookWritten = z.object({ bookId: z.string() });
const rolesThatRead = ["data-manager", "acceptor", "unit-admin", "auditor"] as const;

const handoverOfBook = (
  app: ServiceApp,
  http: HttpPorts,
  dependencies: ShowHandoverDependencies,
  store: Pick<EventStore, "readStream">,
  getBookInPath: OfRequest<BookView>,
): void => {
  app.get(
    "/handovers/:bookId",
    {
      config: {
        permission: { roles: rolesThatRead, area: unitOf(getBookInPath) },
        refusals: showHandoverRefusals,
      },
      schema: {
        tags: ["handovers"],
        summary: "Bàn giao của một sổ / A book's ledger: packages, answers, what is outstanding",
        params: BookParams,
        response: { 200: HandoverShape },
      },
    },
    async (request, reply) => {
      const context = readingContext(request, http);
      const shown = await showHandover(dependencies, request.params.bookId, context);
      const { isAcceptedNow } = shown;
      const accepted = await loadAcceptances({ store }, request.params.bookId, isAcceptedNow);
      const acceptances = accepted.map(({ decidedBy, ...one }) => {
        return { ...one, by: http.directory.displayName(decidedBy) ?? decidedBy };
      });
      const barred = toBarredInWords(shown.barred);
      const toConfirm = { ...shown.toConfirm, barred: toBarredInWords(shown.toConfirm.barred) };
      const packages = shown.packages.map(toPackage);
      return tagged(reply, inShape(HandoverShape, { ...shown, acceptances, barred, toConfirm, packages }));
    },
  );
};

const handingOver = (
  app: ServiceApp,
  http: HttpPorts,
  dependencies: HandOverBookDependencies,
  getBookInPath: OfRequest<BookView>,
): void => {
  commandRoute(app, http, "/handovers/:bookId/packages", {
    permission: {
      roles: ["data-manager"],
      refusesHeldAccounts: true,
      startsWork: true,
      area: unitOf(getBookInPath),
    },
    needsIfMatch: true,
    refusals: handOverBookRefusals,
    tag: "handovers",
    summary: "Bàn giao một gói đã xuất / Hand over an exported package: the book, then what came since",
    params: BookParams,
    body: z.strictObject({
      exportId: Id,
      note: Note,
      because: Reason.optional().describe(
        "Why cases go out whose marks or findings nobody has settled; `cases-not-let-go` without it.",
      ),
    }),
    answer: BookWritten,
    status: 201,
    run: async ({ body, request }, context) =>
      handOverBook(dependencies, await getBookInPath(request), body, context),
  });
};

const Confirmed = z.strictObject({
  notes: z.array(z.strictObject({ recordId: Id, revision: z.int().min(0) })).max(5_000),
  scans: z
    .array(z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/u), version: z.int().min(1) }))
    .max(5_000),
});

const confirming = (
  app: ServiceApp,
  http: HttpPorts,
  dependencies: ConfirmChangesDependencies,
  getBookInPath: OfRequest<BookView>,
): void => {
  commandRoute(app, http, "/handovers/:bookId/confirm-changes", {
    permission: {
      roles: ["data-manager", "acceptor"],
      refusesHeldAccounts: true,
      area: unitOf(getBookInPath),
    },
    needsIfMatch: true,
    refusals: confirmChangesRefusals,
    tag: "handovers",
    summary:
      "Xác nhận ghi chú, ảnh quét thêm sau nghiệm thu / Confirm what one person put beside what was accepted",
    params: BookParams,
    body: Confirmed.describe("The notes and scans that were looked at, as `toConfirm` lists them."),
    answer: BookWritten,
    run: async ({ body, request }, context) =>
      confirmChanges(dependencies, await getBookInPath(request), body, handoverContextOf(context)),
  });
};

const closing = (
  app: ServiceApp,
  http: HttpPorts,
  dependencies: AcceptHandoverDependencies,
  getBookInPath: OfRequest<BookView>,
): void => {
  const { commands } = dependencies;
  commandRoute(app, http, "/handovers/:bookId/confirm", {
    permission: { roles: ["data-manager"], refusesHeldAccounts: true, area: unitOf(getBookInPath) },
    needsIfMatch: true,
    refusals: upholdRefusedRecordRefusals,
    tag: "handovers",
    summary: "Xác nhận trường hợp bị từ chối là đúng theo sổ / A refused record stays as the paper says",
    params: BookParams,
    body: z.strictObject({ recordId: Id, reason: Reason }),
    answer: z.object({ recordId: z.string() }),
    run: async ({ body, request }, context) =>
      upholdRefusedRecord(commands, await getBookInPath(request), body, handoverContextOf(context)),
  });
  commandRoute(app, http, "/handovers/:bookId/accept", {
    permission: { roles: ["acceptor"], refusesHeldAccounts: true, area: unitOf(getBookInPath) },
    needsIfMatch: true,
    refusals: acceptHandoverRefusals,
    tag: "handovers",
    summary: "Nghiệm thu kết quả quản lý dữ liệu / Accept the result of the unit that manages the data",
    params: BookParams,
    body: z.strictObject({
      note: Note,
      setAside: z
        .int()
        .min(1)
        .optional()
        .describe("How many of `setAside` were looked at; `refusals-set-aside` while it is another number."),
      doubted: z
        .int()
        .min(1)
        .optional()
        .describe("How many of `doubtedLines` were looked at; `answer-doubts-unseen` otherwise."),
    }),
    answer: BookWritten,
    run: ({ params, body }, context) => acceptHandover(dependencies, params.bookId, body, context),
  });
};

/** Hand-overs: packages for the national database, its answers, and the second acceptance. */
export const handoverRoutes = (
  app: ServiceApp,
  http: HttpPorts,
  dependencies: ShowHandoverDependencies &
    HandOverBookDependencies & { readonly commands: CommandHandler; readonly blobs: Blobs },
  store: Pick<EventStore, "readStream">,
): void => {
  const { commands, blobs, exports, directory, records } = dependencies;
  const getBookInPath = loadedOnce(({ params }) => getBook(dependencies.books, textIn(params, "bookId")));
  handoverOfBook(app, http, dependencies, store, getBookInPath);
  handingOver(app, http, dependencies, getBookInPath);
  answerRoutes(app, { http, commands, blobs, exports, directory, records, getBookInPath, store });
  confirming(app, http, dependencies, getBookInPath);
  closing(app, http, dependencies, getBookInPath);
};
