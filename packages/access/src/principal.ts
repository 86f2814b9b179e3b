import { Role } from "@sogoc/events";
import { z } from "zod";
import { isWithin, type UnitTree, unitsWithin } from "./unit-tree.ts";

/** A role in an area, for a time. Days are ISO; `until` is the last valid day. */
export const Grant = z.strictObject({
  role: Role,
  unitId: z.string(),
  from: z.string(),
  until: z.string().optional(),
});
export type Grant = z.infer<typeof Grant>;

const Setter = z.strictObject({
  account: z.string(),
  at: z.string(),
  opened: z.literal(true).optional(),
});

/** Who makes a request, as their access token says. */
export const Principal = z.strictObject({
  account: z.string(),
  name: z.string(),
  unitId: z.string(),
  grants: z.array(Grant),
  /** The first password was not changed yet: nothing else is allowed. */
  mustChangePassword: z.boolean().optional(),
  /** The second factor that this account must have was not set yet: nothing else is allowed. */
  mustSetSecondFactor: z.boolean().optional(),
  /**
   * Decides nothing until then: the accounts service knows at once, while another
   * service may hear of it a moment later.
   */
  heldUntil: z.string().optional(),
  /**
   * Who else has set its password, for a day after the next one was chosen: stands beside the
   * account in all that is done with it. The accounts service knows at once.
   */
  passwordSetBy: z
    .strictObject({
      ...Setter.shape,
      behind: z.array(Setter).readonly().optional(),
      chosenAt: z.string().optional(),
    })
    .optional(),
  /** Last day of the account. */
  until: z.string().optional(),
  session: z.string(),
});
export type Principal = z.infer<typeof Principal>;

/**
 * Roles that read what others keyed in their area. A clerk without one of these sees only what they
 * keyed themselves.
 */
export const rolesThatReadRecords = [
  "book-keeper",
  "checker",
  "acceptor",
  "data-manager",
  "auditor",
] as const satisfies readonly Role[];

export type Refusal = "forbidden-role" | "outside-area";

const isValidOn = (grant: Grant, day: string): boolean =>
  grant.from <= day && (grant.until === undefined || day <= grant.until);

/** The grants that count on a day: none once the account has ended. */
export const grantsOn = (principal: Principal, day: string): readonly Grant[] =>
  principal.until !== undefined && day > principal.until
    ? []
    : principal.grants.filter((grant) => isValidOn(grant, day));

/** Roles held on a day, each once. */
export const rolesOn = (principal: Principal, day: string): readonly Role[] => [
  ...new Set(grantsOn(principal, day).map((grant) => grant.role)),
];

/**
 * Role x area x time, the one place where it is decided. Without `unitId` the role alone is asked
 * for.
 */
export const findRefusal = (question: {
  readonly principal: Principal;
  readonly roles: readonly Role[];
  readonly unitId?: string | undefined;
  readonly day: string;
  readonly tree: UnitTree;
}): Refusal | undefined => {
  const { principal, roles, unitId, day, tree } = question;
  const held = grantsOn(principal, day).filter((grant) => roles.includes(grant.role));
  if (held.length === 0) return "forbidden-role";
  if (unitId === undefined) return undefined;
  return held.some((grant) => isWithin(tree, unitId, grant.unitId)) ? undefined : "outside-area";
};

/** The units over which the principal holds one of these roles on a day, each once. */
export const unitsHeld = (principal: Principal, roles: readonly Role[], day: string): readonly string[] => [
  ...new Set(
    grantsOn(principal, day)
      .filter((grant) => roles.includes(grant.role))
      .map((grant) => grant.unitId),
  ),
];

/** Every unit that the principal may see in one of these roles, sorted, each once. */
export const areaOf = (
  principal: Principal,
  roles: readonly Role[],
  day: string,
  tree: UnitTree,
): readonly string[] => {
  const units = new Set(unitsHeld(principal, roles, day).flatMap((areaId) => [...unitsWithin(tree, areaId)]));
  return [...units].sort();
};
