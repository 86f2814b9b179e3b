import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Document, type Projection, rebuildProjection } from "@sogoc/core";
import { upcast } from "@sogoc/events";
import { openInstallation } from "@sogoc/host/engines";
import { readModels as reportingModels } from "@sogoc/reporting";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type ApiClient, connect } from "../../apps/cli/src/api-client.ts";
import { findEventStoreEngine } from "../../packages/distributed/testing/eventstore-engine.ts";
import { findKafkaEngine } from "../../packages/distributed/testing/kafka-engine.ts";
import { findMongoEngine } from "../../packages/distributed/testing/mongodb-engine.ts";
import { type FourProcesses, startFourProcesses } from "../support/four-processes.ts";
import { birthFields } from "../support/test-province.ts";

const MAIN = fileURLToPath(new URL("../../apps/cli/src/main.ts", import.meta.url));
const STUMBLING = new URL("./testing/stumbling-reporting.ts", import.meta.url);
const CONSUMER = "reporting/reporting-records";
const PASSWORD = "mat-khau-quan-tri";

const [eventStore, kafka, mongo] = [
  await findEventStoreEngine(),
  await findKafkaEngine(),
  await findMongoEngine(),
];
const all = eventStore && kafka && mongo ? { eventStore, kafka, mongo } : undefined;
if (!all) await Promise.all([eventStore?.stop(), kafka?.stop(), mongo?.stop()]);
const installationName = `parked${randomUUID().slice(0, 8)}`;

describe.skipIf(!all)(
  `an event that cannot be handled, on ${[eventStore, kafka, mongo].map((one) => one?.what).join("; ")}`,
  () => {
    let system: FourProcesses;
    let admin: ApiClient;
    /** Keys one record. */
    let enter: (so: number) => Promise<{ readonly recordId: string; readonly revision: number }>;
    beforeAll(async () => {
      system = await startFourProcesses({
        eventStore: all?.eventStore.url ?? "",
        kafka: all?.kafka.url ?? "",
        mongo: all?.mongo.url ?? "",
        name: installationName,
      });
      await system.end("reporting");
      await system.start("reporting", STUMBLING);
      admin = await signedIn("admin", system.adminPassword, PASSWORD);
    });
    afterEach(() => void vi.unstubAllEnvs());
    afterAll(async () => {
      await system?.stop();
      await Promise.all([eventStore?.stop(), kafka?.stop(), mongo?.stop()]);
    });

    const signedIn = async (signInName: string, first: string, newPassword: string): Promise<ApiClient> => {
      const url = system.address;
      const stranger = await connect({ url, signInName, password: first });
      await stranger.post("accounts/v1/password", { currentPassword: first, newPassword });
      return connect({ url, signInName, password: newPassword });
    };
    const person = async (signInName: string, role: string, unitId: string) => {
      const body = { signInName, displayName: `Người ${signInName}`, unitId };
      const opened = await admin.post<{ accountId: string; temporaryPassword: string; revision: number }>(
        "accounts/v1/accounts",
        body,
      );
      const roles = `accounts/v1/accounts/${opened.accountId}/roles`;
      const { accessToken } = (await (
        await fetch(`${system.address}/api/accounts/v1/sessions`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ signInName: "admin", password: PASSWORD }),
        })
      ).json()) as { accessToken: string };
      const granted = await fetch(`${system.address}/api/${roles}`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${accessToken}`,
          "if-match": `"${opened.revision}"`,
        },
        body: JSON.stringify({ role, unitId }),
      });
      expect(granted.status).toBe(200);
      const client = await signedIn(signInName, opened.temporaryPassword, `mat-khau-cua-${signInName}`);
      return { client, id: opened.accountId };
    };
    const run = (words: string[], settings: NodeJS.ProcessEnv): Promise<{ code: number; out: string }> =>
      new Promise((resolve) => {
        const env = { ...process.env, ...settings };
        execFile(process.execPath, [MAIN, ...words], { env }, (error, stdout, stderr) =>
          resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr }),
        );
      });
    const sogoc = (...words: string[]) =>
      run(["parked", ...words, "--url", system.address, "--as", "admin"], { SOGOC_PASSWORD: PASSWORD });
    const parkedInMetrics = async (consumer = CONSUMER): Promise<number> => {
      const { metricsPort } = system.service("reporting");
      const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
      const line = metrics.split("\n").find((one) => one.includes("events_parked") && one.includes(consumer));
      return Number(line?.split(" ").at(-1));
    };
    /** Documents of the read model: as it is, and as it would be built anew. */
    const liveAndRebuilt = async (name: string) => {
      const installation = await openInstallation({
        engine: "distributed",
        eventStore: { url: all?.eventStore.url ?? "", namespace: installationName },
        mongo: { url: all?.mongo.url ?? "", database: installationName },
      });
      try {
        const projection = Object.values<Projection<Document>>(reportingModels).find(
          ({ definition }) => definition.name === name,
        );
        if (!projection) throw new Error("no such read model");
        const readModels = await installation.readModelsOf("reporting");
        const documents = async () => {
          const model = await readModels.open<Document>(projection.definition);
          const found: Document[] = [];
          for await (const document of model.all()) found.push(document);
          return found;
        };
        const live = await documents();
        await rebuildProjection({ projection, store: installation.store, readModels, upcast });
        return { live, rebuilt: await documents() };
      } finally {
        await installation.close();
      }
    };
    it("is parked with its reason, shown, and handled once the fault is mended", async () => {
      const unit = { kind: "province", name: "Tỉnh Sơn Hà", parentId: "vn", from: "2006-01-01" };
      const { unitId: province } = await admin.post<{ unitId: string }>("accounts/v1/units", unit);
      const place = { kind: "commune", name: "Xã Mai Lâm", parentId: province, from: "2006-01-01" };
      const { unitId } = await admin.post<{ unitId: string }>("accounts/v1/units", place);
      const { client: keeper } = await person("thu", "book-keeper", unitId);
      const { client: clerk, id: accountId } = await person("nam", "clerk", unitId);
      const book = { unitId, recordType: "KS", bookNumber: "01/2008", office: "UBND xã Mai Lâm" };
      const { bookId } = await keeper.post<{ bookId: string }>("entry/v1/books", book);
      const { batchId, revision } = await keeper.post<{ batchId: string; revision: number }>(
        "entry/v1/batches",
        { bookId, to: 20 },
      );
      await keeper.post(`entry/v1/batches/${batchId}/assign`, { accountId }, revision);
      enter = (so: number) =>
        clerk.post<{ recordId: string; revision: number }>(`entry/v1/batches/${batchId}/records`, {
          fields: birthFields(so),
        });
      await enter(12);
      const { recordId, revision: entered } = await enter(13);
      const change = { changes: { ghiChu: { raw: "Đọc lại" } }, reason: "Đọc lại sổ", accepted: [] };
      await clerk.post(`entry/v1/records/${recordId}/correct`, change, entered);
      await enter(14);

      await expect.poll(() => parkedInMetrics(), { interval: 200 }).toBe(2);
      const listed = await sogoc("list");
      expect(listed.code).toBe(1);
      expect(listed.out).toMatch(new RegExp(`${CONSUMER} {2}(\\d+) {2}RecordEntered {2}record-${recordId}`));
      expect(listed.out).toContain("TypeError: cannot fold the name … of number 13");
      expect(listed.out).toMatch(/RecordCorrected .*\n +an earlier event of this stream is parked/);
      expect(listed.out).not.toContain("Nguyễn");
      const position = /(\d+) {2}RecordEntered/.exec(listed.out)?.[1] ?? "";
      const shown = await sogoc("show", CONSUMER, position);
      expect(shown.out).toMatch(/waitingBehind +1/);
      expect(shown.out).not.toContain("Nguyễn");
      expect((await sogoc("show", CONSUMER, "1")).code).toBe(1);

      const early = await sogoc("replay", CONSUMER);
      expect(early.out).toContain("0 đã xử lý / handled, 2 còn lại / left");
      expect(early.code).toBe(1);
      expect((await sogoc("list")).out).toBe(listed.out);

      await system.end("reporting");
      await system.start("reporting");
      expect((await sogoc("list")).out).toBe(listed.out);
      expect(await parkedInMetrics()).toBe(2);
      const replayed = await sogoc("replay");
      expect(replayed.out).toContain(`${CONSUMER}: 2 đã xử lý / handled, 0 còn lại / left`);
      expect(replayed.code).toBe(0);
      expect((await sogoc("list")).out).toContain("nothing is parked");
      expect(await parkedInMetrics()).toBe(0);

      await system.end("reporting");
      const { live, rebuilt } = await liveAndRebuilt("reporting-records");
      expect(live).toHaveLength(3);
      expect(live).toEqual(rebuilt);
    });

    it("is counted once where its model is built anew before anybody replays it", async () => {
      const days = "reporting/reporting-days";
      vi.stubEnv("SOGOC_TEST_STUMBLING", days);
      vi.stubEnv("SOGOC_TEST_STUMBLES_AT", "15");
      await system.start("reporting", STUMBLING);
      await enter(15);
      await expect.poll(() => parkedInMetrics(days), { interval: 200 }).toBe(1);
      await system.end("reporting");
      await liveAndRebuilt("reporting-days");
      await system.start("reporting");
      await enter(16);
      const list = async () => (await sogoc("list")).out;
      await expect.poll(list).toContain("nothing is parked");
      expect((await sogoc("replay", days)).out).toContain("0 đã xử lý / handled, 0 còn lại / left");
      await system.end("reporting");
      const { live, rebuilt } = await liveAndRebuilt("reporting-days");
      expect(live).toHaveLength(1);
      expect(live).toEqual(rebuilt);
    });

    it("is not carried elsewhere while services run: a migration is refused", async () => {
      const services = {
        SOGOC_EVENTSTORE_URL: all?.eventStore.url,
        SOGOC_EVENTSTORE_NAMESPACE: installationName,
        SOGOC_MONGODB_URL: all?.mongo.url,
        SOGOC_MONGODB_DATABASE: installationName,
        SOGOC_KAFKA_BROKERS: all?.kafka.url,
        SOGOC_KAFKA_PREFIX: installationName,
      };
      const target = join(tmpdir(), installationName);
      const { code, out } = await run(["migrate", "--from", "distributed", "--to", target], services);
      await rm(target, { recursive: true, force: true });
      expect(out).toContain("stop the services of nơi đi / the source first: accounts, entry, review");
      expect(code).toBe(1);
    });

    it("is shown to nobody but who administers the whole system", async () => {
      const clerk = await connect({ url: system.address, signInName: "nam", password: "mat-khau-cua-nam" });
      await expect(clerk.get("entry/v1/parked")).rejects.toThrow("forbidden-role");
      await expect(clerk.post("entry/v1/parked/verdicts/replay")).rejects.toThrow("forbidden-role");
      expect(await admin.get("entry/v1/parked")).toEqual({ items: [], total: 0 });
      await expect(admin.post("entry/v1/parked/unheard/replay")).rejects.toThrow("not-found");
    });
  },
);
