import { useQuery } from "@tanstack/react-query";
import { query } from "../api/queries.ts";

const POLL_MS = 500;

/** Nothing more becomes of it: its files are there, or never will be. */
export const isWritten = (phase: string): boolean => phase === "finished" || phase === "failed";

/** How far the files of a book are written, asked again until they are. */
export const useExport = (exportId: string) =>
  useQuery({
    ...query("/api/reporting/v1/exports/{exportId}", { path: { exportId } }),
    refetchInterval: ({ state }) => (state.data && isWritten(state.data.phase) ? false : POLL_MS),
  });
