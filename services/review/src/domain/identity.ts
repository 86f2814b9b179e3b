import { uuidFrom } from "@sogoc/core";

/** Each round of a batch has a review of its own, known before it is opened. */
export const reviewIdOf = (batchId: string, round: number): string =>
  uuidFrom("review", batchId, String(round));

/** A lot bears the id of the command that forms it: said twice, it is the same lot. */
export const lotIdOf = (commandId: string): string => uuidFrom("lot", commandId);
