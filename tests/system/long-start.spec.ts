import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { answerLongStart } from "../../apps/standalone/src/answer-meanwhile.ts";
import { askWhoeverListens } from "../support/ask-whoever-listens.ts";
import { freePort } from "../support/free-port.ts";

describe("a start that takes long", () => {
  const folder = mkdtempSync(join(tmpdir(), "sogoc-long-start-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const meanwhile = { host: "127.0.0.1", names: [], folder };
  const ask = (port: number, path: string) => fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);

  it("is told to whoever comes, and leaves its port to the server", async () => {
    const port = await freePort();
    const end = answerLongStart({ ...meanwhile, port, transport: { kind: "this-machine" } }, 0);
    await expect.poll(async () => (await ask(port, "/health/live"))?.status).toBe(200);
    const unready = await ask(port, "/api/entry/v1/books");
    expect([unready?.status, await unready?.json()]).toMatchObject([503, { code: "starting" }]);
    expect(unready?.headers.get("retry-after")).toBe("5");
    await end();
    const server = createServer((_request, response) => response.end("so"));
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    // A connection that was kept may only now be found closed.
    await expect.poll(async () => (await ask(port, "/"))?.text()).toBe("so");
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("is told in HTTPS where the server is to speak that", async () => {
    const port = await freePort();
    const end = answerLongStart({ ...meanwhile, port, transport: { kind: "own" } }, 0);
    await expect.poll(async () => (await askWhoeverListens(port, "/health/ready"))?.status).toBe(503);
    await end();
    expect(await askWhoeverListens(port, "/health/ready")).toBeUndefined();
  });

  it("is silent where its port is taken, and where it is over soon", async () => {
    const other = createServer((_request, response) => response.end("other"));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const end = answerLongStart({ ...meanwhile, port, transport: { kind: "this-machine" } }, 0);
    expect(await (await ask(port, "/"))?.text()).toBe("other");
    await end();
    other.closeAllConnections();
    await new Promise((resolve) => other.close(resolve));
    await answerLongStart({ ...meanwhile, port, transport: { kind: "own" } })();
    await expect.poll(() => ask(port, "/")).toBeUndefined();
  });
});
