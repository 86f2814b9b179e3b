import { logReading } from "@sogoc/access";
import { between, type CommandContext, CommandRejected, type PageAsked, type Where } from "@sogoc/core";
import { foldForSearch, formatBookNumber, parseBookNumber, parseRegistrationNumber } from "@sogoc/registers";
import type { Access } from "../access.ts";
import { unitNameOf } from "../figures/scope.ts";
import type { RecordRow } from "../read-models/records.ts";
import { sightedRows } from "./require-sighted.ts";

/** What somebody searches by; days are days in Viet Nam. */
export interface RecordSearch extends PageAsked {
  /** Names, with or without accents; the last word may be begun. */
  readonly words?: string | undefined;
  /** Registration number: 7, 07, 7a, 7/2008. */
  readonly number?: string | undefined;
  readonly bookNumber?: string | undefined;
  readonly recordType?: string | undefined;
  readonly unitId?: string | undefined;
  readonly bookId?: string | undefined;
  readonly registeredFrom?: string | undefined;
  readonly registeredTo?: string | undefined;
  readonly keyedBy?: string | undefined;
  readonly keyedFrom?: string | undefined;
  readonly keyedTo?: string | undefined;
  readonly changedBy?: string | undefined;
  readonly changedFrom?: string | undefined;
  readonly changedTo?: string | undefined;
  readonly status?: RecordRow["status"] | undefined;
}

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
  "keyedBy",
  "keyedFrom",
  "keyedTo",
  "changedBy",
  "changedFrom",
  "changedTo",
] as const satisfies readonly (keyof RecordSearch)[];

const requireCriterion = (search: RecordSearch): void => {
  if (criteria.some((name) => search[name] !== undefined && search[name] !== "")) return;
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
const conditionsOf = (search: RecordSearch, scope: readonly string[]): Where<RecordRow> => ({
  unitId: { in: scope },
  ...(search.number === undefined ? undefined : numberConditions(search.number)),
  bookNumber: search.bookNumber === undefined ? undefined : bookCondition(search.bookNumber),
  recordType: search.recordType,
  bookId: search.bookId,
  status: search.status,
  registeredTo: between(search.registeredFrom, undefined),
  registeredFrom: between(undefined, search.registeredTo),
  keyedBy: search.keyedBy,
  keyedDay: between(search.keyedFrom, search.keyedTo),
  lastChangedBy: search.changedBy,
  lastChangedDay: between(search.changedFrom, search.changedTo),
});

/**
 * Records of the scope, by date and number, without those of batches that the caller must not see.
 * Whoever finds them is recorded first. Throws `invalid-request` for a search without anything to
 * search by, or that cannot be read.
 */
export const searchRecords = async (
  access: Access<"batches" | "clock" | "commands" | "directory" | "records">,
  scope: readonly string[],
  search: RecordSearch,
  context: CommandContext,
) => {
  requireCriterion(search);
  const { words, limit, after } = search;
  const page = await access.records.query({
    where: conditionsOf(search, scope),
    words: words ? foldForSearch(words) : undefined,
    orderBy: [{ column: "registeredFrom" }, { column: "sortNumber" }],
    limit,
    after,
  });
  const { seen, batchOf } = await sightedRows(access, context.actor.account, page.items);
  await logReading(
    access.commands,
    context,
    seen.map(({ id }) => id),
    "look-up",
  );
  const items = seen.map((row) => ({
    row,
    unitName: unitNameOf(access, row.unitId),
    batchState: batchOf.get(row.batchId)?.state ?? null,
  }));
  return { ...page, items };
};
