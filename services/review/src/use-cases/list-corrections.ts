import { areaOf, rolesThatReadRecords } from "@sogoc/access";
import type { PageAsked } from "@sogoc/core";
import type { CorrectionView } from "../read-models/corrections.ts";
import { mayReadRecord, type Viewer } from "../steps/may-read-record.ts";
import { type CorrectionReaders, showCorrection } from "../steps/show-correction.ts";

interface CorrectionsAsked extends PageAsked {
  readonly status?: CorrectionView["status"] | undefined;
  /** Only what the viewer requested. Who reads nobody else's records sees nothing else anyway. */
  readonly mine?: boolean | undefined;
  /** Units in which the viewer may have requested something. */
  readonly unitIds: readonly string[];
}

/**
 * A page of corrections, the newest first. `shown` are the records whose values the viewer sees
 * with them.
 */
export const listCorrections = async (
  { corrections, records: model, reviews }: CorrectionReaders,
  viewer: Viewer,
  { status, mine = false, unitIds, limit, after }: CorrectionsAsked,
) => {
  const { principal, day, tree } = viewer;
  const seen = areaOf(principal, rolesThatReadRecords, day, tree);
  const own = mine || seen.length === 0;
  const page = await corrections.query({
    where: {
      unitId: { in: own ? unitIds : seen },
      requestedBy: own ? principal.account : undefined,
      status,
    },
    orderBy: [{ column: "requestedAt", descending: true }],
    limit,
    after,
  });
  const records = await model.findMany([...new Set(page.items.map(({ recordId }) => recordId))]);
  const shown = [...records.values()].filter((record) => mayReadRecord(viewer, record));
  const items = await Promise.all(
    page.items.map((correction) =>
      showCorrection({ reviews }, correction, records.get(correction.recordId), viewer),
    ),
  );
  return { items, shown, next: page.next };
};
