import { findRefusal, type Principal, type UnitTree } from "@sogoc/access";
import type { Role } from "@sogoc/events";
import type { SubmittedRecord } from "../read-models/submitted-records.ts";

/** Who reads, on which day, in which tree of units. */
export interface Reader {
  readonly principal: Principal;
  /** Vietnam's day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly tree: UnitTree;
}

/**
 * Who reads other people's records in their area. A clerk without one of these sees what they
 * keyed, as in the entry service.
 */
export const readingRoles = [
  "book-keeper",
  "checker",
  "acceptor",
  "data-manager",
  "auditor",
] as const satisfies readonly Role[];

/**
 * Whether the reader sees the record as it stands: by a role over its unit, or because they keyed
 * it first or corrected it.
 */
export const mayReadRecord = (
  { principal, day, tree }: Reader,
  { unitId, keyers, keyedAgainBy }: SubmittedRecord,
): boolean => {
  if (findRefusal({ principal, roles: readingRoles, unitId, day, tree }) === undefined) return true;
  const { account } = principal;
  return keyers.includes(account) && keyedAgainBy !== account;
};
