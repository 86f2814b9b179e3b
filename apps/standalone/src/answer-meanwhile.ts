import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import { findKeptSecret } from "@sogoc/embedded";
import { createHttpsServerBesidePlain } from "@sogoc/host/network/https-server";
import { findMeanwhilePair } from "@sogoc/host/network/meanwhile-pair";
import type { Config } from "./config.ts";

/** Why there is no server yet. */
interface Reason {
  readonly code: string;
  readonly title: string;
  readonly titleEn: string;
  readonly retrySeconds: number;
}

const NO_ROOM: Reason = {
  code: "storage-full",
  title: "Máy chủ hết chỗ lưu trữ nên chưa khởi động được; có chỗ là máy chủ tự chạy tiếp.",
  titleEn: "The server has no storage left and cannot start yet; once there is room it goes on by itself.",
  retrySeconds: 30,
};

const STARTING: Reason = {
  code: "starting",
  title: "Máy chủ đang khởi động (sau khi nâng cấp có thể mất ít phút); xong là dùng được ngay.",
  titleEn: "The server is starting (after an update this may take some minutes) and is ready soon.",
  retrySeconds: 5,
};

const answerWith =
  ({ retrySeconds, ...reason }: Reason): RequestListener =>
  ({ url, headers }, response: ServerResponse) => {
    const answer = (status: number, type: string, body: string) => {
      response.writeHead(status, {
        "content-type": type,
        "cache-control": "no-store",
        "retry-after": String(retrySeconds),
      });
      response.end(body);
    };
    const isPage = headers.accept?.includes("text/html") ?? false;
    if (url === "/health/live") answer(200, "application/json", JSON.stringify({ status: "live" }));
    else if (isPage) answer(503, "text/plain; charset=utf-8", `${reason.title}\n${reason.titleEn}\n`);
    else answer(503, "application/problem+json; charset=utf-8", JSON.stringify({ status: 503, ...reason }));
  };

/** Where a server is to listen, by what certificates, and where its data lie. */
export type Meanwhile = Pick<Config, "port" | "host" | "transport" | "names" | "folder">;

const openServer = async ({ transport, names, folder }: Meanwhile, reason: Reason): Promise<Server> => {
  const answer = answerWith(reason);
  const find = async (key: string) => findKeptSecret(folder, key);
  const pair = await findMeanwhilePair(transport, { find, clock: { now: () => new Date() }, names });
  return pair ? createHttpsServerBesidePlain(pair, { secure: answer, plain: answer }) : createServer(answer);
};

const listen = async (meanwhile: Meanwhile, reason: Reason): Promise<() => Promise<void>> => {
  const server = await openServer(meanwhile, reason);
  const { port, host } = meanwhile;
  server.on("error", () => {});
  server.listen(port, host);
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
};

/**
 * Tells whoever comes, people and probes, that a server waits for room: in HTTPS where it is to
 * speak that, by the certificate that people know where it can be read, and in plain HTTP, as
 * nothing personal is told. Answers how that ends. Where it cannot listen it is silent: the server
 * waits all the same.
 */
export const answerWithoutRoom = (meanwhile: Meanwhile): Promise<() => Promise<void>> =>
  listen(meanwhile, NO_ROOM);

/** Most starts are over by then. */
const LONG_START_MS = 2_000;

/**
 * The same while a start takes long: a backup before an update, read models that are built anew, a
 * demo that is seeded. Call what it answers before the server itself listens.
 */
export const answerLongStart = (meanwhile: Meanwhile, afterMs = LONG_START_MS): (() => Promise<void>) => {
  let listening: Promise<() => Promise<void>> | undefined;
  const timer = setTimeout(() => {
    // Nobody knows a port that the system chooses.
    if (meanwhile.port === 0) return;
    listening = listen(meanwhile, STARTING);
    // It is only a courtesy: the start goes on.
    listening.catch(() => {});
  }, afterMs).unref();
  return async () => {
    clearTimeout(timer);
    const end = await listening?.catch(() => undefined);
    await end?.();
  };
};
