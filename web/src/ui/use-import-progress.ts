import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { dataOf, entryApi } from "../api/client.ts";
import { followEvents } from "../api/event-stream.ts";

const POLL_MS = 500;
const moving = new Set(["preparing", "writing"]);

export const isMoving = (phase: string): boolean => moving.has(phase);

/**
 * How far an import is: followed while it moves, asked for again and again where the stream breaks.
 */
export const useImportProgress = (importId: string | undefined) => {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  const path = { importId: importId ?? "" };
  const job = useQuery({
    queryKey: ["import", importId],
    enabled: importId !== undefined,
    queryFn: () => dataOf(entryApi.GET("/api/entry/v1/imports/{importId}", { params: { path } })),
    refetchInterval: ({ state }) => (live || (state.data && !isMoving(state.data.phase)) ? false : POLL_MS),
  });
  const follows = importId !== undefined && job.data !== undefined && isMoving(job.data.phase);
  useEffect(() => {
    if (!follows) return;
    const stop = new AbortController();
    followEvents(`/api/entry/v1/imports/${importId}/progress`, stop.signal, (data) => {
      setLive(true);
      client.setQueryData(["import", importId], JSON.parse(data));
    })
      .catch(() => undefined)
      .finally(() => setLive(false));
    return () => stop.abort();
  }, [client, follows, importId]);
  return job;
};
