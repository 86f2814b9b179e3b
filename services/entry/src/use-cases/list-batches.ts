import type { Page, PageAsked } from "@sogoc/core";
import type { BatchReader, BatchView } from "../read-models/batches.ts";
import type { RecordReader } from "../read-models/records.ts";
import { withUncorrectedMarkCount } from "../steps/with-uncorrected-mark-count.ts";

export interface ListBatchesDependencies {
  readonly batches: BatchReader;
  readonly records: RecordReader;
}

const statusesAt = {
  work: ["open", "second-keying"],
  rest: ["arbitration", "submitted", "locked", "withdrawn"],
} as const satisfies Readonly<Record<string, readonly BatchView["status"][]>>;

interface BatchesAsked extends PageAsked {
  /** Units of which every batch is listed. */
  readonly unitIds: readonly string[];
  /** Units of which only the batches that `accountId` has now are listed, after the others. */
  readonly unitIdsOfOwnBatches: readonly string[];
  readonly accountId: string;
  readonly bookId?: string | undefined;
  readonly status?: BatchView["status"] | undefined;
  /**
   * At work: can be keyed in, oldest first. At rest: nobody keys in it, for it is in arbitration,
   * submitted, locked or withdrawn; newest first.
   */
  readonly at?: keyof typeof statusesAt | undefined;
}

const statusesOf = ({ status, at }: Pick<BatchesAsked, "status" | "at">) => {
  if (at === undefined) return status;
  const possible: readonly BatchView["status"][] = statusesAt[at];
  return { in: status === undefined ? possible : possible.filter((one) => one === status) };
};

/** A cursor that begins so is a place among the own batches. */
const OWN = "own:";

/** A page of every batch of `unitIds`, and then of the own batches in the other units. */
const listPage = async (batches: BatchReader, asked: BatchesAsked): Promise<Page<BatchView>> => {
  const { unitIds, unitIdsOfOwnBatches, accountId, bookId, at, limit, after } = asked;
  const query = (among: readonly string[], part: PageAsked, assignedTo?: string) =>
    batches.query({
      where: { unitId: { in: among }, assignedTo, status: statusesOf(asked), bookId },
      orderBy: [{ column: "openedAt", descending: at === "rest" }],
      ...part,
    });
  const own = async (part: PageAsked): Promise<Page<BatchView>> => {
    if (unitIdsOfOwnBatches.length === 0) return { items: [] };
    const { items, next } = await query(unitIdsOfOwnBatches, part, accountId);
    return { items, next: next === undefined ? undefined : `${OWN}${next}` };
  };
  if (after?.startsWith(OWN)) return own({ limit, after: after.slice(OWN.length) || undefined });
  if (unitIds.length === 0) return own({ limit, after });
  const all = await query(unitIds, { limit, after });
  if (all.next !== undefined) return all;
  const room = limit - all.items.length;
  // If the page is full, this only finds out whether more follow.
  const more = await own({ limit: Math.max(room, 1) });
  if (room === 0) return { items: all.items, next: more.items.length > 0 ? OWN : undefined };
  return { items: [...all.items, ...more.items], next: more.next };
};

/** A page of batches, each with how many marked fields nobody has corrected yet. */
export const listBatches = async (
  { batches, records }: ListBatchesDependencies,
  asked: BatchesAsked,
): Promise<Page<BatchView>> => {
  const { items, next } = await listPage(batches, asked);
  return { items: await withUncorrectedMarkCount(records, items), next };
};
