import { areaOf, rolesThatReadRecords } from "@sogoc/access";
import { CommandRejected } from "@sogoc/core";
import type { CorrectionView } from "../read-models/corrections.ts";
import type { Viewer } from "../steps/may-read-record.ts";
import { type CorrectionReaders, showCorrection } from "../steps/show-correction.ts";

/**
 * Whether the viewer may know of a request: it is their own, or they may read records of its unit.
 */
const mayKnow = ({ principal, day, tree }: Viewer, { requestedBy, unitId }: CorrectionView): boolean =>
  requestedBy === principal.account || areaOf(principal, rolesThatReadRecords, day, tree).includes(unitId);

/**
 * One correction. `shown` is the record whose values the viewer sees with it, if any. Throws
 * `correction-unknown`, also where the viewer may not know of it.
 */
export const getCorrection = async (
  { corrections, records, reviews }: CorrectionReaders,
  viewer: Viewer,
  correctionId: string,
) => {
  const correction = await corrections.find(correctionId);
  if (!correction || !mayKnow(viewer, correction)) throw new CommandRejected("correction-unknown");
  const record = await records.find(correction.recordId);
  const item = await showCorrection({ reviews }, correction, record, viewer);
  return { item, shown: item.record && item.readable ? [item.record] : [] };
};
