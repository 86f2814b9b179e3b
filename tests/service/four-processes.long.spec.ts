import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeSampleFiles } from "@sogoc/synthetic";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findEventStoreEngine } from "../../packages/distributed/testing/eventstore-engine.ts";
import { findKafkaEngine } from "../../packages/distributed/testing/kafka-engine.ts";
import { findMongoEngine } from "../../packages/distributed/testing/mongodb-engine.ts";
import { type FourProcesses, startFourProcesses } from "../support/four-processes.ts";
import { importIntoEmptyStore } from "../tour/stage.ts";
import { runTour } from "../tour/tour.ts";

const [eventStore, kafka, mongo] = [
  await findEventStoreEngine(),
  await findKafkaEngine(),
  await findMongoEngine(),
];
const all = eventStore && kafka && mongo ? { eventStore, kafka, mongo } : undefined;
// Nothing below runs without all three, the clean-up included.
if (!all) await Promise.all([eventStore?.stop(), kafka?.stop(), mongo?.stop()]);

/** A module that puts the clock of a process back, as an empty battery does. */
const clockOfYearsAgo = `data:text/javascript,${encodeURIComponent(`
  const now = () => sound.now() - 3 * 365 * 86_400_000;
  const sound = Date;
  globalThis.Date = class extends sound {
    constructor(...parts) {
      if (parts.length === 0) super(now());
      else super(...parts);
    }
    static now() {
      return now();
    }
  };
`)}`;

describe.skipIf(!all)(
  `four processes on ${[eventStore, kafka, mongo].map((one) => one?.what).join("; ")}`,
  () => {
    let system: FourProcesses;
    let adminPassword: string;
    const addressOf = (path: string) => `${system.address}/api/accounts/v1/${path}`;
    const post = (path: string, body: unknown, token?: string, seen?: string | null) =>
      fetch(addressOf(path), {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "idempotency-key": randomUUID(),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(seen ? { "if-match": seen } : {}),
        },
        body: JSON.stringify(body),
      });
    /** Changes an account from what an answer said of it. */
    const change = (
      { accountId, revision }: Readonly<Record<string, string>>,
      what: string,
      body: unknown,
      token: string,
    ) => post(`accounts/${accountId}/${what}`, body, token, `"${revision}"`);

    beforeAll(async () => {
      system = await startFourProcesses({
        eventStore: all?.eventStore.url ?? "",
        kafka: all?.kafka.url ?? "",
        mongo: all?.mongo.url ?? "",
        name: `test${randomUUID().slice(0, 8)}`,
      });
      adminPassword = "mat-khau-quan-tri";
      const signedIn = await post("sessions", { signInName: "admin", password: system.adminPassword });
      const { accessToken } = (await signedIn.json()) as { accessToken: string };
      const passwords = { currentPassword: system.adminPassword, newPassword: adminPassword };
      expect((await post("password", passwords, accessToken)).ok).toBe(true);
    });
    afterAll(async () => {
      await system?.stop();
      await Promise.all([eventStore?.stop(), kafka?.stop(), mongo?.stop()]);
    });

    it("end when they are told to while they still start", async () => {
      await system.end("reporting");
      const starting = new URL("./testing/starting-reporting.ts", import.meta.url);
      const started = system.start("reporting", starting).catch((error: unknown) => error);
      const output = () => system.service("reporting").output();
      await expect.poll(output).toContain("building");
      const { child } = system.service("reporting");
      await system.end("reporting");
      expect([child.exitCode, child.signalCode]).toEqual([0, null]);
      expect(await started).toBeInstanceOf(Error);
      expect(output()).not.toContain("Error");
      await system.start("reporting");
    });

    it("end what somebody follows live when their account is suspended, before their token ends", async () => {
      const json = async (answer: Response) => {
        expect(answer.ok, answer.url).toBe(true);
        return (await answer.json()) as Record<string, string>;
      };
      const signIn = async (signInName: string, password: string) =>
        (await json(await post("sessions", { signInName, password })))["accessToken"] ?? "";
      const admin = await signIn("admin", adminPassword);
      const person = { signInName: "theo-doi", displayName: "Người theo dõi", unitId: "vn" };
      const opened = await json(await post("accounts", person, admin));
      const { temporaryPassword } = opened;
      const grant = { role: "province-viewer", unitId: "vn" };
      await json(await change(opened, "roles", grant, admin));
      const passwords = { currentPassword: temporaryPassword, newPassword: "theo-doi-mat-khau" };
      await json(await post("password", passwords, await signIn("theo-doi", temporaryPassword ?? "")));
      const token = await signIn("theo-doi", passwords.newPassword);
      const follow = () =>
        fetch(`${system.address}/api/reporting/v1/changes`, {
          headers: { authorization: `Bearer ${token}`, accept: "text/event-stream" },
        });
      const live = await follow();
      expect([live.status, live.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
      const told = live.text();
      // The list may not have heard yet that its owner has chosen a password.
      const suspend = async () => {
        const { accountId = "" } = opened;
        const headers = { authorization: `Bearer ${admin}` };
        const { revision = "" } = await json(await fetch(addressOf(`accounts/${accountId}`), { headers }));
        return (await change({ accountId, revision }, "suspend", { reason: "nghỉ việc" }, admin)).status;
      };
      await expect.poll(suspend).toBe(200);
      expect(await told).toContain("position");
      // A token that had ended by then would be told so, with 401.
      const refused = await follow();
      expect([refused.status, await refused.json()]).toMatchObject([403, { code: "account-suspended" }]);
    });

    it("know all units, each of two that do the same work", async () => {
      const session = await post("sessions", { signInName: "admin", password: adminPassword });
      const { accessToken: token } = (await session.json()) as { accessToken: string };
      const second = await system.startBeside("accounts");
      const names = Array.from({ length: 8 }, (_, index) => `Tỉnh thử ${index + 1}`);
      for (const name of names) {
        const unit = { kind: "province", name, parentId: "vn", from: "2006-01-01" };
        expect((await post("units", unit, token)).status).toBe(201);
      }
      for (const address of [system.address, second.address]) {
        const known = async () => {
          const headers = { authorization: `Bearer ${token}` };
          const answer = await fetch(`${address}/api/accounts/v1/units`, { headers });
          const { units } = (await answer.json()) as { units: { name: string }[] };
          return units.map(({ name }) => name);
        };
        await expect.poll(known).toEqual(expect.arrayContaining(names));
      }
    });

    it("run the README's tour unchanged", async () => {
      vi.spyOn(console, "log").mockImplementation(() => {});
      const files = await mkdtemp(join(tmpdir(), "sogoc-files-"));
      try {
        const book = await writeSampleFiles(files, { seed: 158, cases: 12 });
        const surroundings = { address: system.address, adminPassword, files, book, expect };
        await runTour({ ...surroundings, importIntoEmptyStore: importIntoEmptyStore(book) });
      } finally {
        await rm(files, { recursive: true });
      }
    });

    // The last one: it takes over some of the others' work, and dates it years ago.
    it("say so where their clock is behind what others have written", async () => {
      const { address } = await system.startBeside("entry", { NODE_OPTIONS: `--import=${clockOfYearsAgo}` });
      const found = (await (await fetch(`${address}/health/ready`)).json()) as { notes: object[] };
      expect(found.notes).toContainEqual({
        name: "clock",
        fault: expect.stringMatching(/^clock-behind: /),
      });
      const sound = await fetch(`http://127.0.0.1:${system.service("entry").port}/health/ready`);
      expect(JSON.stringify(await sound.json())).not.toContain("clock-behind");
    });
  },
);
