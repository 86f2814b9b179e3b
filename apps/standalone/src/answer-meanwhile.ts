import { createServer, type ServerResponse } from "node:http";

const TITLE = "Máy chủ hết chỗ lưu trữ nên chưa khởi động được; có chỗ là máy chủ tự chạy tiếp.";
const TITLE_EN =
  "The server has no storage left and cannot start yet; once there is room it goes on by itself.";
const PROBLEM = { status: 503, code: "storage-full", title: TITLE, titleEn: TITLE_EN };
const RETRY_SECONDS = "30";

const answer = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "retry-after": RETRY_SECONDS,
  });
  response.end(body);
};

/** Where a server listens. */
export interface Listening {
  readonly port: number;
  readonly host: string;
}

/**
 * Tells whoever comes, people and probes, that a server waits for room, in plain HTTP: neither its
 * certificates nor anything else that is kept can be opened. Answers how that ends. Where it cannot
 * listen it is silent: the server waits all the same.
 */
export const answerMeanwhile = ({ port, host }: Listening): (() => Promise<void>) => {
  const server = createServer(({ url, headers }, response) => {
    const isPage = headers.accept?.includes("text/html") ?? false;
    if (url === "/health/live") answer(response, 200, "application/json", JSON.stringify({ status: "live" }));
    else if (isPage) answer(response, 503, "text/plain; charset=utf-8", `${TITLE}\n${TITLE_EN}\n`);
    else answer(response, 503, "application/problem+json; charset=utf-8", JSON.stringify(PROBLEM));
  });
  server.on("error", () => {});
  server.listen(port, host);
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
};
