import { useQuery } from "@tanstack/react-query";
import type { Answer } from "../api/paths.ts";
import { query } from "../api/queries.ts";

const RECORD_TYPE = "/api/entry/v1/record-types/{code}";

export type RecordType = Answer<"get", typeof RECORD_TYPE>;

/** Columns that the book itself answers, or that no clerk keys. */
export const answeredByBook: ReadonlySet<string> = new Set(["quyenSo", "STT"]);

/**
 * Whether the book answers the column in this case: its own number it does not where the case holds
 * another one.
 */
export const isAnsweredByBook = (
  code: string,
  record: { readonly otherBookNumber?: true | undefined } | undefined,
): boolean => answeredByBook.has(code) && !(code === "quyenSo" && record?.otherBookNumber);

/**
 * The columns of a book type with their labels and code tables; never changes while the page is
 * open.
 */
export const useRecordType = (code: string | undefined) =>
  useQuery({
    ...query(RECORD_TYPE, { path: { code: code ?? "" } }),
    enabled: code !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
