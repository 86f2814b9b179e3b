import "reflect-metadata";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AccessDeniedError, EventStoreDBClient } from "@eventstore/db-client";
import * as x509 from "@peculiar/x509";
import { NO_STREAM } from "@sogoc/core";
import { newEvents } from "@sogoc/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEventStoreDouble } from "../../testing/eventstore-double.ts";
import { NoReadingRights, openEventStoreDb } from "./event-store.ts";
import { accountOf, prepareRights } from "./rights.ts";

const EC = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

const makeCertificate = async () => {
  const keys = await crypto.subtle.generateKey(EC, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=localhost",
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 3_600_000),
    keys,
    signingAlgorithm: EC,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.SubjectAlternativeNameExtension([{ type: "ip", value: "127.0.0.1" }]),
    ],
  });
  const key = x509.PemConverter.encode(
    await crypto.subtle.exportKey("pkcs8", keys.privateKey),
    "PRIVATE KEY",
  );
  return { certificate: certificate.toString("pem"), key };
};

describe("the services' account at an EventStoreDB that looks at rights", () => {
  let folder = "";
  let double: Awaited<ReturnType<typeof startEventStoreDouble>>;
  const urlOf = (account: string) =>
    `esdb://${account}@127.0.0.1:${double.port}?tls=true&tlsCAFile=${join(folder, "ca.crt")}`;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sogoc-rights-"));
    const pair = await makeCertificate();
    await writeFile(join(folder, "ca.crt"), pair.certificate);
    const passwords = new Map([
      ["admin", "of-the-server"],
      ["other", "somebody"],
    ]);
    double = await startEventStoreDouble({ secure: { ...pair, passwords } });
  });
  afterAll(async () => {
    await double.stop();
    await rm(folder, { recursive: true });
  });

  it("is made once, reads and appends, and can delete nothing", async () => {
    const services = urlOf("sogoc:mật%20khẩu");
    const [administrator, other] = [urlOf("admin:of-the-server"), urlOf("other:somebody")];
    await expect(openEventStoreDb({ connectionString: other })).rejects.toThrow(NoReadingRights);
    await expect(prepareRights({ administrator: other, services })).rejects.toThrow(AccessDeniedError);

    const prepared = { account: "sogoc", accountMade: true, rightsSet: true, mayDelete: false };
    expect(await prepareRights({ administrator, services })).toEqual(prepared);
    expect(await prepareRights({ administrator, services })).toEqual({
      ...prepared,
      accountMade: false,
      rightsSet: false,
    });

    const store = await openEventStoreDb({ connectionString: services });
    expect(await store.append("book-1", NO_STREAM, newEvents("a", 2))).toMatchObject({ ok: true });
    expect((await store.readAll({ after: 0, limit: 10 })).events).toHaveLength(2);
    expect(await store.mayDelete()).toBe(false);
    await store.close();
    const strong = await openEventStoreDb({ connectionString: administrator });
    expect(await strong.mayDelete()).toBe(true);
    await strong.close();

    for (const account of ["sogoc:wrong", "other:somebody"]) {
      const client = EventStoreDBClient.connectionString(urlOf(account));
      await expect(client.deleteStream("book-1")).rejects.toThrow(AccessDeniedError);
      await client.dispose();
      await expect(openEventStoreDb({ connectionString: urlOf(account) })).rejects.toThrow(NoReadingRights);
    }
  });

  it("has to be named by the services' connection string", async () => {
    const administrator = urlOf("admin:of-the-server");
    const services = `esdb://127.0.0.1:${double.port}?tls=true`;
    await expect(prepareRights({ administrator, services })).rejects.toThrow("no user and password");
    expect(accountOf("esdb+discover://s%40g:a%2Fb@one:2113,two:2113?tls=true")).toEqual({
      name: "s@g",
      password: "a/b",
    });
  });
});
