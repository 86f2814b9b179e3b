import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { canonicalJson, type Document, type ReadModel, rebuildProjection } from "@sogoc/core";
import { dataFiles, verifyStore } from "@sogoc/embedded";
import { upcast } from "@sogoc/events";
import { openEngines } from "@sogoc/host/engines";
import { Random } from "@sogoc/synthetic";
import { describe, expect, it } from "vitest";
import { allProjections } from "../../apps/standalone/src/all-read-models.ts";
import { done } from "../../apps/standalone/src/local-client.ts";
import { buildStandalone } from "../../apps/standalone/src/standalone.ts";
import { birthFields, startTestProvince } from "../support/test-province.ts";

const MAIN = fileURLToPath(new URL("../../apps/standalone/src/main.ts", import.meta.url));
const ROUNDS = 20;
const CLIENTS = 16;

const startServer = async (folder: string): Promise<{ server: ChildProcess; address: string }> => {
  const environment = {
    ...process.env,
    SOGOC_DATA: folder,
    SOGOC_DEMO: "false",
    PORT: "0",
    LOG_LEVEL: "silent",
  };
  const server = spawn(process.execPath, [MAIN], { env: environment, stdio: ["ignore", "pipe", "inherit"] });
  if (!server.stdout) throw new Error("no output");
  for await (const line of createInterface({ input: server.stdout })) {
    const address = /http:\/\/[\d.:]+/.exec(line)?.[0];
    if (address !== undefined) return { server, address };
  }
  throw new Error("the server did not start");
};

interface Acknowledged {
  readonly key: string;
  readonly number: number;
  readonly answer: string;
}

/** Everything in a read model as text, in one order. */
const textOf = async (model: ReadModel<Document>): Promise<string[]> => {
  const documents: string[] = [];
  for await (const document of model.all()) documents.push(String(canonicalJson(document)));
  return documents;
};

describe("SIGKILL under load", () => {
  it("loses nothing acknowledged, twenty times", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sogoc-kill-"));
    const random = new Random("sigkill");

    const prepared = await openEngines({ engine: "embedded", folder });
    const test = await startTestProvince(prepared);
    const keeper = await test.person("thu", [{ role: "book-keeper", unitId: test.commune }]);
    const clerk = await test.person("nam", [{ role: "clerk", unitId: test.commune }]);
    const book = { unitId: test.commune, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
    const { bookId } = done(await keeper.post<{ bookId: string }>("entry/v1/books", book));
    const { batchId } = done(await keeper.post<{ batchId: string }>("entry/v1/batches", { bookId }));
    done(await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId: clerk.account?.id }));
    await test.standalone.stop();
    await prepared.close();

    const acknowledged: Acknowledged[] = [];
    let next = 1;
    for (let round = 0; round < ROUNDS; round++) {
      const { server, address } = await startServer(folder);
      const api = `${address}/api`;
      const session = await fetch(`${api}/accounts/v1/sessions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ signInName: "nam", password: "nam-mat-khau" }),
      });
      const { accessToken } = (await session.json()) as { accessToken: string };
      const enter = async (number: number, key: string) => {
        const response = await fetch(`${api}/entry/v1/batches/${batchId}/records`, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            authorization: `Bearer ${accessToken}`,
            "idempotency-key": key,
          },
          body: JSON.stringify({ fields: birthFields(number) }),
        });
        return { status: response.status, text: await response.text() };
      };

      // What was acknowledged before the last kill answers the same again, and only once.
      for (const { number, key, answer } of acknowledged.slice(-3)) {
        expect(await enter(number, key)).toEqual({ status: 201, text: answer });
      }

      let killed = false;
      const enough = Promise.withResolvers<void>();
      const wanted = acknowledged.length + random.int(1, 120);
      const work = async () => {
        while (!killed) {
          const number = next++;
          const key = `key-${round}-${String(number).padStart(8, "0")}`;
          const answer = await enter(number, key).catch(() => undefined);
          if (!answer) return;
          expect(answer.status, answer.text).toBe(201);
          acknowledged.push({ key, number, answer: answer.text });
          if (acknowledged.length >= wanted) enough.resolve();
        }
      };
      const clients = Array.from({ length: CLIENTS }, work);
      // A place in the work and not a time: the kill meets whatever stage the next commands have
      // reached.
      await Promise.race([enough.promise, Promise.all(clients)]);
      killed = true;
      const gone = once(server, "exit");
      server.kill("SIGKILL");
      await gone;
      await Promise.all(clients);
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(ROUNDS);

    const verdict = await verifyStore({ file: dataFiles(folder).events });
    expect(verdict.broken).toEqual([]);
    expect(verdict.integrity).toEqual([]);

    const ports = await openEngines({ engine: "embedded", folder });
    expect(await ports.store.head()).toBe(verdict.events);
    for (const { answer } of acknowledged) {
      const { recordId, revision } = JSON.parse(answer) as { recordId: string; revision: number };
      const stream = await ports.store.readStream(`record-${recordId}`);
      expect(stream.map((event) => event.type)).toEqual(["RecordEntered"]);
      expect(stream[revision]).toBeDefined();
    }
    const standalone = await buildStandalone({
      ports,
      logger: false,
      secureCookies: false,
      signInsPerMinute: 10,
      secondFactorPolicy: "off",
    });
    await standalone.settled();
    await standalone.stop();

    for (const projection of allProjections) {
      const live = await textOf(await ports.readModels.open(projection.definition));
      await rebuildProjection({ projection, store: ports.store, readModels: ports.readModels, upcast });
      const rebuilt = await textOf(await ports.readModels.open(projection.definition));
      expect(rebuilt, projection.definition.name).toEqual(live);
    }
    await ports.close();
    await rm(folder, { recursive: true });
  });
});
