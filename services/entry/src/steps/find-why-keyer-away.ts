import { type Directory, findWhyAway, type WhyAway } from "@sogoc/access";
import type { BatchView } from "../read-models/batches.ts";

const statusesToKeyIn: ReadonlySet<BatchView["status"]> = new Set(["open", "second-keying"]);

/** Why who has a batch to key cannot go on with it; undefined where nobody waits for them. */
export const findWhyKeyerAway = (
  directory: Pick<Directory, "hasEnded" | "holdsRole" | "isSuspended">,
  { assignedTo, status, unitId }: BatchView,
  day: string,
): WhyAway | undefined =>
  assignedTo === null || unitId === null || !statusesToKeyIn.has(status)
    ? undefined
    : findWhyAway(directory, { accountId: assignedTo, roles: ["clerk"], unitId, day });
