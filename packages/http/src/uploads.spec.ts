import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import multipart from "@fastify/multipart";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startTestService } from "./testing/test-service.ts";
import { withUpload } from "./uploads.ts";

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "sogoc-sweep-"));
  vi.stubEnv("TMPDIR", place);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(place, { recursive: true });
});

/** A server with one route that takes a file and says what came. */
const startReceiving = () =>
  startTestService({
    people: { lan: {} },
    routes: async (app, http) => {
      await app.register(multipart);
      app.post("/files", { config: { permission: { open: "signed-in" } } }, async (request) =>
        withUpload(request, http, 1_000, async ({ fileName, sha256 }) => ({ fileName, sha256 })),
      );
      const large = { config: { permission: { open: "signed-in" } }, bodyLimit: 2 ** 24 } as const;
      app.post("/large-files", large, async (request) =>
        withUpload(request, http, 2 ** 23, async ({ fileName }) => ({ fileName })),
      );
    },
  });

const whole = [
  "--x",
  'Content-Disposition: form-data; name="file"; filename="so.csv"',
  "Content-Type: text/csv",
  "",
  "so;ten;ghi chu",
  "--x--",
  "",
].join("\r\n");

it("answers a body without its end or without a boundary as malformed, and leaves nothing of it behind", async () => {
  const { server } = await startReceiving();
  const send = (payload: string, type: string) =>
    server.inject({
      method: "POST" as const,
      url: "/api/test/v1/files",
      payload,
      headers: { authorization: "Bearer lan", "content-type": type },
    });
  const type = "multipart/form-data; boundary=x";
  expect((await send(whole, type)).statusCode).toBe(200);
  for (const boundaryless of [
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; x=y",
  ]) {
    const answer = await send(whole, boundaryless);
    expect([answer.statusCode, answer.json().code]).toEqual([400, "malformed-body"]);
  }
  const complete = whole.lastIndexOf("--x--") + 3;
  for (let end = 1; end < complete; end += 1) {
    const answer = await send(whole.slice(0, end), type);
    const { code } = answer.json<{ code: string }>();
    expect([400, 422], `cut at ${end}: ${answer.body}`).toContain(answer.statusCode);
    expect(["malformed-body", "invalid-request"]).toContain(code);
  }
  const inContent = await send(whole.slice(0, whole.indexOf("ghi chu")), type);
  expect([inContent.statusCode, inContent.json().code]).toEqual([400, "malformed-body"]);
  expect((await readdir(place)).filter((name) => name.startsWith("sogoc-work-"))).toEqual([]);
  await server.close();
});

describe("what comes beside the one file", () => {
  const type = "multipart/form-data; boundary=x";
  const disposition = (more: string) => `Content-Disposition: form-data; ${more}`;
  const part = (headers: readonly string[], content: string) =>
    `--x\r\n${headers.join("\r\n")}\r\n\r\n${content}\r\n`;
  const one = part([disposition('name="file"; filename="so.csv"')], "so;ten");

  it("is no file without a name, or with one that is no text", async () => {
    const { server } = await startReceiving();
    const send = async (payload: string) => {
      const headers = { authorization: "Bearer lan", "content-type": type };
      const answer = await server.inject({ method: "POST", url: "/api/test/v1/files", headers, payload });
      return [answer.statusCode, answer.json().code, answer.json().fileName];
    };
    const file = (name: string) => part([disposition(`name="file"; filename="${name}"`)], "so;ten");
    const nameless = part([disposition('name="file"'), "Content-Type: application/octet-stream"], "so;ten");
    expect(await send(`${nameless}--x--\r\n`)).toEqual([400, "malformed-body", undefined]);
    expect(await send(`${one}${nameless}--x--\r\n`)).toEqual([400, "malformed-body", undefined]);
    const marked = file(`a${"\u0301".repeat(2000)}${"\u0316".repeat(2000)}.csv`);
    expect(await send(`${marked}--x--\r\n`)).toEqual([400, "malformed-body", undefined]);
    for (const sign of ["\u0000", "\t", "\u007f", "\u0085", "\u200b", "\u202e", "\u2066", "\ufeff", "\ue000"])
      expect(await send(`${file(`so${sign}.csv`)}--x--\r\n`), JSON.stringify(sign)).toEqual([
        400,
        "malformed-body",
        undefined,
      ]);
    expect(await send(`${file("Sổ Ắ\u0302 (1).csv")}--x--\r\n`)).toEqual([
      200,
      undefined,
      "Sổ Ắ\u0302 (1).csv",
    ]);
    const decomposed = file("Hoà Bình.csv".normalize("NFD"));
    expect(await send(`${decomposed}--x--\r\n`)).toEqual([200, undefined, "Hoà Bình.csv"]);
    await server.close();
  });

  it("is refused by its name, whichever comes first and however large it is", async () => {
    const { server } = await startReceiving();
    const address = await server.listen({ port: 0, host: "127.0.0.1" });
    const send = async (body: string) => {
      const headers = { authorization: "Bearer lan", "content-type": type };
      const answer = await fetch(`${address}/api/test/v1/files`, { method: "POST", headers, body });
      return { status: answer.status, ...((await answer.json()) as { code?: string; errors?: unknown }) };
    };
    const second = (content: string) =>
      part([disposition('name="khac"; filename="C:\\\\so\\\\hai.csv"')], content);
    const field = part([disposition('name="ghi chu"')], "x");
    for (const [body, named] of [
      [`${one}${second("so;ten")}--x--\r\n`, "hai.csv"],
      [`${one}${second("x".repeat(900_000))}--x--\r\n`, "hai.csv"],
      [`${one}${second("")}${second("")}--x--\r\n`, "hai.csv"],
      [`${one}${field}--x--\r\n`, "ghi chu"],
      [`${field}${one}--x--\r\n`, "ghi chu"],
    ] as const) {
      const answer = await send(body);
      expect([answer.status, answer.code]).toEqual([400, "one-file-expected"]);
      expect(JSON.stringify(answer)).toContain(named);
    }
    expect((await send(`${one}--x--\r\n`)).status).toBe(200);
    expect((await readdir(place)).filter((name) => name.startsWith("sogoc-work-"))).toEqual([]);
    await server.close();
  });

  it("has room for a long name and no more, wherever it lies", async () => {
    const { server } = await startReceiving();
    const send = async (payload: string) => {
      const headers = { authorization: "Bearer lan", "content-type": type };
      const answer = await server.inject({
        method: "POST",
        url: "/api/test/v1/files",
        payload: Readable.from([Buffer.from(payload)]),
        headers,
      });
      return [answer.statusCode, answer.json<{ code?: string }>().code];
    };
    const named = (length: number) =>
      part([disposition(`name="file"; filename="${"s".repeat(length)}.csv"`)], "so;ten");
    expect(await send(`${named(4_000)}--x--\r\n`)).toEqual([200, undefined]);
    const tooLong = [431, "headers-too-large"];
    expect(await send(`${named(20_000)}--x--\r\n`)).toEqual(tooLong);
    expect(await send(`${named(3_000_000)}--x--\r\n`)).toEqual(tooLong);
    const strange = part([disposition('name="file"; filename="so.csv"'), `X: ${"y".repeat(20_000)}`], "so");
    expect(await send(`${strange}--x--\r\n`)).toEqual(tooLong);
    expect(await send(`${"before\r\n".repeat(4_000)}${one}--x--\r\n`)).toEqual(tooLong);
    await server.close();
  });

  it("is not waited for without end", async () => {
    const { server } = await startReceiving();
    await server.listen({ port: 0, host: "127.0.0.1" });
    const { port } = server.server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1");
    const head = [
      "POST /api/test/v1/files HTTP/1.1",
      "host: a",
      "authorization: Bearer lan",
      `content-type: ${type}`,
      "transfer-encoding: chunked",
    ];
    socket.write(`${head.join("\r\n")}\r\n\r\n5\r\n--x\r\n\r\n`);
    const answered = once(socket.setEncoding("utf8"), "data");
    let isAnswered = false;
    void answered.then(() => {
      isAnswered = true;
    });
    const chunk = "X: y\r\n".repeat(2_000);
    while (!isAnswered) {
      socket.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
      await pause(0);
    }
    expect(String(await answered)).toContain("headers-too-large");
    socket.destroy();
    await server.close();
  });
});

it("tells the work that whoever sent the file has left, and nothing when all goes well", async () => {
  const working = Promise.withResolvers<AbortSignal>();
  const { server } = await startTestService({
    people: { lan: {} },
    routes: async (app, http) => {
      await app.register(multipart);
      app.post("/long-work", { config: { permission: { open: "signed-in" } } }, (request) =>
        withUpload(request, http, 1_000, async ({ senderGone }) => {
          working.resolve(senderGone);
          if (!senderGone.aborted) await once(senderGone, "abort");
          senderGone.throwIfAborted();
        }),
      );
      app.post("/short-work", { config: { permission: { open: "signed-in" } } }, (request) =>
        withUpload(request, http, 1_000, async ({ senderGone }) => ({ isLeft: senderGone.aborted })),
      );
    },
  });
  const address = await server.listen({ port: 0, host: "127.0.0.1" });
  const leaving = new AbortController();
  const send = (path: string) =>
    fetch(`${address}/api/test/v1/${path}`, {
      method: "POST",
      headers: { authorization: "Bearer lan", "content-type": "multipart/form-data; boundary=x" },
      body: whole,
      signal: leaving.signal,
    });
  expect(await (await send("short-work")).json()).toEqual({ isLeft: false });
  const sent = send("long-work").catch((error: Error) => error.name);
  const left = await working.promise;
  expect(left.aborted).toBe(false);
  leaving.abort();
  expect(await sent).toBe("AbortError");
  await expect.poll(() => left.aborted).toBe(true);
  await server.close();
  expect((await readdir(place)).filter((name) => name.startsWith("sogoc-work-"))).toEqual([]);
});

it("takes a large file whose body comes in one piece, as it does within a process", async () => {
  const { server } = await startReceiving();
  const [head = "", tail = ""] = whole.split("so;ten;ghi chu");
  const answer = await server.inject({
    method: "POST" as const,
    url: "/api/test/v1/large-files",
    payload: Buffer.concat([Buffer.from(head), Buffer.alloc(3 * 2 ** 20), Buffer.from(tail)]),
    headers: { authorization: "Bearer lan", "content-type": "multipart/form-data; boundary=x" },
  });
  expect([answer.statusCode, answer.json()]).toEqual([200, { fileName: "so.csv" }]);
  await server.close();
});
