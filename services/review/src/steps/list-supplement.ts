import { type SupplementRecord, supplementOf } from "@sogoc/registers";
import type { HandoverState } from "../domain/handover.ts";
import type { BookCase } from "./list-held-cases.ts";
import { type ManifestAccess, readManifest } from "./read-manifest.ts";

/**
 * What was accepted or corrected after the packages of a book went out, from their manifests.
 * Throws what `manifestRefusals` names.
 */
export const listSupplement = async (
  access: ManifestAccess,
  bookId: string,
  { packages, outstanding }: Pick<HandoverState, "packages" | "outstanding">,
  cases: readonly BookCase[],
): Promise<readonly SupplementRecord[]> => {
  if (packages.length === 0) return [];
  const sent: Awaited<ReturnType<typeof readManifest>>["records"][] = [];
  for (const { exportId } of packages) sent.push((await readManifest(access, bookId, exportId)).records);
  const accepted = cases
    .filter(({ why }) => !why.includes("not-accepted") && !why.includes("returned"))
    .map(({ recordId: id, number, contentRevision }) => ({ id, number, contentRevision }));
  return supplementOf(accepted, sent, new Set(outstanding.keys()));
};
