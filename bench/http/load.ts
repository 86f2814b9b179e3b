import { randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";
import type { LoadJob, LoadReport } from "./load-generator.ts";

// A process of its own: it sends what it is told over keep-alive connections and knows nothing of
// what is measured.

const HEADER_END = "\r\n\r\n";

/**
 * Sends one request after the other over one connection; `next` gives the requests until there are
 * none.
 */
const talk = (
  job: LoadJob,
  next: () => string | undefined,
  answered: (ms: number, refusal: string | undefined) => void,
) =>
  new Promise<void>((resolve, reject) => {
    const socket: Socket = connect({ port: job.port, host: "127.0.0.1", noDelay: true });
    let received = "";
    let sentAt = 0;
    const send = () => {
      const request = next();
      if (request === undefined) socket.end();
      else {
        sentAt = performance.now();
        socket.write(request);
      }
    };
    socket.setEncoding("latin1");
    socket.on("connect", send);
    socket.on("data", (chunk) => {
      received += String(chunk);
      const end = received.indexOf(HEADER_END);
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(received.slice(0, end))?.[1] ?? 0);
      if (received.length < end + HEADER_END.length + length) return;
      const well = received.startsWith(`HTTP/1.1 ${job.status} `);
      answered(performance.now() - sentAt, well ? undefined : received);
      received = "";
      send();
    });
    socket.on("close", () => resolve());
    socket.on("error", reject);
  });

const run = async (job: LoadJob): Promise<LoadReport> => {
  let sent = 0;
  let refusals = 0;
  let firstRefusal = "";
  const times: number[] = [];
  const next = (): string | undefined => {
    if (sent >= job.count) return undefined;
    const index = job.first + sent++;
    const path = job.paths[Math.floor(index / job.numbersPerPath)] ?? "/";
    const body = (job.bodies[index % job.bodies.length] ?? "").replace(
      "@NUMBER@",
      String((index % job.numbersPerPath) + 1),
    );
    return [
      `POST ${path} HTTP/1.1`,
      "host: 127.0.0.1",
      "content-type: application/json",
      `authorization: Bearer ${job.token}`,
      `idempotency-key: ${randomUUID()}`,
      `content-length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n");
  };
  await Promise.all(
    Array.from({ length: job.connections }, () =>
      talk(job, next, (ms, refusal) => {
        times.push(ms);
        if (refusal === undefined) return;
        refusals++;
        firstRefusal ||= refusal;
      }),
    ),
  );
  return { refusals, firstRefusal, times };
};

process.on("message", (job: LoadJob) => {
  void run(job).then((report) => process.send?.(report));
});

// Whoever started it is gone.
process.once("disconnect", () => process.exit(1));
