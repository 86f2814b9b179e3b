import { Writable } from "node:stream";
import { AppendTooLarge, MAX_APPEND_BYTES } from "@sogoc/core";
import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createMetricsServer } from "./metrics-server.ts";
import type { TrustedProxies } from "./proxied-requests.ts";
import { createServer } from "./server.ts";
import { startTestService } from "./testing/test-service.ts";

const capture = () => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  // The server makes a logger of its own from these options.
  return { lines, logger: { level: "trace", stream } };
};

describe("log lines and metrics", () => {
  it("hold no address, no id, no name, no token and nothing that was sent", async () => {
    const { lines, logger } = capture();
    const figures = new Registry();
    const { server } = await startTestService({
      logger,
      metrics: figures,
      people: { "bi-mat-token": { name: "Nguyễn Thị Lan", account: "acc-7" } },
      routes: (app) => {
        const config = { permission: { open: "signed-in" as const } };
        const params = z.object({ recordId: z.string() });
        const querystring = z.object({ ten: z.string(), after: z.string() });
        app.get("/records/:recordId", { config, schema: { params, querystring } }, async () => ({
          meHoTen: "Trần Thị Hoa",
        }));
        app.post(
          "/records/:recordId",
          { config, schema: { querystring, body: z.strictObject({ so: z.int() }) } },
          async () => ({}),
        );
        app.get("/fails/:recordId", { config, schema: { querystring } }, async () => {
          throw new Error("no record of Trần Thị Hoa\nborn 01.03.1985 in Mai Lâm\n  acc-7");
        });
      },
    });
    const headers = {
      authorization: "Bearer bi-mat-token",
      "user-agent": "trinh-duyet",
      cookie: "sogoc_refresh=s-1.x",
    };
    const url = (path: string) => `/api/test/v1/${path}?ten=Lan&after=rec-42`;
    const remoteAddress = "203.0.113.7";
    await server.inject({ url: url("records/rec-42"), headers, remoteAddress });
    await server.inject({
      method: "POST",
      url: url("records/rec-42"),
      headers,
      remoteAddress,
      payload: { so: "Hoa" },
    });
    const failed = await server.inject({ url: url("fails/rec-42"), headers, remoteAddress });
    await server.inject({ url: "/khong-co/rec-42?ten=Lan", headers, remoteAddress });
    await server.inject({ url: url(`records/${"x".repeat(500)}`), headers, remoteAddress });
    expect([failed.statusCode, failed.json().code]).toEqual([500, "internal"]);
    expect(failed.body).not.toContain("Hoa");

    const log = lines.join("");
    expect(log).toContain('"route":"/api/test/v1/records/:recordId"');
    expect(log).toContain('"status":"500"');
    const metrics = await figures.metrics();
    expect(metrics).toContain("/api/test/v1/records/:recordId");
    const secrets = [
      "203.0.113",
      "rec-42",
      "Lan",
      "Hoa",
      "1985",
      "Mai Lâm",
      "acc-7",
      "bi-mat",
      "s-1.x",
      "trinh-duyet",
    ];
    for (const secret of secrets) {
      expect(log, secret).not.toContain(secret);
      expect(metrics, secret).not.toContain(secret);
    }
    await server.close();
  });

  it("name the request by the caller's correlation id only when it is one", async () => {
    const { lines, logger } = capture();
    const { server } = await startTestService({ logger, routes: () => {} });
    const id = "0b8f7a4e-3c7e-4a55-9f0e-6d2f0d3b1c11";
    await server.inject({ url: "/health/live", headers: { "x-correlation-id": id } });
    await server.inject({ url: "/health/live", headers: { "x-correlation-id": "Nguyễn Văn An" } });
    const ids = lines.map((line) => JSON.parse(line).correlationId).filter(Boolean);
    expect(ids[0]).toBe(id);
    expect(ids[1]).toMatch(/^[0-9a-f-]{36}$/);
    await server.close();
  });
});

describe("the figures", () => {
  it("are told at an address of their own, and not where people come", async () => {
    const metrics = new Registry();
    const health = [
      { name: "event-store", findFault: async () => "cannot be read" },
      { name: "hole", advisory: true, findFault: async () => "two events" },
    ];
    const server = await createServer({ logger: false, newId: () => "id", health, metrics });
    expect((await server.inject("/metrics")).statusCode).toBe(404);
    const beside = createMetricsServer(metrics, health);
    const { body } = await beside.inject("/metrics");
    expect(body).toContain('sogoc_part_faulty{part="event-store"} 1');
    expect(body).toContain('sogoc_part_noted{part="hole"} 1');
    expect(body).not.toContain('sogoc_part_faulty{part="hole"}');
    expect((await beside.inject("/health/ready")).statusCode).toBe(503);
    expect((await beside.inject("/health/live")).statusCode).toBe(200);
    await Promise.all([server.close(), beside.close()]);
  });
});

describe("who a caller is behind proxies", () => {
  const addressSeen = async (trustProxy: TrustedProxies | undefined, forwarded?: string) => {
    const server = await createServer({
      logger: false,
      newId: () => "id",
      health: [],
      ...(trustProxy === undefined ? {} : { trustProxy }),
    });
    server.get("/who", async ({ ip }) => ip);
    const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
    const { body } = await server.inject({ url: "/who", remoteAddress: "10.0.0.2", headers });
    await server.close();
    return body;
  };

  it("is what the first of them wrote down, never what the caller did", async () => {
    expect(await addressSeen(undefined, "6.6.6.6")).toBe("10.0.0.2");
    expect(await addressSeen(0, "6.6.6.6")).toBe("10.0.0.2");
    expect(await addressSeen(1, "6.6.6.6, 203.0.113.9")).toBe("203.0.113.9");
    expect(await addressSeen(2, "6.6.6.6, 203.0.113.9, 10.0.0.1")).toBe("203.0.113.9");
    expect(await addressSeen(["10.0.0.0/24"], "6.6.6.6, 203.0.113.9, 10.0.0.1")).toBe("203.0.113.9");
    expect(await addressSeen(["192.168.0.0/16"], "6.6.6.6, 203.0.113.9")).toBe("10.0.0.2");
    expect(await addressSeen(1)).toBe("10.0.0.2");
  });
});

describe("a server that was told that a proxy ends HTTPS", () => {
  const permission = { open: "public" as const };
  /** Status of a request from that address with those headers. */
  const asked = async (httpsOnly: boolean, trustProxy: TrustedProxies = 1) => {
    const server = await createServer({
      logger: false,
      newId: () => "id",
      health: [],
      trustProxy,
      proxied: { httpsOnly },
    });
    server.post("/sessions", { config: { permission } }, async () => ({}));
    server.get("/keys", { config: { permission } }, async () => ({}));
    server.get("/page", async () => "");
    return async (remoteAddress: string, headers: Record<string, string> = {}, url = "/sessions") => {
      const method = url === "/sessions" ? "POST" : "GET";
      const { statusCode } = await server.inject({ method, url, remoteAddress, headers });
      return statusCode;
    };
  };

  it("answers whoever comes through the proxy, or from the machine itself, and nobody else", async () => {
    for (const httpsOnly of [true, false]) {
      const ask = await asked(httpsOnly);
      const https = { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https" };
      expect(await ask("10.0.0.2", https)).toBe(200);
      expect(await ask("10.0.0.2", { forwarded: 'for=203.0.113.9;proto="https"' })).toBe(200);
      expect(await ask("10.0.0.2", { "x-forwarded-for": "203.0.113.9" })).toBe(200);
      for (const own of ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"])
        expect(await ask(own)).toBe(200);
      for (const other of ["203.0.113.9", "192.168.1.7", "fe80::1", "::ffff:10.0.0.2"]) {
        expect(await ask(other)).toBe(426);
        expect(await ask(other, {}, "/page")).toBe(426);
        expect(await ask(other, {}, "/health/live")).toBe(200);
        expect(await ask(other, {}, "/keys")).toBe(200);
      }
    }
  });

  it("takes no word of a proxy from whoever is none of those that are named", async () => {
    const ask = await asked(true, ["10.0.0.0/24", "fd00::7"]);
    const words = [
      { "x-forwarded-for": "203.0.113.9" },
      { "x-forwarded-proto": "https" },
      { "x-forwarded-host": "hotich.example" },
      { forwarded: "proto=https" },
    ] as const;
    for (const headers of words) {
      for (const proxy of ["10.0.0.2", "::ffff:10.0.0.2", "fd00::7", "127.0.0.1"])
        expect(await ask(proxy, headers)).toBe(200);
      for (const other of ["10.0.1.2", "203.0.113.9", "fd00::8"]) {
        expect(await ask(other, headers)).toBe(426);
        expect(await ask(other, headers, "/health/live")).toBe(200);
      }
    }
  });

  it("takes nothing that the proxy got without https, where all shall come by it", async () => {
    const ask = await asked(true);
    for (const headers of [
      { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "http" },
      { forwarded: "for=203.0.113.9;proto=http" },
    ] as const)
      for (const proxy of ["10.0.0.2", "127.0.0.1"]) expect(await ask(proxy, headers)).toBe(426);
    // The one before it, which the browser came to, speaks https.
    expect(await ask("10.0.0.2", { "x-forwarded-proto": "https, http" })).toBe(200);
    // A proxy of this machine's own may be reached by plain http here, as in the compose file.
    expect(await (await asked(false))("10.0.0.2", { "x-forwarded-proto": "http" })).toBe(200);
  });
});

describe("health", () => {
  it("is ready only while every part is", async () => {
    let fault: string | undefined;
    const server = await createServer({
      logger: false,
      newId: () => "id",
      health: [{ name: "event-store", findFault: async () => fault }],
    });
    const ready = async () => (await server.inject({ url: "/health/ready" })).statusCode;
    expect(await ready()).toBe(200);
    fault = "cannot be read";
    expect(await ready()).toBe(503);
    expect((await server.inject({ url: "/health/live" })).statusCode).toBe(200);
    await server.close();
  });

  it("is ready with a note of what only somebody should look at", async () => {
    const server = await createServer({
      logger: false,
      newId: () => "id",
      health: [{ name: "backup", advisory: true, findFault: async () => "old" }],
    });
    const answer = await server.inject({ url: "/health/ready" });
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { status: "ready", faults: [], notes: [{ name: "backup", fault: "old" }] },
    ]);
    await server.close();
  });

  it("comes with headers that keep browsers careful", async () => {
    const { server } = await startTestService({ routes: () => {} });
    const { headers } = await server.inject({ url: "/health/live" });
    expect(headers["content-security-policy"]).toMatch(/script-src 'self'(;|$)/);
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    await server.close();
  });
});

describe("what no store takes in one append", () => {
  it("is refused as too large, with how much it was", async () => {
    const server = await createServer({ logger: false, newId: () => "id", health: [] });
    server.get("/long", async () => {
      throw new AppendTooLarge("handover-1", 1_200_000);
    });
    const answer = await server.inject("/long");
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({
      code: "append-too-large",
      params: { bytes: 1_200_000, limit: MAX_APPEND_BYTES },
    });
    expect(answer.body).not.toContain("handover-1");
    await server.close();
  });
});
