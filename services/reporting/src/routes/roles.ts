import type { Role } from "@sogoc/events";

/**
 * Roles that may look at persons' records across batches. A clerk sees what they key, in the entry
 * service.
 */
export const rolesThatReadRecords = [
  "data-manager",
  "auditor",
  "book-keeper",
  "checker",
  "acceptor",
] as const satisfies readonly Role[];

/** Roles that see figures of an area. */
export const rolesThatSeeFigures = [
  "province-viewer",
  "unit-admin",
  "book-keeper",
  "data-manager",
  "auditor",
  "checker",
  "acceptor",
] as const satisfies readonly Role[];

/**
 * Roles that see how much each clerk keyed; nobody else does, since a public rank makes people
 * quit.
 */
export const rolesThatSeeClerks = [
  "province-viewer",
  "unit-admin",
  "book-keeper",
] as const satisfies readonly Role[];
