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

export const roleOf = (text: string): (typeof roles)[number] =>
  roles.find((role) => role === text) ?? "clerk";

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
