import { useQuery } from "@tanstack/react-query";
import { query } from "../api/queries.ts";

const POLL_MS = 500;
/** Until a second person decides. */
const AWAITED_MS = 15_000;

/** True once an export is over: its files exist, or it has failed. */
export const isWritten = (phase: string): boolean => phase === "finished" || phase === "failed";

/** Follows an export until it is over, and while it waits for a second person. */
export const useExport = (exportId: string) =>
  useQuery({
    ...query("/api/reporting/v1/exports/{exportId}", { path: { exportId } }),
    refetchInterval: ({ state: { data } }) => {
      if (data === undefined || !isWritten(data.phase)) return POLL_MS;
      return data.standing === "awaits-approval" && AWAITED_MS;
    },
  });
