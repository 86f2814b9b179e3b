import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { followEvents } from "../api/event-stream.ts";
import type { Answer } from "../api/paths.ts";
import { query } from "../api/queries.ts";
import { addressOf } from "../api/requests.ts";

const POLL_MS = 500;
const moving = new Set(["preparing", "writing"]);

export const isMoving = (phase: string): boolean => moving.has(phase);

const importQuery = (importId: string) => query("/api/entry/v1/imports/{importId}", { path: { importId } });

/** Follows an import by its event stream, and polls while the stream is broken. */
export const useImportProgress = (importId: string | undefined) => {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  const job = useQuery({
    ...importQuery(importId ?? ""),
    enabled: importId !== undefined,
    refetchInterval: ({ state }) => (live || (state.data && !isMoving(state.data.phase)) ? false : POLL_MS),
  });
  const follows = importId !== undefined && job.data !== undefined && isMoving(job.data.phase);
  useEffect(() => {
    if (!follows) return;
    const stop = new AbortController();
    const address = addressOf("get", "/api/entry/v1/imports/{importId}/progress", { path: { importId } });
    followEvents(address, stop.signal, (data) => {
      setLive(true);
      const progress = JSON.parse(data) as Answer<"get", "/api/entry/v1/imports/{importId}">;
      client.setQueryData(importQuery(importId).queryKey, progress);
    })
      .catch(() => undefined)
      .finally(() => setLive(false));
    return () => stop.abort();
  }, [client, follows, importId]);
  return job;
};
