import { z } from "zod";
import ethnicGroups from "../data/code-tables/ethnic-groups.json" with { type: "json" };
import identityPapers from "../data/code-tables/identity-papers.json" with { type: "json" };
import nationalities from "../data/code-tables/nationalities.json" with { type: "json" };
import person from "../data/code-tables/person.json" with { type: "json" };
import registration from "../data/code-tables/registration.json" with { type: "json" };
import { foldListName } from "./fold.ts";

/** `code` is what the cell holds: a digit, or in lists of names the name itself. */
export const CodeTableEntry = z.strictObject({
  code: z.string(),
  label_vi: z.string(),
  label_en: z.string().optional(),
  aliases: z.array(z.string()).optional(),
  level: z.enum(["group", "subgroup"]).optional(),
  parent: z.string().optional(),
  nationalCode: z.string().nullable().optional(),
  note: z.string().optional(),
});
export type CodeTableEntry = z.infer<typeof CodeTableEntry>;

export const CodeTable = z.strictObject({
  name: z.string(),
  confidence: z.string(),
  source: z.string(),
  entries: z.array(CodeTableEntry).min(1),
});
export type CodeTable = z.infer<typeof CodeTable>;

export const codeTables: readonly CodeTable[] = z
  .array(CodeTable)
  .parse([...registration, ...person, ...identityPapers, ...ethnicGroups, ...nationalities]);

const byName = new Map(codeTables.map((table) => [table.name, table]));

export const findCodeTable = (name: string): CodeTable | undefined => byName.get(name);

/** Throws `RangeError` for a name that the data does not have. */
export const getCodeTable = (name: string): CodeTable => {
  const table = byName.get(name);
  if (table === undefined) throw new RangeError(`Unknown code table ${name}`);
  return table;
};

/**
 * `entry` when the text means one entry; `candidates` holds all of them when it may mean several.
 */
export interface ListMatch {
  readonly entry: CodeTableEntry | undefined;
  readonly candidates: readonly CodeTableEntry[];
}

interface TableIndex {
  readonly exact: ReadonlyMap<string, CodeTableEntry>;
  readonly folded: ReadonlyMap<string, readonly CodeTableEntry[]>;
  readonly short: ReadonlyMap<string, readonly CodeTableEntry[]>;
}

const indexes = new WeakMap<CodeTable, TableIndex>();
const noMatch: ListMatch = { entry: undefined, candidates: [] };

const group = (pairs: Iterable<readonly [string, CodeTableEntry]>): Map<string, CodeTableEntry[]> => {
  const groups = new Map<string, CodeTableEntry[]>();
  for (const [key, entry] of pairs) {
    const list = groups.get(key) ?? [];
    if (!list.includes(entry)) list.push(entry);
    groups.set(key, list);
  }
  return groups;
};

const indexOf = (table: CodeTable): TableIndex => {
  const known = indexes.get(table);
  if (known !== undefined) return known;
  const index: TableIndex = {
    exact: new Map(table.entries.map((entry) => [entry.code, entry])),
    folded: group(
      table.entries.flatMap((entry) =>
        [entry.code, ...(entry.aliases ?? [])].map((text) => [foldListName(text), entry] as const),
      ),
    ),
    short: group(
      table.entries.flatMap((entry) => {
        const inner = entry.level === "subgroup" ? /\((.*)\)$/u.exec(entry.code)?.[1] : undefined;
        return [entry.label_vi, ...(inner === undefined ? [] : [inner])].map(
          (text) => [foldListName(text), entry] as const,
        );
      }),
    ),
  };
  indexes.set(table, index);
  return index;
};

const match = (candidates: readonly CodeTableEntry[] | undefined): ListMatch | undefined => {
  if (candidates === undefined) return undefined;
  return { entry: candidates.length === 1 ? candidates[0] : undefined, candidates };
};

/**
 * Find an entry by code, name, alias or label. Case, hyphens, spaces and apostrophes do not matter;
 * tone marks do, so that Thái, Thổ and Tày stay apart. The whole name goes before the bare name of
 * a subgroup ("Thổ" is the group).
 */
export const lookupEntry = (table: CodeTable, text: string): ListMatch => {
  const index = indexOf(table);
  const exact = index.exact.get(text);
  if (exact !== undefined) return { entry: exact, candidates: [exact] };
  const folded = foldListName(text);
  if (folded === "") return noMatch;
  return match(index.folded.get(folded)) ?? match(index.short.get(folded)) ?? noMatch;
};
