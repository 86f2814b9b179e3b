import { once } from "node:events";
import { Agent, createServer, get } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, it, onTestFinished, vi } from "vitest";
import { createServer as createOwnServer } from "./server.ts";
import { endSlowRequests, requestLimits } from "./slow-requests.ts";

it("listens to a connection once, however many requests it carries", async () => {
  const connections = new Set<Socket>();
  const server = createServer((request, response) => {
    connections.add(request.socket);
    response.end();
  });
  endSlowRequests(server, requestLimits);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      get({ agent, port, host: "127.0.0.1" }, (answer) => answer.resume().once("end", resolve)).once(
        "error",
        reject,
      );
    });
  await ask();
  const [socket] = connections;
  const listeners = socket?.listenerCount("close") ?? 0;
  expect(listeners).toBeGreaterThan(0);
  for (let request = 0; request < 20; request += 1) await ask();
  expect(connections.size).toBe(1);
  expect(socket?.listenerCount("close")).toBeLessThanOrEqual(listeners);
  agent.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** Callers of a server with one upload, whose minutes pass as the test says. */
const startUploads = async (bytes: number) => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const server = await createOwnServer({ logger: false, newId: () => "id", health: [] });
  server.addContentTypeParser("multipart/form-data", (_request, body, done) => done(null, body));
  server.post("/upload", { bodyLimit: bytes }, async (request) => {
    for await (const _chunk of request.body as AsyncIterable<Buffer>);
    return {};
  });
  const arrived = new Map<number, Socket>();
  server.server.on("request", ({ socket }: { socket: Socket }) => {
    arrived.set(socket.remotePort ?? 0, socket);
  });
  await server.listen({ port: 0, host: "127.0.0.1" });
  const { port } = server.server.address() as AddressInfo;
  const head = `POST /upload HTTP/1.1\r\nhost: a\r\ncontent-type: multipart/form-data\r\ncontent-length: ${bytes}\r\n\r\n`;
  /** The ends of a connection, once its request has arrived. */
  const open = async () => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {}).write(head);
    await once(socket, "connect");
    const { localPort = 0 } = socket;
    let own = arrived.get(localPort);
    for (; own === undefined; own = arrived.get(localPort)) await nextTurn();
    return { socket, own, isEnded: once(socket, "close") };
  };
  const send = async ({ socket, own }: Awaited<ReturnType<typeof open>>, bytes: number) => {
    socket.write(Buffer.alloc(bytes, 1));
    while (own.bytesRead < socket.bytesWritten && !own.destroyed) await nextTurn();
  };
  return { server, open, send };
};

it("lets go of a caller who sends less than a thousand bytes in each second of a minute, and of no other", async () => {
  const { server, open, send } = await startUploads(9_000_000);
  const [slow, enough] = [await open(), await open()];
  const answer = text(slow.socket);
  for (let second = 0; second < 65; second += 1) {
    await send(enough, 1_010);
    if (second < 60) await send(slow, 900);
    vi.advanceTimersByTime(1_000);
  }
  expect([slow, enough].map(({ own }) => own.writable)).toEqual([false, true]);
  expect(await answer).toContain('"code":"request-too-slow"');
  for (const { socket } of [slow, enough]) socket.destroy();
  await enough.isEnded;
  await server.close();
});

it("lets go of a caller who takes longer than a slow line does for what has come, whatever it announces", async () => {
  const { server, open, send } = await startUploads(2 ** 31);
  const [slow, enough] = [await open(), await open()];
  const answer = text(slow.socket);
  // By the minute both send enough. The slow one has ten minutes, and two for its 7 MB.
  for (let second = 0; second < 720; second += 10) {
    await send(enough, 660_000);
    if (slow.own.writable) await send(slow, 100_000);
    vi.advanceTimersByTime(10_000);
    if (second === 600) expect(slow.own.writable).toBe(true);
  }
  expect([slow, enough].map(({ own }) => own.writable)).toEqual([false, true]);
  expect(await answer).toContain('"code":"request-too-slow"');
  for (const { socket } of [slow, enough]) socket.destroy();
  await enough.isEnded;
  await server.close();
});
