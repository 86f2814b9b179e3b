import { createMetricsServer, type HealthCheck } from "@sogoc/http";
import type { Registry } from "prom-client";
import { CannotListen, listenAt } from "../cannot-listen.ts";
import { DEFAULT_METRICS_PORT, isThisMachine } from "./network-settings.ts";

/** Where figures are told. `port` is undefined where nobody asked for one. */
export interface MetricsAddress {
  readonly host: string;
  readonly port: number | undefined;
}

const isTaken = (error: unknown): boolean => error instanceof CannotListen && error.code === "EADDRINUSE";
const settings = { host: "SOGOC_METRICS_HOST", port: "SOGOC_METRICS_PORT" };

/** The address tells this machine's way there; whoever may come from elsewhere is told as well. */
const whoComes = (host: string): string =>
  isThisMachine(host) ? "" : ` (nhận từ máy khác qua ${host} / answers other machines at ${host})`;

/**
 * Begins to tell figures at an address of its own. A second server on one machine finds the default
 * port taken, says so and goes on without; a port that was asked for is had, or the start fails.
 */
export const listenForMetrics = async (
  parts: { readonly metrics: Registry; readonly health: readonly HealthCheck[] },
  { host, port }: MetricsAddress,
): Promise<{ readonly news: string; readonly close: () => Promise<void> }> => {
  const server = createMetricsServer(parts.metrics, parts.health);
  const close = async () => server.close();
  try {
    const address = await listenAt(server, { host, port: port ?? DEFAULT_METRICS_PORT, settings });
    return { news: `Số liệu vận hành / metrics: ${address}/metrics${whoComes(host)}`, close };
  } catch (error) {
    await close();
    if (port !== undefined || !isTaken(error)) throw error;
    const news = `Cổng ${DEFAULT_METRICS_PORT} đang bận, không có số liệu vận hành / the port is taken, no metrics: SOGOC_METRICS_PORT`;
    return { news, close: async () => {} };
  }
};
