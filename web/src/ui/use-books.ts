import { useInfiniteQuery } from "@tanstack/react-query";
import { dataOf, entryApi } from "../api/client.ts";
import type { paths } from "../api/generated/entry.ts";

export type ShelfBook =
  paths["/api/entry/v1/books"]["get"]["responses"]["200"]["content"]["application/json"]["items"][number];

/** The books of the area, of one type or all, page after page. */
export const useBooks = (recordType: string) =>
  useInfiniteQuery({
    queryKey: ["books", recordType],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      dataOf(
        entryApi.GET("/api/entry/v1/books", {
          params: {
            query: {
              limit: 200,
              ...(recordType === "" ? {} : { recordType }),
              ...(pageParam === "" ? {} : { after: pageParam }),
            },
          },
        }),
      ),
    getNextPageParam: ({ next }) => next,
  });
