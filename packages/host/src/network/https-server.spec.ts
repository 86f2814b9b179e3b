import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { type AddressInfo, connect as connectPlain, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Duplex } from "node:stream";
import { connect as connectSecure, type TLSSocket } from "node:tls";
import { createInMemorySecrets } from "@sogoc/core";
import { createServer } from "@sogoc/http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepCredentials, openCertificateFiles } from "./credentials.ts";
import { createHttpsServerBesidePlain } from "./https-server.ts";
import { openOfficeAuthority } from "./office-authority.ts";
import { getOfficeNames } from "./office-names.ts";
import { openTransport } from "./open-transport.ts";

const clock = { now: () => new Date() };
const newAuthority = async () => {
  const secrets = createInMemorySecrets();
  const findNames = () => getOfficeNames([]);
  return { secrets, authority: await openOfficeAuthority({ secrets, clock, findNames }) };
};
const pemOf = (der: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${der.toString("base64")}\n-----END CERTIFICATE-----\n`;

const warnings: string[] = [];
const partsOf = (secrets = createInMemorySecrets()) => ({
  secrets,
  clock,
  names: [],
  folder: "/data",
  warn: (message: string) => void warnings.push(message),
});

interface Got {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}
const get = (url: string, options: { ca?: string; method?: string; host?: string } = {}): Promise<Got> =>
  new Promise((resolve, reject) => {
    const { ca, method = "GET", host } = options;
    const send = url.startsWith("https") ? requestSecure : requestPlain;
    const headers = host === undefined ? {} : { host };
    const sent = send(url, { ca, method, headers, agent: false }, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
    });
    sent.on("error", reject).end();
  });

const closed = (socket: Socket | TLSSocket) =>
  new Promise<void>((resolve) => {
    socket.on("error", () => {});
    socket.once("close", () => resolve());
  });

/** What is written to it goes out in as many pieces as it has bytes. */
const byteByByte = (wire: Socket): Duplex => {
  const piecemeal = new Duplex({
    read() {},
    async write(chunk: Buffer, _encoding, done) {
      for (const byte of chunk) {
        await new Promise((resolve) => wire.write(Buffer.of(byte), resolve));
        await new Promise((resolve) => setImmediate(resolve));
      }
      done();
    },
  });
  wire.on("data", (chunk) => piecemeal.push(chunk));
  wire.on("end", () => piecemeal.push(null));
  return piecemeal;
};

/**
 * The whole way of a start: settings decided, a server of the product, one route that tells
 * something personal.
 */
const startOwn = async () => {
  const secrets = createInMemorySecrets();
  const transport = await openTransport({ kind: "own" }, partsOf(secrets));
  const { serverFactory } = transport;
  const server = await createServer({
    logger: false,
    newId: () => "id",
    health: [],
    ...(serverFactory ? { serverFactory } : {}),
  });
  transport.attach(server);
  server.get("/ho-so", async () => ({ hoTen: "Trần Thị Hoa" }));
  server.get("/who", async ({ protocol }) => protocol);
  await server.listen({ port: 0, host: "127.0.0.1" });
  const { port } = server.server.address() as AddressInfo;
  const authority = await openOfficeAuthority({ secrets, clock, findNames: () => getOfficeNames([]) });
  const stop = async () => {
    await transport.close();
    await server.close();
  };
  return { server, port, authority, ca: pemOf(authority.root), transport, stop };
};

describe("a server with an authority of its own", () => {
  it("answers by https whoever trusts its root, and tells the fingerprint at the start", async () => {
    const { port, ca, transport, authority, stop } = await startOwn();
    const { status, body, headers } = await get(`https://localhost:${port}/ho-so`, { ca });
    expect([status, JSON.parse(body)]).toEqual([200, { hoTen: "Trần Thị Hoa" }]);
    expect(headers["strict-transport-security"]).toBeUndefined();
    // A browser that warns shows the root as well, to be compared.
    const looking = connectSecure({
      port,
      host: "127.0.0.1",
      servername: "localhost",
      rejectUnauthorized: false,
    });
    await new Promise((resolve) => looking.once("secureConnect", resolve));
    expect(looking.getPeerCertificate(true).issuerCertificate.fingerprint256).toBe(authority.fingerprint);
    looking.destroy();
    expect((await get(`https://localhost:${port}/who`, { ca })).body).toBe("https");
    await expect(get(`https://localhost:${port}/ho-so`)).rejects.toThrow();
    expect(transport.news.join("\n")).toContain(authority.fingerprint);
    await stop();
  });

  it("tells by plain http how to trust it, and nothing of anybody", async () => {
    const { port, authority, ca, stop } = await startOwn();
    const plain = `http://127.0.0.1:${port}`;
    for (const path of ["/", "/tin-cay"]) {
      const page = await get(`${plain}${path}`);
      expect(page.status).toBe(200);
      // In two lines of sixteen bytes, and as Windows' own dialog shows it.
      expect(page.body.replace("<br>", "")).toContain(authority.fingerprint);
      expect(page.body).toContain(`${authority.fingerprint.slice(0, 48)}<br>`);
      expect(page.body).toMatch(/([0-9A-F]{8} ){4}[0-9A-F]{8}</);
      expect(page.body).toContain("windows.svg");
      expect(page.headers["cache-control"]).toBe("no-store");
    }
    const root = await get(`${plain}/tin-cay/so-goc.crt`);
    expect(root.headers["content-type"]).toBe("application/x-x509-ca-cert");
    for (const path of ["/ho-so", "/ho-so?x=1", "/api/entry/v1/books", "/nothing"]) {
      const { status, headers, body } = await get(`${plain}${path}`);
      expect([status, headers["location"], body]).toEqual([307, `https://127.0.0.1:${port}${path}`, ""]);
    }
    expect((await get(`${plain}/ho-so`, { method: "POST" })).status).toBe(426);
    // Only to where the certificate is for: nobody is sent elsewhere.
    const ownHost = await get(`${plain}/ho-so`, { host: `localhost:${port}` });
    expect([ownHost.status, ownHost.headers["location"]]).toEqual([307, `https://localhost:${port}/ho-so`]);
    const foreign = ["a b/<script>", "ke-xau.example", "localhost.ke-xau.example", "8.8.8.8", "[::2]:80"];
    for (const host of foreign) {
      const { status, headers, body } = await get(`${plain}/ho-so`, { host });
      expect([status, headers["location"]]).toEqual([400, undefined]);
      expect(body).toContain("Máy chủ này không có tên trong địa chỉ vừa mở");
      expect(body).toContain("localhost");
      expect(body).not.toContain("ke-xau");
    }
    // The same pages for whoever has clicked the warning away.
    const behind = await get(`https://localhost:${port}/tin-cay/van-tay.json`, { ca });
    expect(JSON.parse(behind.body)).toEqual({ sha256: authority.fingerprint, sha1: authority.sha1 });
    await stop();
  });

  it("takes a handshake that comes byte by byte, and ends while somebody says nothing", async () => {
    const { port, ca, stop } = await startOwn();
    const wire = connectPlain(port, "127.0.0.1");
    await new Promise((resolve) => wire.once("connect", resolve));
    wire.setNoDelay(true);
    const secure = connectSecure({ socket: byteByByte(wire), ca, servername: "localhost" });
    await new Promise((resolve) => secure.once("secureConnect", resolve));
    const silent = connectPlain(port, "127.0.0.1");
    await new Promise((resolve) => silent.once("connect", resolve));
    const ended = [closed(silent), closed(wire)];
    wire.end();
    await stop();
    await Promise.all(ended);
  });
});

describe("certificates that end", () => {
  let folder: string;
  let files: { certificate: string; key: string };
  const put = async ({ certificate, key }: { certificate: string; key: string }) => {
    await writeFile(files.certificate, certificate);
    await writeFile(files.key, key);
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sogoc-certificates-"));
    files = { certificate: join(folder, "tls.crt"), key: join(folder, "tls.key") };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("are read again when their files change, by a running server that drops nobody", async () => {
    const [one, two] = [await newAuthority(), await newAuthority()];
    await put(one.authority.current());
    const credentials = await openCertificateFiles(files);
    const server = createHttpsServerBesidePlain(credentials.current(), {
      secure: (_request, response) => void response.end("secure"),
      plain: (_request, response) => void response.end("plain"),
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const told: string[] = [];
    const kept = keepCredentials(server, credentials, {
      now: Date.now,
      warn: (text) => void told.push(text),
    });
    const asked = (ca: Buffer) =>
      get(`https://localhost:${port}/`, { ca: pemOf(ca) }).then(
        ({ body }) => body,
        () => "refused",
      );
    const early = connectSecure({
      port,
      host: "127.0.0.1",
      servername: "localhost",
      ca: pemOf(one.authority.root),
    });
    await new Promise((resolve) => early.once("secureConnect", resolve));
    expect([await asked(one.authority.root), await asked(two.authority.root)]).toEqual(["secure", "refused"]);

    await put(two.authority.current());
    await kept.look();
    expect([await asked(one.authority.root), await asked(two.authority.root)]).toEqual(["refused", "secure"]);
    early.write("GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    const answered = await new Promise((resolve) => early.once("data", (chunk) => resolve(String(chunk))));
    expect(answered).toContain("200 OK");

    // Half of a renewal: the certificate is there already, its key is not.
    await writeFile(files.certificate, one.authority.current().certificate);
    await kept.look();
    expect(told.join()).toContain("is not the key of SOGOC_CERTIFICATE");
    expect(await asked(two.authority.root)).toBe("secure");
    kept.stop();
    await new Promise((resolve) => server.close(resolve));
  });

  it("are refused at the start when they are of no use", async () => {
    const [one, two] = [await newAuthority(), await newAuthority()];
    await put({ certificate: one.authority.current().certificate, key: two.authority.current().key });
    await expect(openCertificateFiles(files)).rejects.toThrow("không phải khóa của chứng thư này");
    await put({ certificate: "nothing", key: "nothing" });
    await expect(openCertificateFiles(files)).rejects.toThrow("phải là tệp PEM");
  });

  it("are warned of two weeks before, once a day, and told as a figure", async () => {
    const DAY_MS = 24 * 3600 * 1000;
    const end = Date.parse("2026-06-30T00:00:00Z");
    let now = end - 15 * DAY_MS;
    const told: string[] = [];
    const credentials = {
      current: () => ({ certificate: "", key: "" }),
      renew: async () => false,
      expiries: () => ({ certificate: end }),
      begins: () => ({ certificate: 0 }),
    };
    const options = { now: () => now, warn: (text: string) => void told.push(text) };
    const kept = keepCredentials({ setSecureContext() {} }, credentials, options);
    await kept.look();
    expect(told).toEqual([]);
    now += 2 * DAY_MS;
    await kept.look();
    await kept.look();
    expect(told).toEqual([
      expect.stringMatching(/^SẮP HẾT HẠN ngày 30\/06\/2026: chứng thư của máy chủ; chép tệp mới/),
    ]);
    now += 1.5 * DAY_MS;
    await kept.look();
    expect(told).toHaveLength(2);
    kept.stop();
  });
});
