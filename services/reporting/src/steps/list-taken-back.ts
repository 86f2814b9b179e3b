import { everyDocument } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { joinTakenBack, type TakenBack } from "../read-models/marks-that-count.ts";

/** By record, what any round took back of marks of earlier ones, and when it last did. */
export const listTakenBack = async (
  { checks }: Dependencies<"checks">,
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, TakenBack>> => {
  const found = await everyDocument(checks, { where: { recordId: { in: [...new Set(recordIds)] } } });
  const byRecord = Map.groupBy(found, ({ recordId }) => recordId);
  return new Map(
    [...byRecord].map(([recordId, ofRecord]) => [
      recordId,
      joinTakenBack(ofRecord.map(({ takenBack }) => takenBack)),
    ]),
  );
};
