import { type Query, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { followEvents } from "../api/event-stream.ts";
import { addressOf } from "../api/requests.ts";

/** How often figures are asked for while nothing tells that they moved. */
const POLL_MS = 5_000;
const AGAIN_MS = 10_000;
const SOON_MS = 1_000;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Options to spread into a query of figures, so that it is read again when figures move. */
export interface LiveFigures {
  /** Milliseconds between polls; false while the stream stands. */
  readonly refetchInterval: number | false;
  readonly meta: typeof meta;
}
const meta = { figures: true };
const isLive = (query: Query): boolean => query.meta?.["figures"] === true;

/**
 * Returns options for queries of figures. Those queries are read again whenever the server says
 * that figures moved. Only a visible page holds a stream: browsers allow few connections.
 */
export const useLiveFigures = (unitId?: string): LiveFigures => {
  const client = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(() => {
    let stop: AbortController | undefined;
    const address = addressOf("get", "/api/reporting/v1/changes", { query: { unitId } });
    const follow = async ({ signal }: AbortController) => {
      while (!signal.aborted) {
        const ended = await followEvents(address, signal, () => {
          setLive(true);
          void client.invalidateQueries({ predicate: isLive });
        }).then(
          () => true,
          () => false,
        );
        if (signal.aborted) return;
        // The server ends a stream now and then on purpose; only one that broke is a reason to
        // poll.
        if (!ended) setLive(false);
        await pause(ended ? SOON_MS : AGAIN_MS, signal);
      }
    };
    const look = () => {
      stop?.abort();
      stop = undefined;
      setLive(false);
      if (document.hidden) return;
      stop = new AbortController();
      void follow(stop);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      stop?.abort();
    };
  }, [client, unitId]);
  return { refetchInterval: live ? false : POLL_MS, meta };
};
