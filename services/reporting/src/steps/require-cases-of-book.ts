import { CommandRejected } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";

const WAIT_MS = 10_000;

interface CasesWanted {
  readonly bookId: string;
  readonly recordIds?: readonly string[] | undefined;
}

/** Those of the records that are no entered case of the book, by their position in the wish. */
const listForeign = async (
  { records }: Dependencies<"records">,
  { bookId, recordIds = [] }: CasesWanted,
): Promise<readonly number[]> => {
  const found = await records.findMany([...new Set(recordIds)]);
  return recordIds.flatMap((recordId, at) => {
    const record = found.get(recordId);
    return record?.bookId === bookId && record.status === "entered" ? [] : [at];
  });
};

const MOST_NAMED = 20;

/**
 * What is no case of the book is taken of nothing, and must not count as taken: a colleague would
 * be kept from what nobody has. Throws `records-not-of-book` with each of them.
 */
export const requireCasesOfBook = async (
  dependencies: Dependencies<"projected" | "records" | "store">,
  wish: CasesWanted,
): Promise<void> => {
  if ((await listForeign(dependencies, wish)).length === 0) return;
  // A case that was keyed a moment ago is one too.
  await dependencies.projected(await dependencies.store.head(), WAIT_MS);
  const foreign = await listForeign(dependencies, wish);
  if (foreign.length === 0) return;
  const problems = foreign.slice(0, MOST_NAMED).map((at) => ({
    pointer: `/recordIds/${at}`,
    detail: "Không phải trường hợp của sổ này.",
    detailEn: "No case of this book.",
  }));
  throw new CommandRejected("records-not-of-book", { records: foreign.length }, problems);
};
