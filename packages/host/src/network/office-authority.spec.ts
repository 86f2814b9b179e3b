import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer } from "node:tls";
import { createInMemorySecrets, type Secrets } from "@sogoc/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { credentialsHealth, findNotGoodYet, keepCredentials, openCertificateFiles } from "./credentials.ts";
import { openOfficeAuthority, renewOfficeAuthority } from "./office-authority.ts";
import { findUncovered, getOfficeNames, type OfficeNames } from "./office-names.ts";

const DAY_MS = 24 * 3600 * 1000;

const officeAt = (address: string, stated: readonly string[] = ["so-goc.mai-lam.example"]): OfficeNames =>
  getOfficeNames(stated, {
    hostname: "May-Chu",
    interfaces: {
      lo: [
        { address: "127.0.0.1", cidr: "127.0.0.1/8", family: "IPv4", internal: true, mac: "", netmask: "" },
      ],
      eth0: [
        {
          address,
          cidr: `${address}/24`,
          family: "IPv4",
          internal: false,
          mac: "",
          netmask: "255.255.255.0",
        },
        {
          address: "fe80::1",
          cidr: "fe80::1/64",
          family: "IPv6",
          internal: false,
          mac: "",
          netmask: "",
          scopeid: 2,
        },
      ],
    },
  });

const start = async (options: { secrets?: Secrets; office?: OfficeNames; now?: number } = {}) => {
  const secrets = options.secrets ?? createInMemorySecrets();
  const state = { now: options.now ?? Date.now(), office: options.office ?? officeAt("192.168.1.5") };
  const authority = await openOfficeAuthority({
    secrets,
    clock: { now: () => new Date(state.now) },
    findNames: () => state.office,
  });
  return { secrets, state, authority };
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sogoc-authority-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What openssl says, whether it agrees or not. */
const openssl = (...words: string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile("openssl", words, { cwd: folder }, (_error, out, complaint) => resolve(out + complaint));
  });
const hasOpenssl = (await new Promise((resolve) =>
  execFile("openssl", ["version"], (error) => resolve(!error)),
)) as boolean;

/**
 * What a client of Node's TLS says to a server with that certificate when it asks for that name:
 * "trusted", or why not.
 */
const judge = async (pair: { certificate: string; key: string }, ca: string, servername: string) => {
  const server = createServer({ cert: pair.certificate, key: pair.key }, (socket) => socket.end());
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const outcome = await new Promise<string>((resolve) => {
    const client = connect({ host: "127.0.0.1", port, ca, servername }, () => {
      client.end();
      resolve("trusted");
    });
    client.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
  });
  await new Promise((resolve) => server.close(resolve));
  return outcome;
};

const rootPem = async (secrets: Secrets) =>
  (await secrets.find("office-authority/root")) as { certificate: string; key: string };

/**
 * A certificate for any name that is signed with the authority's own key, as a thief of it would
 * make one: by openssl.
 */
const stolen = async (secrets: Secrets, name: string) => {
  const root = await rootPem(secrets);
  await writeFile(join(folder, "root.pem"), root.certificate);
  await writeFile(join(folder, "root.key"), root.key);
  await writeFile(join(folder, "ext"), `subjectAltName=${name}\nextendedKeyUsage=serverAuth\n`);
  await openssl("ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", "leaf.key");
  await openssl("req", "-new", "-key", "leaf.key", "-subj", "/CN=x", "-out", "leaf.csr");
  await openssl(
    ...["x509", "-req", "-in", "leaf.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"],
    ...["-days", "30", "-extfile", "ext", "-out", "leaf.pem"],
  );
};
const verify = (file: string) =>
  openssl("verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", "root.pem", file);

describe("the office's own authority", () => {
  it("is made once, and kept with the installation's secrets", async () => {
    const first = await start();
    const second = await start({ secrets: first.secrets });
    expect(second.authority.fingerprint).toBe(first.authority.fingerprint);
    expect(second.authority.current()).toEqual(first.authority.current());
    expect(first.authority.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it("is trusted by Node for its names and addresses, and by nobody for others", async () => {
    const { authority, secrets } = await start();
    const { certificate: ca } = await rootPem(secrets);
    for (const name of ["localhost", "may-chu", "may-chu.local", "so-goc.mai-lam.example"])
      expect(await judge(authority.current(), ca, name), name).toBe("trusted");
    expect(await judge(authority.current(), ca, "elsewhere.example")).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
    const stranger = await start();
    const { certificate: other } = await rootPem(stranger.secrets);
    expect(await judge(authority.current(), other, "localhost")).not.toBe("trusted");
  });

  it.skipIf(!hasOpenssl)("makes what openssl finds sound, strictly looked at", async () => {
    const { authority, secrets } = await start();
    const root = await rootPem(secrets);
    await writeFile(join(folder, "root.pem"), root.certificate);
    await writeFile(join(folder, "server.pem"), authority.current().certificate);
    expect(await verify("server.pem")).toBe("server.pem: OK\n");
    const told = await openssl("x509", "-in", "root.pem", "-noout", "-text");
    expect(told).toMatch(/X509v3 Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    expect(told).toMatch(/X509v3 Name Constraints: critical/);
    for (const permitted of ["DNS:may-chu", "DNS:so-goc.mai-lam.example", "IP:192.168.1.0/255.255.255.0"])
      expect(told).toContain(permitted);
    const server = await openssl("x509", "-in", "server.pem", "-noout", "-text");
    expect(server).toMatch(/Extended Key Usage:\s+TLS Web Server Authentication/);
    expect(server).toContain("IP Address:192.168.1.5");
    expect(server).not.toContain("fe80");
    // Shorter than what browsers take: 398 days.
    expect(await openssl("x509", "-in", "server.pem", "-noout", "-checkend", `${398 * 86_400}`)).toContain(
      "will expire",
    );
  });

  it.skipIf(!hasOpenssl)("signs for nobody else, whoever has its key", async () => {
    const { secrets } = await start();
    for (const name of ["DNS:vnexpress.example", "IP:8.8.8.8", "IP:192.168.2.1", "DNS:mai-lam.example"]) {
      await stolen(secrets, name);
      expect(await verify("leaf.pem"), name).toContain("permitted subtree violation");
    }
    for (const name of ["DNS:may-chu.local", "IP:192.168.1.77"]) {
      await stolen(secrets, name);
      expect(await verify("leaf.pem"), name).toBe("leaf.pem: OK\n");
    }
  });

  it("renews its certificate a month before the end, and at once when the router gives another address", async () => {
    const { authority, state, secrets } = await start({ now: Date.now() - 61 * DAY_MS });
    const first = authority.current();
    state.now += 59 * DAY_MS;
    expect(await authority.renew()).toBe(false);
    state.now += 2 * DAY_MS;
    expect(await authority.renew()).toBe(true);
    expect(authority.current()).not.toEqual(first);
    expect(authority.expiries()["certificate"]).toBeGreaterThan(state.now + 89 * DAY_MS);
    expect(await authority.renew()).toBe(false);

    state.office = officeAt("192.168.1.99");
    expect(await authority.renew()).toBe(true);
    expect(authority.uncovered()).toEqual([]);
    const { certificate: ca } = await rootPem(secrets);
    expect(await judge(authority.current(), ca, "may-chu")).toBe("trusted");
    expect((await start({ secrets, office: state.office, now: state.now })).authority.current()).toEqual(
      authority.current(),
    );
  });

  it("makes one certificate in the last months of the root, not one at each look", async () => {
    const { authority, state } = await start();
    const end = authority.expiries()["authority"] ?? 0;
    let made = 0;
    for (let days = 100; days > -3; days--) {
      state.now = end - days * DAY_MS;
      for (let look = 0; look < 3; look++) if (await authority.renew()) made++;
    }
    // With a hundred days to go and ninety at most, one is made at once and one after sixty days,
    // which ends with the root.
    expect(made).toBe(2);
    expect(authority.expiries()["certificate"]).toBeGreaterThan(end - 2_000);
    // Another address is still a reason.
    state.now = end - 20 * DAY_MS;
    state.office = officeAt("192.168.1.99");
    expect([await authority.renew(), await authority.renew()]).toEqual([true, false]);
  });

  it("gives way to a new one for other names, and signs with that from then on", async () => {
    const { authority, secrets, state } = await start();
    const { clock, office } = { clock: { now: () => new Date(state.now) }, office: officeAt("192.168.44.5") };
    const made = await renewOfficeAuthority({ secrets, clock, office });
    expect(made.fingerprint).not.toBe(authority.fingerprint);
    const again = await start({ secrets, office });
    expect(again.authority.fingerprint).toBe(made.fingerprint);
    expect(again.authority.uncovered()).toEqual([]);
    const { certificate: ca } = await rootPem(secrets);
    expect(await judge(again.authority.current(), ca, "may-chu")).toBe("trusted");
  });

  it("says which names it was not made for, and stays good for the others", async () => {
    const { authority, state, secrets } = await start();
    state.office = officeAt("192.168.44.5", ["so-goc.mai-lam.example", "ten-moi.example"]);
    expect(authority.uncovered()).toEqual(["ten-moi.example", "192.168.44.5"]);
    expect(await authority.renew()).toBe(true);
    expect(await authority.renew()).toBe(false);
    const { certificate: ca } = await rootPem(secrets);
    expect(await judge(authority.current(), ca, "may-chu")).toBe("trusted");
  });
});

describe("what was made while the clock was ahead", () => {
  const YEAR_MS = 365 * DAY_MS;

  it("is a certificate that is made anew once the clock is right, at a start and while it runs", async () => {
    const { secrets, state, authority } = await start();
    const right = state.now;
    state.now = right + YEAR_MS;
    expect(await authority.renew()).toBe(true);
    state.now = right;
    const restarted = await start({ secrets, now: right });
    for (const one of [authority, restarted.authority]) {
      await one.renew();
      expect(await one.renew()).toBe(false);
      expect(one.begins()["certificate"]).toBeLessThan(right);
      const { certificate: ca } = await rootPem(secrets);
      expect(await judge(one.current(), ca, "may-chu")).toBe("trusted");
      expect(await credentialsHealth(one, () => right).findFault()).toBeUndefined();
    }
  });

  it("is a root that people have to make anew: it is told, with the command, and stays", async () => {
    const right = Date.now();
    const { secrets } = await start({ now: right + YEAR_MS });
    const { authority } = await start({ secrets, now: right });
    const fault = await credentialsHealth(authority, () => right).findFault();
    expect(fault).toContain("authority new");
    expect(findNotGoodYet(authority, right)).toEqual([fault]);
    expect(findNotGoodYet(authority, right + YEAR_MS)).toEqual([]);
    const told: string[] = [];
    const server = { setSecureContext() {} };
    const kept = keepCredentials(server, authority, { now: () => right, warn: (one) => told.push(one) });
    await kept.look();
    kept.stop();
    expect(told).toContain(fault);
    const { fingerprint } = await renewOfficeAuthority({
      secrets,
      clock: { now: () => new Date(right) },
      office: officeAt("192.168.1.5"),
    });
    const again = await start({ secrets, now: right });
    expect(again.authority.fingerprint).toBe(fingerprint);
    expect(findNotGoodYet(again.authority, right)).toEqual([]);
  });

  it("is a certificate of somebody else's, which is told as such", async () => {
    const right = Date.now();
    const { authority } = await start({ now: right + YEAR_MS });
    const files = { certificate: join(folder, "early.pem"), key: join(folder, "early.key") };
    await writeFile(files.certificate, authority.current().certificate);
    await writeFile(files.key, authority.current().key);
    const [told, ...others] = findNotGoodYet(await openCertificateFiles(files), right);
    expect([told?.includes("the server's certificate"), others]).toEqual([true, []]);
  });
});

describe("the names of an office", () => {
  it("are those stated, the machine's, and its addresses with the network they may move in", () => {
    expect(officeAt("10.20.30.40", ["Sogoc.Example", "192.168.7.9", "2001:db8::1"])).toEqual({
      names: ["localhost", "may-chu", "may-chu.local", "sogoc.example"],
      addresses: ["127.0.0.1", "::1", "10.20.30.40", "192.168.7.9", "2001:db8::1"],
      ranges: ["127.0.0.0/8", "::1/128", "10.20.30.0/24", "192.168.7.9/32", "2001:db8::1/128"],
    });
    // An address of the whole internet is that machine's alone.
    expect(officeAt("203.0.113.9").ranges).toContain("203.0.113.9/32");
    expect(() => officeAt("10.0.0.1", ["một tên"])).toThrow("SOGOC_NAMES=một tên");
  });

  it("cover what lies within them", () => {
    const permitted = { names: ["mai-lam.example"], ranges: ["192.168.1.0/24", "fd00::/64"] };
    const wanted = {
      names: ["so.mai-lam.example", "xmai-lam.example"],
      addresses: ["192.168.1.200", "192.168.2.1", "fd00::9", "fd01::9"],
    };
    expect(findUncovered(wanted, permitted)).toEqual(["xmai-lam.example", "192.168.2.1", "fd01::9"]);
  });
});
