import { type Acting, CommandRejected } from "@sogoc/core";
import { versionOfVerdict } from "../domain/verdict-version.ts";
import type { ReviewView } from "../read-models/reviews.ts";
import { type BookReaders, judgeBook } from "./judge-book.ts";
import { isBlindToBook } from "./require-may-see-first-keying.ts";

/**
 * The version that a verdict on a batch is made from, of its review and of its book; a review that
 * is closed rests on its book no longer. Throws `read-model-behind`.
 */
export const getVerdictVersion = async (
  readers: BookReaders,
  { status, bookId, revision }: Pick<ReviewView, "bookId" | "revision"> & { readonly status: string },
): Promise<number> => {
  const books = status === "open" ? [(await judgeBook(readers, bookId)).seen] : [];
  return versionOfVerdict([revision], books);
};

/**
 * The same for somebody who reads the review: whoever keys a batch of the book a second time gives
 * no verdict, and does not learn when a finding of the book comes or goes.
 */
export const getVersionForReader = async (
  readers: BookReaders,
  review: Parameters<typeof getVerdictVersion>[1],
  reader: Acting,
): Promise<number> =>
  (await isBlindToBook(readers, reader, review.bookId))
    ? versionOfVerdict([review.revision], [])
    : getVerdictVersion(readers, review);

/**
 * Throws `revision-conflict` where a verdict was made from anything else than what is there now.
 */
export const requireSeenVersion = (seen: number, version: number): void => {
  if (seen !== version) throw new CommandRejected("revision-conflict", { actual: version });
};
