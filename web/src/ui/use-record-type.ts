import { useQuery } from "@tanstack/react-query";
import { dataOf, entryApi } from "../api/client.ts";

/** Columns that the book itself answers, or that no clerk keys. */
export const answeredByBook: ReadonlySet<string> = new Set(["quyenSo", "STT"]);

/**
 * The columns of a book type with their labels and code tables; never changes while the page is
 * open.
 */
export const useRecordType = (code: string | undefined) =>
  useQuery({
    queryKey: ["record-type", code],
    enabled: code !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () =>
      dataOf(entryApi.GET("/api/entry/v1/record-types/{code}", { params: { path: { code: code ?? "" } } })),
  });
