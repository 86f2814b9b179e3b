export const roles = [
  "clerk",
  "checker",
  "acceptor",
  "book-keeper",
  "data-manager",
  "unit-admin",
  "province-viewer",
  "auditor",
] as const;

const ofSystem = [...roles, "system-admin"] as const;
export type GivenRole = (typeof ofSystem)[number];

/**
 * The roles that somebody may give; a system administrator is made by another one only, and who
 * watches the administrators by those who stand above what is watched.
 */
export const rolesToGive = (giver: {
  readonly isSystemAdmin: boolean;
  readonly isAbove: boolean;
}): readonly GivenRole[] =>
  (giver.isSystemAdmin ? ofSystem : roles).filter((role) => role !== "auditor" || giver.isAbove);

export const roleOf = (text: string): GivenRole => ofSystem.find((role) => role === text) ?? "clerk";

/**
 * Whether a role is given where it was hardly meant: who watches a province sees one commune only
 * when the area is left as the form proposes it.
 */
export const asksAbout = (role: string, areaKind: string): boolean =>
  role === "province-viewer" && areaKind !== "province" && areaKind !== "country";

const deciding = new Set([
  "acceptor",
  "book-keeper",
  "checker",
  "data-manager",
  "unit-admin",
  "system-admin",
]);

/** Whether the role decides over other people's work, books or files, or over who may. */
export const isDeciding = (role: string): boolean => deciding.has(role);

export interface UnitChoice {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** A first password, to be told to the person of that name once. */
export interface NewPassword {
  readonly name: string;
  readonly password: string;
}
