import { findRefusal, type Principal, rolesThatReadRecords, type UnitTree } from "@sogoc/access";
import type { Acting } from "@sogoc/core";
import type { RecordView } from "../read-models/records.ts";

/** Who reads, on which day, in which tree of units. */
export interface Viewer {
  readonly principal: Principal;
  /** The same with whoever has a hand in what they do, by their password. */
  readonly acting: Acting;
  /** Vietnam's day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly tree: UnitTree;
}

/**
 * Whether the viewer may see the record as it is now: by a role over its unit, or because they
 * keyed it first or corrected it.
 */
export const mayReadRecord = (
  { principal, day, tree }: Viewer,
  { unitId, keyers, keyedAgainBy }: RecordView,
): boolean => {
  if (findRefusal({ principal, roles: rolesThatReadRecords, unitId, day, tree }) === undefined) return true;
  const { account } = principal;
  return keyers.includes(account) && keyedAgainBy !== account;
};
