import type { PageAsked, ReadModelReader } from "@sogoc/core";
import type { BatchView } from "../read-models/batches.ts";
import type { RecordView } from "../read-models/records.ts";
import { withStandingMarks } from "../read-models/standing-marks.ts";

interface BatchReaders {
  readonly batches: ReadModelReader<BatchView>;
  readonly records: ReadModelReader<RecordView>;
}

const stagesAt = {
  work: ["open", "second-keying"],
  rest: ["arbitration", "submitted", "locked"],
} as const satisfies Readonly<Record<string, readonly BatchView["status"][]>>;

interface BatchesAsked extends PageAsked {
  readonly unitIds: readonly string[];
  /** Only those that this account has now. */
  readonly assignedTo?: string | undefined;
  readonly bookId?: string | undefined;
  readonly status?: BatchView["status"] | undefined;
  /** At work: can be keyed in, oldest first. At rest: handed in or done, newest first. */
  readonly at?: keyof typeof stagesAt | undefined;
}

/** A page of batches, each with the marks that nobody has corrected yet. */
export const listBatches = async (
  { batches, records }: BatchReaders,
  { unitIds, assignedTo, bookId, status, at, limit, after }: BatchesAsked,
) => {
  const page = await batches.query({
    where: {
      unitId: { in: unitIds },
      assignedTo,
      status: status ?? (at === undefined ? undefined : { in: stagesAt[at] }),
      bookId,
    },
    orderBy: [at === "rest" ? { column: "openedAt", descending: true } : { column: "openedAt" }],
    limit,
    after,
  });
  return { items: await withStandingMarks(records, page.items), next: page.next };
};

/** One batch, or undefined where there is none yet. */
export const findBatch = async (
  { batches, records }: BatchReaders,
  batchId: string,
): Promise<BatchView | undefined> => {
  const batch = await batches.find(batchId);
  if (!batch || batch.unitId === null) return undefined;
  const [shown] = await withStandingMarks(records, [batch]);
  return shown;
};
