import { between, type PageAsked, type WhereOf } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { newestFirst } from "../steps/newest-first.ts";

/** What one account looked at between two moments, left out = from or to any. */
interface ReadingsAsked extends PageAsked {
  readonly account: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * What one account looked at in an area, newest first. A page may come out shorter than asked for:
 * readings of records elsewhere are another auditor's matter.
 */
export const listReadingsOfAccount = async (
  dependencies: Dependencies<"readings" | "records">,
  area: readonly string[],
  { account, from, to, limit, after }: ReadingsAsked,
) => {
  const where = { account, at: between(from, to) } satisfies WhereOf<typeof dependencies.readings>;
  const page = await dependencies.readings.query({ where, orderBy: newestFirst, limit, after });
  const inside = new Set(area);
  const records = await dependencies.records.findMany(page.items.map(({ recordId }) => recordId));
  const items = page.items.filter(({ recordId }) => inside.has(records.get(recordId)?.unitId ?? ""));
  return { ...page, items };
};
