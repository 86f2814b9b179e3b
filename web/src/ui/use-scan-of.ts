import { useQuery } from "@tanstack/react-query";
import { dataOf, entryApi } from "../api/client.ts";

/** The query for the scan of a case; `number` canonical, as in the file name. */
export const scanOfQuery = (bookId: string, number: string) => ({
  queryKey: ["scan-of", bookId, number],
  queryFn: async () => {
    const params = { path: { bookId }, query: { number, limit: 1 } };
    return (
      (await dataOf(entryApi.GET("/api/entry/v1/books/{bookId}/scans", { params }))).items[0]?.id ?? null
    );
  },
});

/** Id of the scan of a case, undefined while there is none. */
export const useScanOf = (bookId: string | undefined, number: string | undefined): string | undefined => {
  const enabled = bookId !== undefined && number !== undefined && number !== "";
  const scan = useQuery({ ...scanOfQuery(bookId ?? "", number ?? ""), enabled });
  return scan.data ?? undefined;
};
