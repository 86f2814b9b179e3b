import { isClosedOn, logReading } from "@sogoc/access";
import {
  between,
  type CommandContext,
  CommandRejected,
  type Page,
  type PageAsked,
  type Where,
} from "@sogoc/core";
import {
  foldForSearch,
  foldPlace,
  formatBookNumber,
  kindOfPlace,
  parseBookNumber,
  parseRegistrationNumber,
  placesIn,
} from "@sogoc/registers";
import type { Dependencies } from "../dependencies.ts";
import { unitNameOf } from "../figures/scope.ts";
import { byNumber, type RecordView } from "../read-models/records.ts";
import { withoutHiddenBatches } from "../steps/require-may-see-first-keying.ts";

/** What somebody searches by; days are days in Viet Nam. */
export interface RecordSearch extends PageAsked {
  /** Names, with or without accents; the last word may be begun. */
  readonly words?: string | undefined;
  /** Registration number: 7, 07, 7a, 7/2008. */
  readonly number?: string | undefined;
  readonly bookNumber?: string | undefined;
  /** The office as the book writes it, whole or begun: `UBND xã Bình Khê`, `Bình Khê`. */
  readonly office?: string | undefined;
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
  readonly status?: RecordView["status"] | undefined;
}

const unreadable = (pointer: string, detail: string) =>
  new CommandRejected("invalid-request", {}, [{ pointer, detail }]);

/** Without any of these a search would list a whole area's people. */
const criteria = [
  "words",
  "number",
  "bookNumber",
  "office",
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
): Pick<Where<RecordView>, "sortNumber" | "number" | "registeredYear"> => {
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

/** Greater than every letter that a folded name goes on with. */
const LAST = "\uffff";

/** A kind of place finds what says the same one, and what says none. */
const kindCondition = (place: string): Pick<Where<RecordView>, "officeKind"> => {
  const kind = kindOfPlace(place);
  return { officeKind: kind === undefined ? undefined : { in: [kind, ""] } };
};

/** `UBND thị trấn Thanh Lâm` is another office than `UBND xã Thanh Lâm`; `Thanh Lâm` is both. */
const officeConditions = (text: string): Pick<Where<RecordView>, "office" | "officeKind"> => {
  const [place = ""] = placesIn(text);
  const office = foldPlace(place);
  if (office === "") throw unreadable("/office", "Nơi đăng ký chưa có chữ nào. / The office has no letter.");
  return { office: between(office, `${office}${LAST}`), ...kindCondition(place) };
};

/** A date of which only the year is known is found by every day of that year. */
const conditionsOf = (search: RecordSearch, scope: readonly string[]): Where<RecordView> => ({
  unitId: { in: scope },
  ...(search.number === undefined ? undefined : numberConditions(search.number)),
  bookNumber: search.bookNumber === undefined ? undefined : bookCondition(search.bookNumber),
  ...(search.office ? officeConditions(search.office) : undefined),
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

/** Where somebody searches: the units that they chose, among those that they may see. */
export interface SearchScope {
  readonly units: readonly string[];
  readonly area: readonly string[];
}

/** The names of a unit that is no more: its books may be registered with whoever took over. */
const formerNames = (
  { directory }: Dependencies<"directory">,
  unitId: string | undefined,
): readonly string[] => {
  const { units, day = "" } = directory.tree();
  const unit = unitId === undefined ? undefined : units.get(unitId);
  if (!unit || !isClosedOn(unit, day)) return [];
  return [...unit.names.map(({ name }) => name), ...unit.aliases];
};

/** Which of these names the office that is searched for begins. */
const namesBegunBy = (names: readonly string[], office: string | undefined): readonly string[] => {
  const [place = ""] = placesIn(office ?? "");
  const [begun, kind] = [foldPlace(place), kindOfPlace(place)];
  return names.filter((name) => {
    const ofName = kindOfPlace(name);
    return foldPlace(name).startsWith(begun) && (!kind || !ofName || kind === ofName);
  });
};

/**
 * Books of others in the area that a unit that is no more has written, by its names: a name without
 * a kind of place finds every kind, others their own kind and what says none. No book is asked for
 * twice.
 */
const writtenBy = (names: readonly string[], { units, area }: SearchScope): readonly Where<RecordView>[] => {
  const chosen = new Set(units);
  const unitId = { in: area.filter((id) => !chosen.has(id)) };
  const folded = (some: readonly string[]) => [...new Set(some.map(foldPlace))];
  const ofAnyKind = folded(names.filter((name) => kindOfPlace(name) === undefined));
  const ofOneKind = names.filter((name) => !ofAnyKind.includes(foldPlace(name)));
  // Those that say no kind are asked for once for each name.
  const asked = new Set<string>();
  const byKind = [...Map.groupBy(ofOneKind, (name) => kindOfPlace(name) ?? "")].flatMap(([kind, some]) => {
    const { before = [], first = [] } = Object.groupBy(folded(some), (name) =>
      asked.has(name) ? "before" : "first",
    );
    for (const name of first) asked.add(name);
    return [
      { office: { in: first }, officeKind: { in: [kind, ""] } },
      { office: { in: before }, officeKind: { in: [kind] } },
    ];
  });
  return [{ office: { in: ofAnyKind } }, ...byKind]
    .filter(({ office }) => office.in.length > 0)
    .map((one) => ({ ...one, unitId }));
};

/** Goes from one question to the next as each comes to its end; a cursor tells at which it is. */
const inTurn = async <Item>(
  ask: (where: Where<RecordView>, asked: PageAsked) => Promise<Page<Item>>,
  questions: readonly Where<RecordView>[],
  { limit, after = "0:" }: PageAsked,
): Promise<Page<Item>> => {
  const at = Number.parseInt(after, 10);
  const where = questions[at];
  if (where === undefined) throw unreadable("/after", "Con trỏ không hợp lệ. / Invalid cursor.");
  const page = await ask(where, { limit, after: after.slice(after.indexOf(":") + 1) || undefined });
  if (page.next !== undefined) return { ...page, next: `${at}:${page.next}` };
  const rest = limit - page.items.length;
  const isLast = at + 1 >= questions.length;
  if (isLast || rest === 0) return isLast ? page : { ...page, next: `${at + 1}:` };
  const following = await inTurn(ask, questions, { limit: rest, after: `${at + 1}:` });
  return { ...following, items: [...page.items, ...following.items] };
};

/**
 * Records of the scope, by date and number, without those of batches that the caller must not see.
 * Whoever finds them is recorded first. Throws `invalid-request` for a search without anything to
 * search by, or that cannot be read.
 */
export const searchRecords = async (
  dependencies: Dependencies<"batches" | "clock" | "commands" | "directory" | "records">,
  scope: SearchScope,
  search: RecordSearch,
  context: CommandContext,
) => {
  requireCriterion(search);
  const { words, limit, after } = search;
  const own = {
    ...conditionsOf(search, scope.units),
    ...(await withoutHiddenBatches(dependencies, context.actor, { unitId: { in: scope.area } })),
  };
  const ask = (where: Where<RecordView>, asked: PageAsked) =>
    dependencies.records.query({
      where,
      words: words ? foldForSearch(words) : undefined,
      orderBy: [{ column: "registeredFrom" }, ...byNumber],
      limit: asked.limit,
      after: asked.after,
    });
  const former = namesBegunBy(formerNames(dependencies, search.unitId), search.office);
  const where = [own, ...writtenBy(former, scope).map((one) => ({ ...own, ...one }))];
  const page = await inTurn(ask, where, { limit, after });
  const batchOf = await dependencies.batches.findMany([...new Set(page.items.map(({ batchId }) => batchId))]);
  await logReading(
    dependencies.commands,
    context,
    page.items.map(({ id }) => id),
    "look-up",
  );
  const items = page.items.map((row) => ({
    row,
    unitName: unitNameOf(dependencies, row.unitId),
    batchState: batchOf.get(row.batchId)?.state ?? null,
  }));
  return { ...page, items };
};
