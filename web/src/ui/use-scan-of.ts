import { useQuery } from "@tanstack/react-query";
import type { Answer } from "../api/paths.ts";
import { query } from "../api/queries.ts";

/** The query for the scan of a case; `number` as it stands on paper. */
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

/** Why there is no scan to show, each with its words: `desk.scan`. */
export const whyNoScan = ["none", "unnumbered", "asking", "away"] as const;

/** Those of them that say what to do, too. */
export const hintedWhyNoScan = ["none", "unnumbered", "away"] as const;

/** Whether a case has a scan is known only once the server has said so. */
export interface ScanOf {
  readonly id?: string;
  /** The book of which it is asked for, where the id is that of a request. */
  readonly askedOf?: string | undefined;
  /** `idle` where no case is there to look at: nothing is said of its scan. */
  readonly state: "found" | "idle" | (typeof whyNoScan)[number];
}

/** Characters of a number that the server looks for; what is longer is none. */
const MAX_NUMBER = 20;

/**
 * The scan of a case, or why there is none to show. Always the one that the book has for its
 * number: what a record was once keyed from may be another case's, or replaced.
 */
export const useScanOf = (bookId: string | undefined, number: string | undefined): ScanOf => {
  const enabled =
    bookId !== undefined && number !== undefined && number !== "" && number.length <= MAX_NUMBER;
  const scan = useQuery({
    ...scanOfQuery(bookId ?? "", number ?? ""),
    enabled,
    select: firstOf,
    refetchInterval: againWhenFailed,
  });
  if (scan.data) return { id: scan.data, state: "found" };
  // No case is there to look at, or not yet.
  if (number === undefined) return { state: "idle" };
  if (number === "") return { state: "unnumbered" };
  if (!enabled || scan.data === null) return { state: "none" };
  return { state: scan.isError ? "away" : "asking" };
};
