import { useQuery } from "@tanstack/react-query";
import type { Answer } from "../api/paths.ts";
import { query } from "../api/queries.ts";

/** The query for the scan of a case; `number` canonical, as in the file name. */
export const scanOfQuery = (bookId: string, number: string) =>
  query("/api/entry/v1/books/{bookId}/scans", { path: { bookId }, query: { number, limit: 1 } });

/** Returns the id of the scan that was found, null when the case has none. */
export const firstOf = ({ items }: Answer<"get", "/api/entry/v1/books/{bookId}/scans">): string | null =>
  items[0]?.id ?? null;

/** While the server is away it is asked again and again. */
const AGAIN_MS = 3_000;
export const againWhenFailed = ({
  state,
}: {
  readonly state: { readonly status: string };
}): number | false => (state.status === "error" ? AGAIN_MS : false);

/** Whether a case has a scan is known only once the server has said so. */
export interface ScanOf {
  readonly id?: string;
  readonly state: "found" | "none" | "asking" | "away";
}

/** Returns the scan that a record names, else the one that was found. */
export const namedScan = (id: string | undefined, found: ScanOf): ScanOf =>
  id === undefined ? found : { id, state: "found" };

/** The scan of a case, or why there is none to show. */
export const useScanOf = (bookId: string | undefined, number: string | undefined): ScanOf => {
  const enabled = bookId !== undefined && number !== undefined && number !== "";
  const scan = useQuery({
    ...scanOfQuery(bookId ?? "", number ?? ""),
    enabled,
    select: firstOf,
    refetchInterval: againWhenFailed,
  });
  if (scan.data) return { id: scan.data, state: "found" };
  if (!enabled || scan.data === null) return { state: "none" };
  return { state: scan.isError ? "away" : "asking" };
};
