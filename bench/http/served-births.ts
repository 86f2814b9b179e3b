import { join } from "node:path";
import type { ServicePorts } from "@sogoc/core";
import { buildEntry } from "@sogoc/entry";
import { openEngines } from "@sogoc/host/engines";
import { createServer, createTokenVerifier } from "@sogoc/http";
import { createLocalJWKSet, type JSONWebKeySet } from "jose";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { startTestProvince } from "../../tests/support/test-province.ts";
import { bookNumberOf } from "./births.ts";

export interface OpenBook {
  readonly bookId: string;
  readonly bookNumber: string;
  readonly batchId: string;
}

/**
 * Books of one commune, each with one batch that the clerk has to key, and the clerk's access
 * token.
 */
export interface OpenBooks {
  readonly unitId: string;
  readonly account: string;
  readonly token: string;
  readonly books: readonly OpenBook[];
}

const openBooks = async (keeper: LocalClient, unitId: string, accountId: string, count: number) => {
  const books: OpenBook[] = [];
  for (let index = 0; index < count; index++) {
    const bookNumber = bookNumberOf(index);
    const register = { unitId, recordType: "KS", bookNumber, office: "UBND xã" };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", register));
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId }));
    books.push({ bookId, bookNumber, batchId });
  }
  return books;
};

/** The whole standalone server on embedded engines, with books to key. */
export const startWhole = async (folder: string, books: number) => {
  const ports = await openEngines({ engine: "embedded", folder: join(folder, "engines") });
  const { standalone, person, commune } = await startTestProvince(ports);
  const keeper = await person("thu", [{ role: "book-keeper", unitId: commune }]);
  const clerk = await person("nhap", [{ role: "clerk", unitId: commune }]);
  const account = clerk.account?.id ?? "";
  // The clients of the tests keep their token to themselves.
  const session = await standalone.server.inject({
    method: "POST",
    url: "/api/accounts/v1/sessions",
    payload: { signInName: "nhap", password: "nhap-mat-khau" },
  });
  const opened: OpenBooks = {
    unitId: commune,
    account,
    token: session.json<{ accessToken: string }>().accessToken,
    books: await openBooks(keeper, commune, account, books),
  };
  const jwks = (await standalone.server.inject("/api/accounts/v1/jwks.json")).json<JSONWebKeySet>();
  await standalone.settled();
  return { ports, standalone, opened, jwks };
};

/** The entry service alone, on engines on which the whole system has run before. */
export const startEntryAlone = async (ports: ServicePorts, jwks: JSONWebKeySet) => {
  const verifyToken = createTokenVerifier(createLocalJWKSet(jwks), ports.clock);
  const { plugin, runtime } = await buildEntry(ports, verifyToken);
  const server = await createServer({ logger: false, newId: ports.newId, health: [] });
  await server.register(plugin);
  return { server, runtime, verifyToken };
};
