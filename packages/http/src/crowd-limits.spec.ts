import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { type CrowdLimits, crowdLimits } from "./crowd-limits.ts";
import { startTestService, type TestService } from "./testing/test-service.ts";

let service: TestService;
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await service.server.close();
});

const start = async (limits: Partial<CrowdLimits> = {}) => {
  const schema = { body: z.strictObject({ a: z.string() }) };
  const answer = async () => ({ ok: true });
  service = await startTestService({
    people: { lan: {} },
    crowd: { ...crowdLimits, ...limits },
    routes: (app) => {
      app.post("/known", { config: { permission: { open: "signed-in" } }, schema }, answer);
      app.post("/strangers", { config: { permission: { open: "public" } }, schema }, answer);
    },
  });
  await service.server.listen({ port: 0, host: "127.0.0.1" });
};

const open = async (): Promise<Socket> => {
  const { port } = service.server.server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
};

const body = JSON.stringify({ a: "x".repeat(40_000) });
const head = (path: string, length: number) =>
  `POST /api/test/v1/${path} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer lan\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;

/** Status of the next answer, or "closed". */
const nextStatus = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    socket.once("data", (chunk) => resolve(/^HTTP\/1.1 (\d+)/.exec(String(chunk))?.[1] ?? ""));
    socket.once("close", () => resolve("closed"));
  });

it("reads no large body before it knows whose it is", async () => {
  await start();
  const stranger = await open();
  stranger.write(head("strangers", 17_000));
  expect(await nextStatus(stranger)).toBe("413");
  const known = await open();
  known.write(head("known", body.length) + body);
  expect(await nextStatus(known)).toBe("200");
});

it("lets go of the bodies that have been unfinished longest, and of none that come to their end", async () => {
  await start({ unfinishedBytes: 100_000 });
  const held = await Promise.all([open(), open()]);
  const outcomes = held.map(nextStatus);
  for (const socket of held) socket.write(head("known", body.length) + body.slice(0, -1));
  const finished = await open();
  for (let time = 0; time < 5; time++) {
    finished.write(head("known", body.length) + body);
    expect(await nextStatus(finished)).toBe("200");
  }
  const third = await open();
  third.write(head("known", body.length) + body.slice(0, -1));
  expect(await Promise.race(outcomes)).toBe("408");
  third.write(body.slice(-1));
  expect(await nextStatus(third)).toBe("200");
});

it("holds so many connections of one address, and another as soon as one has gone", async () => {
  await start({ connectionsOfAddress: 2 });
  const [first, second] = [await open(), await open()];
  const third = await open();
  expect(await nextStatus(third)).toBe("closed");
  second.end();
  await once(second, "close");
  first.write(head("known", body.length) + body);
  expect(await nextStatus(first)).toBe("200");
  const fourth = await open();
  fourth.write(head("known", body.length) + body);
  expect(await nextStatus(fourth)).toBe("200");
});
