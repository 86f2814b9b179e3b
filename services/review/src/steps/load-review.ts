import { type CommandHandler, CommandRejected } from "@sogoc/core";
import { type ReviewState, reviewDecider } from "../domain/review.ts";

export interface OpenedReview {
  readonly state: ReviewState;
  readonly opened: NonNullable<ReviewState["opened"]>;
  readonly revision: number;
}

/**
 * Reads a review from its stream, so that a check or a verdict counts the moment it was given.
 * Throws `review-unknown`.
 */
export const loadReview = async (
  commands: Pick<CommandHandler, "load">,
  reviewId: string,
): Promise<OpenedReview> => {
  const { state, revision } = await commands.load(reviewDecider, reviewId);
  if (!state.opened) throw new CommandRejected("review-unknown");
  return { state, opened: state.opened, revision };
};
