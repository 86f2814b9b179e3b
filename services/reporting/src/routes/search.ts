import { between, CommandRejected, type Where } from "@sogoc/core";
import { logReadingOf, principalOf, type ServiceApp } from "@sogoc/http";
import {
  findRecordType,
  foldForSearch,
  formatBookNumber,
  parseBookNumber,
  parseRegistrationNumber,
} from "@sogoc/registers";
import { z } from "zod";
import { scopeOf, unitNameOf } from "../figures/scope.ts";
import type { RecordRow } from "../read-models/records.ts";
import type { ReportingParts } from "../reporting-parts.ts";
import { isBlindTo } from "./blind-keying.ts";
import { recordReaders } from "./roles.ts";
import { Day, FoundRecord, Id } from "./shapes.ts";

const SearchBody = z.strictObject({
  words: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe("Names, with or without accents; the last word may be begun."),
  number: z.string().trim().max(24).optional().describe("Registration number: 7, 07, 7a, 7/2008."),
  bookNumber: z.string().trim().max(15).optional(),
  recordType: z
    .string()
    .max(10)
    .refine((code) => findRecordType(code) !== undefined, "Loại sổ không có. / No such book type.")
    .optional(),
  unitId: Id.optional(),
  bookId: Id.optional(),
  registeredFrom: Day.optional(),
  registeredTo: Day.optional(),
  keyedBy: Id.optional().describe("Account that keyed or imported it first."),
  keyedFrom: Day.optional().describe("Day in Viet Nam."),
  keyedTo: Day.optional(),
  changedBy: Id.optional().describe("Account that changed it last, after it was keyed."),
  changedFrom: Day.optional(),
  changedTo: Day.optional(),
  status: z.enum(["entered", "voided"]).optional(),
  limit: z.int().min(1).max(200).default(50),
  after: z.string().max(4_000).optional(),
});
type SearchBody = z.infer<typeof SearchBody>;

/** Made once: a schema compiles itself when it is first used. */
const StoredPart = FoundRecord.omit({ unitName: true, batchState: true });

const unreadable = (pointer: string, detail: string) =>
  new CommandRejected("invalid-request", {}, [{ pointer, detail }]);

/** Without any of these a search would list a whole area's people. */
const criteria = [
  "words",
  "number",
  "bookNumber",
  "bookId",
  "unitId",
  "registeredFrom",
  "registeredTo",
  ...(["keyedBy", "keyedFrom", "keyedTo", "changedBy", "changedFrom", "changedTo"] as const),
] as const;

const requireCriterion = (body: SearchBody): void => {
  if (criteria.some((name) => body[name] !== undefined && body[name] !== "")) return;
  throw unreadable(
    "/words",
    "Cần ít nhất một điều kiện tra cứu. / At least one thing to search by is needed.",
  );
};

/** `7` finds 7 of every year and suffix; a suffix or a year narrows it. */
const numberConditions = (
  text: string,
): Pick<Where<RecordRow>, "sortNumber" | "number" | "registeredYear"> => {
  const parsed = parseRegistrationNumber(text);
  if (!parsed) throw unreadable("/number", "Số đăng ký phải là chữ số. / The number must be digits.");
  const { number, year } = parsed;
  const suffix = parsed.suffix.toLowerCase();
  const own = `${number}${suffix}`;
  return {
    sortNumber: number,
    number: year !== undefined ? { in: [own, `${own}/${year}`] } : suffix === "" ? undefined : own,
    registeredYear: year,
  };
};

const bookCondition = (text: string): string => {
  const parsed = parseBookNumber(text);
  if (!parsed) throw unreadable("/bookNumber", "Quyển số phải có dạng NN/YYYY. / NN/YYYY.");
  return formatBookNumber(parsed);
};

/** A date of which only the year is known is found by every day of that year. */
const conditionsOf = (body: SearchBody, scope: readonly string[]): Where<RecordRow> => ({
  unitId: { in: scope },
  ...(body.number === undefined ? {} : numberConditions(body.number)),
  bookNumber: body.bookNumber === undefined ? undefined : bookCondition(body.bookNumber),
  recordType: body.recordType,
  bookId: body.bookId,
  status: body.status,
  registeredTo: between(body.registeredFrom, undefined),
  registeredFrom: between(undefined, body.registeredTo),
  keyedBy: body.keyedBy,
  keyedDay: between(body.keyedFrom, body.keyedTo),
  lastChangedBy: body.changedBy,
  lastChangedDay: between(body.changedFrom, body.changedTo),
});

export const searchRoutes = (app: ServiceApp, parts: ReportingParts): void => {
  app.post(
    "/search",
    {
      config: { permission: { roles: [...recordReaders], area: "narrowed-by-query" } },
      schema: {
        tags: ["records"],
        summary:
          "Tra cứu / Search by name without accents, number, book, date, unit, who keyed or changed it and when; POST keeps names out of addresses",
        body: SearchBody,
        response: { 200: z.object({ items: z.array(FoundRecord), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const { words, limit, after, unitId } = request.body;
      requireCriterion(request.body);
      const page = await parts.records.query({
        where: conditionsOf(request.body, scopeOf(request, parts, unitId)),
        words: words ? foldForSearch(words) : undefined,
        orderBy: [{ column: "registeredFrom" }, { column: "sortNumber" }],
        limit,
        after,
      });
      const batches = await parts.batches.findMany([...new Set(page.items.map(({ batchId }) => batchId))]);
      const { account } = principalOf(request);
      const seen = page.items.filter(({ batchId }) => !isBlindTo(batches.get(batchId), account));
      await logReadingOf(request, parts.http, parts.runtime.commands, seen, "look-up");
      const items = seen.map((row) => ({
        ...StoredPart.parse(row),
        unitName: unitNameOf(parts, row.unitId),
        batchState: batches.get(row.batchId)?.state ?? null,
      }));
      return { ...page, items };
    },
  );
};
