import { useQuery } from "@tanstack/react-query";
import type { Answer } from "../../api/paths.ts";
import { query, readsOf, useRefresh } from "../../api/queries.ts";

const RECORD = "/api/reporting/v1/records/{recordId}";
const HISTORY = "/api/reporting/v1/records/{recordId}/history";

export type RecordedCase = Answer<"get", typeof RECORD>;
export type RecordHistory = Answer<"get", typeof HISTORY>;

/** A record as it stood at the end of a day (yyyy-MM-dd), or as it stands where that is empty. */
export const useRecord = (recordId: string, day: string) => {
  const asOf = day === "" ? undefined : `${day}T23:59:59+07:00`;
  return useQuery(query(RECORD, { path: { recordId }, query: { asOf } }));
};

export const useRecordHistory = (recordId: string) => useQuery(query(HISTORY, { path: { recordId } }));

/** Reads the record and its history anew; resolves when both have come. */
export const useRefreshRecord = (recordId: string) => {
  const refresh = useRefresh();
  const path = { recordId };
  return () => refresh(readsOf(RECORD, { path }), readsOf(HISTORY, { path }));
};

/**
 * Reads the history and the list of requests anew: what was only asked for has not changed the
 * record.
 */
export const useRefreshHistory = (recordId: string) => {
  const refresh = useRefresh();
  return () => refresh(readsOf(HISTORY, { path: { recordId } }), readsOf("/api/review/v1/corrections"));
};
