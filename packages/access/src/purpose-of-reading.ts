import type { DataOf, Role } from "@sogoc/events";

/** For what a case, or its scan, may be read. */
export type ReadingPurpose = DataOf<"RecordsRead">["purpose"] & DataOf<"FileRead">["purpose"];

/** How somebody is related to what they read, beside their roles. */
export interface RelationToCase {
  /**
   * As far as the caller knows, they have its batch to key or had it, or sent a workbook with its
   * cases. Of a batch that is everybody who ever had it, and, from the end of the first keying of a
   * batch that is keyed twice, the senders; of a scan, who has the batch, ended its first keying or
   * ever had its second.
   */
  readonly hasKeyed: boolean;
  /** Its batch is handed in, and no verdict is given. */
  readonly isUnderReview: boolean;
}

const byRole: readonly (readonly [Role, ReadingPurpose])[] = [
  ["clerk", "keying"],
  ["checker", "checking"],
  ["acceptor", "deciding"],
];

/** The purposes that somebody may have there, the nearest first. */
const purposesOf = (
  held: readonly Role[],
  { hasKeyed, isUnderReview }: RelationToCase,
): readonly ReadingPurpose[] => {
  const ofRoles = byRole.flatMap(([role, purpose]) => (held.includes(role) ? [purpose] : []));
  const isOneRole = new Set(held).size === 1;
  // Whoever keys a case does not check it, and whoever does not key it is not there to key.
  if (hasKeyed && ofRoles.includes("keying")) return [...ofRoles, "look-up"];
  const others = isOneRole ? ofRoles : ofRoles.filter((purpose) => purpose !== "keying");
  return isUnderReview || isOneRole ? [...others, "look-up"] : ["look-up", ...others];
};

/**
 * Returns for what a person reads a case or its scan, by their roles over its book and by how they
 * are related to it. Undefined where the page names a purpose that they cannot have.
 */
export const purposeOfReading = (
  held: readonly Role[],
  relation: RelationToCase,
  named?: ReadingPurpose,
): ReadingPurpose | undefined => {
  const possible = purposesOf(held, relation);
  return named === undefined ? possible[0] : possible.find((purpose) => purpose === named);
};
