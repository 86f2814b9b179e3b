import type { PageAsked } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { newestFirst } from "../steps/newest-first.ts";

/** Who looked at files of a whole book, newest first. */
export const listFileReadingsOfBook = (
  { fileReadings }: Dependencies<"fileReadings">,
  bookId: string,
  { limit, after }: PageAsked,
) => fileReadings.query({ where: { bookId }, orderBy: newestFirst, limit, after });
