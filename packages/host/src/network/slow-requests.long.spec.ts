import { type AddressInfo, connect as connectPlain, type Socket } from "node:net";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { connect as connectSecure } from "node:tls";
import { createInMemorySecrets } from "@sogoc/core";
import { createServer, type RequestLimits } from "@sogoc/http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHttpsServerBesidePlain } from "./https-server.ts";
import { openOfficeAuthority } from "./office-authority.ts";
import { getOfficeNames } from "./office-names.ts";

/** A minute in production is a second and a half here. */
const STALL_MS = 1_500;
const limits: RequestLimits = {
  headersMs: STALL_MS,
  stallMs: STALL_MS,
  idleMs: STALL_MS,
  checkMs: 100,
  leaveMs: 300,
  minBytesPerSecond: 20_000,
  bodyMs: 60_000,
  lineBytesPerSecond: 64_000,
};
const MEGABYTE = 1024 * 1024;

const authority = await openOfficeAuthority({
  secrets: createInMemorySecrets(),
  clock: { now: () => new Date() },
  findNames: () => getOfficeNames([]),
});

describe.concurrent.each(["http", "https"])("by %s, a caller", (scheme) => {
  let server: Awaited<ReturnType<typeof createServer>>;
  let port = 0;
  /** Sockets of the server that are open, by the caller's port. */
  const connections = new Map<number, Socket>();

  const start = async () => {
    const secure = scheme === "https";
    const server = await createServer({
      logger: false,
      newId: () => "id",
      health: [],
      limits,
      ...(secure && {
        serverFactory: (handler: Parameters<typeof createHttpsServerBesidePlain>[1]["secure"]) =>
          createHttpsServerBesidePlain(
            authority.current(),
            { secure: handler, plain: (_request, response) => void response.end() },
            limits,
          ),
      }),
    });
    server.addContentTypeParser("application/octet-stream", (_request, body, done) => done(null, body));
    server.post("/upload", { bodyLimit: 100 * MEGABYTE }, async (request) => {
      let bytes = 0;
      for await (const chunk of request.body as AsyncIterable<Buffer>) bytes += chunk.length;
      return { bytes };
    });
    server.post("/slow-reader", { bodyLimit: 100 * MEGABYTE }, async (request) => {
      let bytes = 0;
      let pauses = 0;
      for await (const chunk of request.body as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > pauses * MEGABYTE && pauses++ < 2) await pause(STALL_MS * 1.3);
      }
      return { bytes };
    });
    server.post("/refuses", { bodyLimit: 100 * MEGABYTE }, async (_request, reply) =>
      reply.code(403).send({}),
    );
    server.get("/works", async () => {
      await pause(STALL_MS * 2.5);
      return { done: true };
    });
    server.get("/large", (_request, reply) => reply.send(Buffer.alloc(64 * MEGABYTE, 1)));
    server.get("/stream", (_request, reply) => {
      const chunk = Buffer.alloc(64 * 1024, 1);
      return reply.send(
        Readable.from(
          (function* () {
            for (let turn = 0; turn < 1024; turn++) yield chunk;
          })(),
        ),
      );
    });
    server.server.on("connection", (socket: Socket) => {
      const { remotePort = 0 } = socket;
      connections.set(remotePort, socket);
    });
    await server.listen({ port: 0, host: "127.0.0.1" });
    const { port } = server.server.address() as AddressInfo;
    const count = () =>
      new Promise<number>((resolve) => server.server.getConnections((_error, open) => resolve(open)));
    return { server, port, count };
  };
  beforeAll(async () => {
    ({ server, port } = await start());
  });
  afterAll(() => server.close());

  const open = async (at = port): Promise<Socket> => {
    const socket =
      scheme === "http"
        ? connectPlain(at, "127.0.0.1")
        : connectSecure({ port: at, host: "127.0.0.1", rejectUnauthorized: false });
    await new Promise((resolve) => socket.once(scheme === "http" ? "connect" : "secureConnect", resolve));
    return socket;
  };
  /** Everything that came until the server ended the connection. */
  const ended = (socket: Socket) =>
    new Promise<string>((resolve) => {
      let got = "";
      socket.on("data", (chunk) => {
        got += String(chunk);
      });
      socket.on("error", () => {});
      socket.once("close", () => resolve(got));
    });
  /** Writes this piece again and again until the connection is gone. */
  const drip = (socket: Socket, piece: string, everyMs: number) => {
    const timer = setInterval(() => socket.write(piece), everyMs);
    socket.once("close", () => clearInterval(timer));
    socket.on("error", () => {});
  };
  const head = (path: string, bytes: number) =>
    `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/octet-stream\r\ncontent-length: ${bytes}\r\n\r\n`;
  /** Resolves once the server has let go of the caller, whatever the caller sees of it. */
  const letGo = async ({ localPort = 0 }: Socket) => {
    let socket = connections.get(localPort);
    while (!socket) {
      await pause(5);
      socket = connections.get(localPort);
    }
    if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve));
  };

  it("who says nothing, or spells out the headers, is shown the door", async () => {
    const silent = await open();
    const spelling = await open();
    spelling.write("GET / HTTP/1.1\r\n");
    drip(spelling, "x-a: b\r\n", 200);
    await Promise.all([silent, spelling].map(letGo));
  });

  it("who never gets as far as http, or as TLS, is as well", async () => {
    const raw = async () => {
      const socket = connectPlain(port, "127.0.0.1");
      await new Promise((resolve) => socket.once("connect", resolve));
      socket.on("error", () => {});
      return socket;
    };
    const [silent, half, plain] = [await raw(), await raw(), await raw()];
    // The beginning of a handshake (RFC 8446, 5.1) that promises 500 bytes more.
    half.write(Buffer.from([22, 3, 1, 1, 244, 1]));
    plain.write("GET / HTTP/1.1\r\n");
    drip(plain, "x-a: b\r\n", 200);
    await Promise.all([silent, half, plain].map(letGo));
  });

  it("who stops in the middle of an upload, or sends a byte now and then, is as well", async () => {
    const stalled = await open();
    stalled.write(`${head("/upload", 5_000_000)}begins`);
    const dripping = await open();
    dripping.write(head("/upload", 5_000_000));
    drip(dripping, "x", 200);
    // Also where the answer was given long ago, and the rest of the body is thrown away.
    const refused = await open();
    refused.write(head("/refuses", 5_000_000));
    drip(refused, "x".repeat(9_000), 200);
    const answers = await Promise.all([stalled, dripping, refused].map(ended));
    expect(answers.map((answer) => answer.split(" ")[1])).toEqual(["408", "408", "403"]);
    expect(answers[0]).toContain('"code":"request-too-slow"');
    for (const answer of answers) expect(answer.split("HTTP/1.1 ")).toHaveLength(2);
  });

  it("who does not take what was asked for is, too, whether it is one piece or many", async () => {
    for (const path of ["/large", "/stream"]) {
      const deaf = await open();
      deaf.pause();
      deaf.on("error", () => {});
      deaf.write(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`);
      await letGo(deaf);
      deaf.destroy();
    }
  });

  it("may ask many times on one connection, which leaves nothing behind", async () => {
    const one = await open();
    const got: string[] = [];
    one.on("data", (chunk) => got.push(String(chunk)));
    for (let turn = 1; turn <= 15; turn++) {
      one.write("GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n");
      while (got.join("").split("200 OK").length <= turn) await pause(2);
    }
    const held = [...connections.values()].find(({ remotePort }) => remotePort === one.localPort);
    expect(held?.listenerCount("close")).toBeLessThan(8);
    one.destroy();
  });

  it("who asks nothing more is let go", async () => {
    const idle = await open();
    idle.write("GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n");
    expect(await ended(idle)).toContain("200 OK");
  });

  it("does not keep a server from ending, wherever the caller stands still", async () => {
    const ending = await start();
    const standing = [];
    const handshake = connectPlain(ending.port, "127.0.0.1");
    handshake.write(scheme === "http" ? "GET / HTTP/1.1\r\n" : Buffer.from([22, 3, 1, 1, 244, 1]));
    standing.push(handshake, connectPlain(ending.port, "127.0.0.1"));
    const [upload, deaf] = [await open(ending.port), await open(ending.port)];
    upload.write(`${head("/upload", 5_000_000)}begins`);
    deaf.pause();
    deaf.write("GET /large HTTP/1.1\r\nhost: a\r\n\r\n");
    standing.push(upload, deaf);
    for (const socket of standing) socket.on("error", () => {});
    while ((await ending.count()) < standing.length) await pause(5);
    await ending.server.close();
    expect(await ending.count()).toBe(0);
    for (const socket of standing) socket.destroy();
  });

  it("with a slow line is waited for, however long it takes", async () => {
    const line = await open();
    const pieces = 60;
    const piece = Buffer.alloc(8_000, 1);
    line.write(
      `POST /upload HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/octet-stream\r\n`,
    );
    line.write(`content-length: ${pieces * piece.length}\r\n\r\n`);
    const answer = ended(line);
    // Four times what may pass in silence.
    for (let turn = 0; turn < pieces; turn++) {
      line.write(piece);
      await pause(STALL_MS / 15);
    }
    expect(await answer).toContain(`{"bytes":${pieces * piece.length}}`);
  });

  it("is not blamed for the time that the server takes, to read or to answer", async () => {
    const bytes = 6 * MEGABYTE;
    const patient = await open();
    const got = ended(patient);
    patient.write(head("/slow-reader", bytes).replace("host: a", "host: a\r\nconnection: close"));
    patient.write(Buffer.alloc(bytes, 1));
    expect(await got).toContain(`{"bytes":${bytes}}`);
    const waiting = await open();
    const answer = ended(waiting);
    waiting.write("GET /works HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    expect(await answer).toContain('{"done":true}');
  });
});
