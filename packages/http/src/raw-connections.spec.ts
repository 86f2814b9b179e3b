import { type AddressInfo, connect } from "node:net";
import multipart from "@fastify/multipart";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestService, type TestService } from "./testing/test-service.ts";
import { withUpload } from "./uploads.ts";

let service: TestService;
let port = 0;
beforeAll(async () => {
  const config = { permission: { open: "signed-in" as const } };
  service = await startTestService({
    people: { lan: {} },
    routes: async (app, http) => {
      await app.register(multipart);
      app.post("/files", { config, bodyLimit: 1_000_000 }, async (request) =>
        withUpload(request, http, 1_000_000, async ({ fileName }) => ({ fileName })),
      );
      app.post("/words", { config }, async ({ body }) => ({ body }));
    },
  });
  await service.server.listen({ port: 0, host: "127.0.0.1" });
  ({ port } = service.server.server.address() as AddressInfo);
});
afterAll(() => service.server.close());

/**
 * What comes back for this, until the server ends the connection. `then` is sent when the server
 * asks for it.
 */
const told = (request: string, then = ""): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(request));
    let got = "";
    socket.on("data", (chunk) => {
      got += String(chunk);
      if (got.endsWith("100 Continue\r\n\r\n") && then !== "") socket.write(then);
    });
    socket.on("error", () => {});
    socket.once("close", () => resolve(got));
  });
const statusesOf = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);

describe("a caller who waits to be asked for the body", () => {
  const post = (path: string, bytes: number, headers = "authorization: Bearer lan") =>
    `POST ${path} HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\nconnection: close\r\n${headers}\r\ncontent-length: ${bytes}\r\n\r\n`;
  const json = "authorization: Bearer lan\r\ncontent-type: application/json";
  const form = "authorization: Bearer lan\r\ncontent-type: multipart/form-data; boundary=b";

  it("is not asked for what is refused, whatever refuses it", async () => {
    const files = "/api/test/v1/files";
    expect(statusesOf(await told(post(files, 5_000_000_000, form)))).toEqual(["413"]);
    expect(statusesOf(await told(post("/api/test/v1/words", 5_000_000_000, json)))).toEqual(["413"]);
    expect(statusesOf(await told(post(files, 5_000_000_000, "x-a: b")))).toEqual(["401"]);
    expect(statusesOf(await told(post(files, 9, "x-a: b")))).toEqual(["401"]);
    for (const bytes of [9, 5_000_000_000]) {
      const [status, ...others] = statusesOf(await told(post("/nothing", bytes, json)));
      expect([["404", "413"].includes(status ?? ""), others]).toEqual([true, []]);
    }
  });

  it("is asked for what is wanted", async () => {
    const body = '{"a":"b"}';
    const answer = await told(post("/api/test/v1/words", body.length, json), body);
    expect(statusesOf(answer)).toEqual(["100", "200"]);
    expect(answer).toContain('{"body":{"a":"b"}}');
    const file =
      '--b\r\ncontent-disposition: form-data; name="file"; filename="so.txt"\r\n\r\nx\r\n--b--\r\n';
    expect(statusesOf(await told(post("/api/test/v1/files", file.length, form), file))).toEqual([
      "100",
      "200",
    ]);
  });
});

describe("what a server answers", () => {
  it("says with each 401 how one signs in (RFC 9110, 11.6.1)", async () => {
    const answer = await service.server.inject({ url: "/api/test/v1/words", method: "POST" });
    expect([answer.statusCode, answer.headers["www-authenticate"]]).toEqual([401, 'Bearer realm="sogoc"']);
  });

  it("is a problem document for what is no request, too, and ends the connection", async () => {
    const flood = `GET / HTTP/1.1\r\nhost: a\r\n${"x-a: bbbbbbbbbbbbbbbb\r\n".repeat(2_000)}\r\n`;
    const wrong: readonly (readonly [string, string, string])[] = [
      ["no http\r\n\r\n", "400", "malformed-body"],
      ["GET / HTTP/1.1\r\n\r\n", "400", ""],
      // RFC 9112, 3.2: two of them, and one that is none.
      ...["a\r\nHost: a", "a\r\nHOST: b", "a b", "a/<script>", "a:80:80", "[::1", "a:8o"].map(
        (host) =>
          [
            `GET /health/live HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`,
            "400",
            "malformed-request",
          ] as const,
      ),
      [flood, "431", "headers-too-large"],
      [
        "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "400",
        "malformed-body",
      ],
    ];
    for (const [request, status, code] of wrong) {
      const answer = await told(request);
      expect(statusesOf(answer), request.slice(0, 60)).toEqual([status]);
      if (code !== "") expect(answer).toContain(`"code":"${code}"`);
    }
  });

  it("is the same under every name that a host may have", async () => {
    for (const host of ["", "a", "so-goc.xa.vn:8158", "192.168.1.5", "[fe80::1]:80", "may_chu", "a:"]) {
      const request = `GET /health/live HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`;
      expect(statusesOf(await told(request)), host).toEqual(["200"]);
    }
  });

  it("is told in the order of the questions, where several come at once and the last is none", async () => {
    const ask = "GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n";
    const answer = await told(`${ask}${ask}no http\r\n\r\n`);
    const statuses = statusesOf(answer);
    expect(statuses.filter((status) => status === "200").length).toBeLessThanOrEqual(2);
    expect(statuses.slice(0, -1).every((status) => status === "200")).toBe(true);
  });
});
