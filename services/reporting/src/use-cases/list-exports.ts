import { expiresAt, exportStatusOf, hasEnded } from "@sogoc/access";
import { type Acting, type PageAsked, refusalOf } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { requireMayApproveExport, requireMayDeclineExport } from "../domain/export.ts";
import { officeAt } from "../read-models/book-view.ts";
import type { ExportDecision } from "../read-models/export-decisions.ts";
import type { ExportView } from "../read-models/exports.ts";
import { wasHandedOver } from "../steps/load-export-status.ts";

const stateOf = (decision: ExportDecision | undefined) => {
  const decided = decision?.approved ? "approved" : decision?.declined ? "declined" : "no";
  return { decided, expired: typeof decision?.expiredAt === "string" } as const;
};

const toListed = async (
  dependencies: Dependencies<"books" | "clock" | "handovers">,
  row: ExportView,
  decision: ExportDecision | undefined,
) => {
  const { id: exportId, bookId, unitId, records, kind, account, name, at, manifestSha256 } = row;
  const { book, records: inBookNow = records } = (await dependencies.books.find(bookId)) ?? {};
  const handedOver = await wasHandedOver(dependencies, bookId, manifestSha256);
  const now = dependencies.clock.now();
  const status = exportStatusOf(row, stateOf(decision), { now, handedOver });
  return {
    exportId,
    bookId,
    unitId,
    recordType: book?.recordType ?? "",
    bookNumber: book?.bookNumber ?? "",
    // What was taken away is named as it was, whatever the book was renamed to since.
    office: book ? officeAt(book, at) : "",
    records,
    inBook: row.inBook ?? inBookNow,
    kind,
    askedBy: account,
    askedByName: name,
    at,
    expiresAt: handedOver ? undefined : expiresAt(row),
    standing: status,
    manifestOnly: status === "ready" && hasEnded(row, now),
    decidedByName: decision?.approved?.name ?? decision?.declined?.name,
    decidedAt: decision?.approved?.at ?? decision?.declined?.at,
    declineReason: decision?.declined?.reason,
    revision: decision?.revision ?? -1,
  };
};

/** Why whoever asks may not decide on it: they asked for it, or had a hand in that. */
const barredFrom = ({ account, setters, openers }: ExportView, asker: Acting) => {
  const asked = { accounts: [account], setters, openers };
  const deciding = { account: asker.account, acting: asker };
  return {
    approving: refusalOf(() => requireMayApproveExport(asked, deciding)),
    declining: refusalOf(() => requireMayDeclineExport(asked, deciding)),
  };
};

/**
 * Exports of an area, the newest first: who asked, who released them, until when they lie ready,
 * and why whoever asks may not decide on them, where they may not.
 */
export const listExports = async (
  dependencies: Dependencies<"books" | "clock" | "exportDecisions" | "exports" | "handovers">,
  { unitIds, limit, after }: PageAsked & { readonly unitIds: readonly string[] },
  asker: Acting,
) => {
  const page = await dependencies.exports.query({
    where: { unitId: { in: unitIds } },
    orderBy: [{ column: "at", descending: true }],
    limit,
    after,
  });
  const decisions = await dependencies.exportDecisions.findMany(page.items.map(({ id }) => id));
  const items = await Promise.all(
    page.items.map(async (row) => {
      const listed = await toListed(dependencies, row, decisions.get(row.id));
      return { ...listed, barred: barredFrom(row, asker) };
    }),
  );
  return { items, next: page.next };
};
