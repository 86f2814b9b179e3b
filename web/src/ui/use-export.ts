import { useQuery } from "@tanstack/react-query";
import { query } from "../api/queries.ts";

const POLL_MS = 500;

/** True once an export is over: its files exist, or it has failed. */
export const isWritten = (phase: string): boolean => phase === "finished" || phase === "failed";

/** Follows an export until it is over. */
export const useExport = (exportId: string) =>
  useQuery({
    ...query("/api/reporting/v1/exports/{exportId}", { path: { exportId } }),
    refetchInterval: ({ state }) => (state.data && isWritten(state.data.phase) ? false : POLL_MS),
  });
