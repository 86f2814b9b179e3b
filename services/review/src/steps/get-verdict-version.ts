import { type Acting, CommandRejected } from "@sogoc/core";
import { versionOfVerdict } from "../domain/verdict-version.ts";
import type { ReviewView } from "../read-models/reviews.ts";
import { type BookReaders, judgeBook } from "./judge-book.ts";
import { isBlindToBook } from "./require-may-see-first-keying.ts";

/**
 * The version of what a verdict on a batch depends on: its review and, while that is open, its
 * book. Throws `read-model-behind`.
 */
export const getVerdictVersion = async (
  readers: BookReaders,
  { status, bookId, revision }: Pick<ReviewView, "bookId" | "revision"> & { readonly status: string },
): Promise<number> => {
  const books = status === "open" ? [(await judgeBook(readers, bookId)).seen] : [];
  return versionOfVerdict([revision], books);
};

/**
 * The version for somebody who reads the review. Whoever keys a batch of the book a second time
 * gets one without the book, so that they do not learn when a finding comes or goes.
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
 * Throws `revision-conflict` where anything that the verdict depends on has changed since it was
 * seen.
 */
export const requireSeenVersion = (seen: number, version: number): void => {
  if (seen !== version) throw new CommandRejected("revision-conflict", { actual: version });
};
