import type { DataOf, Role } from "@sogoc/events";

type Purpose = DataOf<"RecordsRead">["purpose"] & DataOf<"FileRead">["purpose"];

/** Whoever keys looks at a page to key it, whatever else they may do there. */
const byRole: readonly (readonly [Role, Purpose])[] = [
  ["clerk", "keying"],
  ["checker", "checking"],
  ["acceptor", "deciding"],
];

/** What a person looks at a case or its image for, by the roles that they hold over its book. */
export const purposeOfLook = (held: readonly Role[]): Purpose =>
  byRole.find(([role]) => held.includes(role))?.[1] ?? "look-up";
