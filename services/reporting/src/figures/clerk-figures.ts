import { allPages, type WhereOf } from "@sogoc/core";
import { z } from "zod";
import type { Dependencies } from "../dependencies.ts";
import { wrongFieldsIn } from "../read-models/checks.ts";
import { marksThatCount } from "../read-models/marks-that-count.ts";
import { listTakenBack } from "../steps/list-taken-back.ts";

/**
 * `errorRate` is wrong fields among the fields a checker looked at; null while nothing of theirs
 * was checked. What a later check said is right as it was keyed is not wrong.
 */
export const ClerkFigures = z.object({
  account: z.string(),
  name: z.string(),
  keyed: z.int(),
  imported: z.int(),
  corrected: z.int(),
  fieldsKeyed: z.int(),
  recordsChecked: z.int(),
  fieldsChecked: z.int(),
  wrongFields: z.int(),
  errorRate: z.number().nullable(),
});
export type ClerkFigures = z.infer<typeof ClerkFigures>;

type Sums = Omit<ClerkFigures, "account" | "name" | "errorRate">;

const noSums: Sums = {
  keyed: 0,
  imported: 0,
  corrected: 0,
  fieldsKeyed: 0,
  recordsChecked: 0,
  fieldsChecked: 0,
  wrongFields: 0,
};

export interface ClerkQuestion {
  readonly scope: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly account?: string | undefined;
}

/**
 * Work by the day it was done, checks by the day of the check; what was wrong goes to who keyed the
 * record.
 */
export const countClerkWork = async (
  dependencies: Dependencies<"checks" | "clerks" | "directory" | "records">,
  { scope, from, to, account }: ClerkQuestion,
): Promise<readonly ClerkFigures[]> => {
  const sums = new Map<string, Sums>();
  const add = (who: string, more: Partial<Sums>) => {
    if (account !== undefined && who !== account) return;
    const next = { ...(sums.get(who) ?? noSums) };
    for (const key of Object.keys(more) as (keyof Sums)[]) next[key] += more[key] ?? 0;
    sums.set(who, next);
  };
  const where = { unitId: { in: scope }, day: { gte: from, lte: to } } satisfies WhereOf<
    typeof dependencies.clerks
  >;
  for await (const page of allPages(dependencies.clerks, { where })) {
    for (const { account: who, keyed, imported, corrected, fieldsKeyed } of page) {
      add(who, { keyed, imported, corrected, fieldsKeyed });
    }
  }
  for await (const page of allPages(dependencies.checks, { where })) {
    const recordIds = page.map(({ recordId }) => recordId);
    const keyers = await dependencies.records.findMany(recordIds);
    const takenBack = await listTakenBack(dependencies, recordIds);
    for (const { recordId, fieldsChecked, marks, at } of page) {
      const keyer = keyers.get(recordId)?.keyedBy;
      const wrongFields = wrongFieldsIn(marksThatCount(marks, at, takenBack.get(recordId)));
      if (keyer !== undefined) add(keyer, { recordsChecked: 1, fieldsChecked, wrongFields });
    }
  }
  return [...sums]
    .map(([who, figures]) => ({
      account: who,
      name: dependencies.directory.displayName(who) ?? who,
      ...figures,
      errorRate: figures.fieldsChecked === 0 ? null : figures.wrongFields / figures.fieldsChecked,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, "vi") || (a.account < b.account ? -1 : 1));
};
