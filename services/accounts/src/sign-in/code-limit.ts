import type { Clock } from "@sogoc/core";
import { createTryLimit, type TryLimit } from "./try-limit.ts";

/** Wrong codes of one account, whose password is known to whoever tries them. */
const CODES_PER_STRETCH = 5;
const CODE_STRETCH_MS = 5 * 60_000;

/**
 * Counts wrong codes by account, wherever they are asked for, and apart from them those of each
 * browser that its owner has signed in with.
 */
export const createCodeLimit = (clock: Clock): TryLimit =>
  createTryLimit(clock, CODES_PER_STRETCH, CODE_STRETCH_MS);
