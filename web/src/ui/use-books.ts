import { useInfiniteQuery } from "@tanstack/react-query";
import type { ItemOf } from "../api/paths.ts";
import { pages } from "../api/queries.ts";

export type ShelfBook = ItemOf<"/api/entry/v1/books">;

/** The books of the area, of one type or all, page after page. */
export const useBooks = (recordType: string) =>
  useInfiniteQuery(
    pages("/api/entry/v1/books", { query: { limit: 200, recordType: recordType || undefined } }),
  );
