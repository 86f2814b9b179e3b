import { uuidFrom } from "@sogoc/core";

/** Each round of a batch has its own review, with an id that is known before it is opened. */
export const reviewIdOf = (batchId: string, round: number): string =>
  uuidFrom("review", batchId, String(round));

/**
 * A lot has the id of the command that forms it, so that a repeated command forms no second lot.
 */
export const lotIdOf = (commandId: string): string => uuidFrom("lot", commandId);
