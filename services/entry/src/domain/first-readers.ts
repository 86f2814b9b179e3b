import type { Role } from "@sogoc/events";

/**
 * Who may look at what others keyed in their area. A clerk without one of these sees only what they
 * keyed themselves.
 */
export const firstReaders: readonly Role[] = [
  "book-keeper",
  "checker",
  "acceptor",
  "data-manager",
  "auditor",
];
