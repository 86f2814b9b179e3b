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

/** What somebody may hold beside the role of who audits: roles that only look. */
const onlyLooking: readonly string[] = ["auditor", "province-viewer"];

/**
 * Why a role is not given beside those that somebody holds: whoever audits does no other work, in
 * this account. `works` of one who works and would audit, `audits` of one who audits and would
 * work.
 */
export const barredBeside = (
  role: string,
  held: readonly { readonly role: string; readonly until?: string | undefined }[],
  today: string,
): "works" | "audits" | undefined => {
  const running = held.filter(({ until }) => until === undefined || today <= until);
  if (role === "auditor" && running.some((one) => !onlyLooking.includes(one.role))) return "works";
  const audits = running.some((one) => one.role === "auditor");
  return audits && !onlyLooking.includes(role) ? "audits" : undefined;
};

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
