import { allPages, type WhereOf } from "@sogoc/core";
import { findField, getRecordType } from "@sogoc/registers";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import type { SecondKeyingView } from "../read-models/second-keyings.ts";
import { withoutBatchesKeyedAgain } from "../steps/require-may-see-first-keying.ts";

const Counts = z.object({
  compared: z.int().describe("Fields that two people keyed."),
  differing: z.int(),
  tones: z.int().describe("Of the decided ones: differ in marks above and below letters only."),
  first: z.int().describe("Decided for the first keying: the second was wrong."),
  second: z.int().describe("Decided for the second keying: the first was wrong."),
  neither: z.int().describe("Both were wrong."),
});
type Counts = z.infer<typeof Counts>;

export const FieldDisagreement = Counts.extend({
  recordType: z.string(),
  field: z.string(),
  labelVi: z.string(),
  labelEn: z.string(),
});
export type FieldDisagreement = z.infer<typeof FieldDisagreement>;

export const BookDisagreement = Counts.extend({ bookId: z.string(), records: z.int() });

/**
 * `wrong` counts the fields in which the decision went against this person, as first or as second
 * keyer.
 */
export const ClerkDisagreement = z.object({
  account: z.string(),
  name: z.string(),
  compared: z.int(),
  differing: z.int(),
  decided: z.int(),
  wrong: z.int(),
});

export const Disagreements = z.object({
  records: z.int(),
  fields: z.array(FieldDisagreement),
  books: z.array(BookDisagreement),
  clerks: z.array(ClerkDisagreement),
});
export type Disagreements = z.infer<typeof Disagreements>;

const zeroCounts = (): Counts => ({ compared: 0, differing: 0, tones: 0, first: 0, second: 0, neither: 0 });

const getOrMake = <Value>(map: Map<string, Value>, key: string, make: () => Value): Value => {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
};

const emptyClerk = () => ({ compared: 0, differing: 0, decided: 0, wrong: 0 });

/** Adds rows up; kept apart from the reading so that it can be tried with rows alone. */
export const createDisagreementSums = () => {
  let records = 0;
  const fields = new Map<string, Counts>();
  const books = new Map<string, Counts & { records: number }>();
  const clerks = new Map<string, ReturnType<typeof emptyClerk>>();

  const addField = (row: SecondKeyingView, field: string, into: readonly Counts[]) => {
    const first = getOrMake(clerks, row.firstKeyedBy, emptyClerk);
    const second = getOrMake(clerks, row.secondKeyedBy, emptyClerk);
    const differs = row.differing.includes(field);
    const resolved = row.resolved[field];
    for (const counts of into) {
      counts.compared++;
      if (differs) counts.differing++;
      if (!resolved) continue;
      counts[resolved.choice]++;
      if (resolved.kind === "tones") counts.tones++;
    }
    for (const [clerk, wrongWhen] of [
      [first, "second"],
      [second, "first"],
    ] as const) {
      clerk.compared++;
      if (differs) clerk.differing++;
      if (!resolved) continue;
      clerk.decided++;
      if (resolved.choice === wrongWhen || resolved.choice === "neither") clerk.wrong++;
    }
  };

  return {
    add(row: SecondKeyingView) {
      records++;
      const book = getOrMake(books, row.bookId, () => ({ ...zeroCounts(), records: 0 }));
      book.records++;
      for (const field of row.compared) {
        const counts = getOrMake(fields, `${row.recordType} ${field}`, zeroCounts);
        addField(row, field, [counts, book]);
      }
    },
    sums: () => ({ records, fields, books, clerks }),
  };
};

const labelOf = (recordType: string, field: string) => {
  const found = findField(getRecordType(recordType), field);
  return { labelVi: found?.label_vi ?? field, labelEn: found?.label_en ?? field };
};

/** Long before any keying: without a period everything counts. */
export const EARLIEST_KEYING = "2000-01-01";

/**
 * Where two keyings differed, by field, book and clerk; clerks by name and not by rank. A batch
 * counts once its second keying is over.
 */
export const disagreements = async (
  dependencies: Dependencies<"batches" | "directory" | "secondKeyings">,
  where: {
    readonly scope: readonly string[];
    readonly recordType?: string | undefined;
    readonly from: string;
    readonly to: string;
  },
): Promise<Disagreements> => {
  const { scope, recordType, from, to } = where;
  const adding = createDisagreementSums();
  const query = {
    where: {
      unitId: { in: scope },
      day: { gte: from, lte: to },
      recordType,
      ...(await withoutBatchesKeyedAgain(dependencies, { unitId: { in: scope } })),
    } satisfies WhereOf<typeof dependencies.secondKeyings>,
  };
  for await (const page of allPages(dependencies.secondKeyings, query))
    for (const row of page) adding.add(row);
  const { records, fields, books, clerks } = adding.sums();
  return {
    records,
    fields: [...fields]
      .map(([key, counts]) => {
        const [type = "", field = ""] = key.split(" ");
        return { recordType: type, field, ...labelOf(type, field), ...counts };
      })
      .sort((a, b) => b.differing / b.compared - a.differing / a.compared || (a.field < b.field ? -1 : 1)),
    books: [...books].map(([bookId, counts]) => ({ bookId, ...counts })),
    clerks: [...clerks]
      .map(([account, counts]) => ({
        account,
        name: dependencies.directory.displayName(account) ?? account,
        ...counts,
      }))
      .sort((a, b) => a.name.localeCompare(b.name, "vi") || (a.account < b.account ? -1 : 1)),
  };
};
