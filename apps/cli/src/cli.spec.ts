import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { createCommandHandler, type Decider, type RecordedEvent } from "@sogoc/core";
import { dataFiles, openEmbedded, openSqliteConsumerState, openSqliteReadModels } from "@sogoc/embedded";
import { type EventOf, schemaOfWritten } from "@sogoc/events";
import { openEngines } from "@sogoc/host/engines";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));

interface Outcome {
  readonly code: number;
  readonly out: string;
}

const sogoc = (...words: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...words], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr });
    });
  });

type Renamed = EventOf<"UnitRenamed">;
const renaming: Decider<null, Renamed, Renamed> = {
  category: "unit",
  initialState: () => null,
  decide: (event) => [event],
  evolve: (state) => state,
};

let root: string;
let store: string;
let victim: RecordedEvent;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "sogoc-cli-"));
  store = join(root, "store");
  const engines = await openEngines({ engine: "embedded", folder: store });
  const commands = createCommandHandler({ store: engines.store, schemaOf: schemaOfWritten });
  for (let index = 0; index < 300; index++) {
    const data = { unitId: `u${index % 7}`, name: `Xã số ${index}`, from: "2006-01-01" };
    const actor = { account: "a", name: "Người thử", roles: [], unit: "u" };
    const context = { actor, at: new Date("2026-03-01"), commandId: `c${index}`, correlationId: `c${index}` };
    await commands.handle(renaming, `u${index % 7}`, { type: "UnitRenamed", data }, context);
  }
  victim = (await engines.store.readStream("unit-u3"))[10] as RecordedEvent;
  await engines.blobs.put(Buffer.from("một tệp quét"));
  await engines.close();
});

afterAll(() => rm(root, { recursive: true }));

describe("sogoc verify", () => {
  it("finds a sound store intact", async () => {
    const { code, out } = await sogoc("verify", "--data", store);
    expect(out).toContain("300 events, 7 streams");
    expect(code).toBe(0);
  });

  it("names the event in which one bit was flipped", async () => {
    const copy = join(root, "flipped");
    await cp(store, copy, { recursive: true });
    const file = dataFiles(copy).events;
    const bytes = await readFile(file);
    const place = bytes.indexOf("Xã số 73");
    expect(place).toBeGreaterThan(0);
    const handle = await open(file, "r+");
    await handle.write(Buffer.from([(bytes[place + 9] ?? 0) ^ 1]), 0, 1, place + 9);
    await handle.close();
    const { code, out } = await sogoc("verify", "--data", copy);
    expect(code).toBe(1);
    expect(out).toContain("unit-u3");
    expect(out).toContain(victim.id);
    expect(out).toContain(`position ${victim.position}`);
  });

  /** A copy whose last events were taken out with all care: no gap, no broken chain. */
  const cutTail = async (name: string, count: number) => {
    const copy = join(root, name);
    await cp(store, copy, { recursive: true });
    const database = new DatabaseSync(dataFiles(copy).events);
    const trigger = database.prepare("SELECT sql FROM sqlite_schema WHERE name = 'events_never_go'").get();
    database.exec(
      `DROP TRIGGER events_never_go; DELETE FROM events WHERE position > ${300 - count}; ${trigger?.["sql"]}`,
    );
    database.close();
    return copy;
  };
  const markOf = (out: string) => /\d+:[0-9a-f]{64}/.exec(out)?.[0] ?? "";

  it("holds a mark that was kept outside against the log", async () => {
    const mark = markOf((await sogoc("verify", "--data", store)).out);
    expect(mark).toMatch(/^300:/);
    const shorter = await cutTail("shorter", 1);
    const found = await sogoc("verify", "--data", shorter);
    // By itself a shorter log is a sound one.
    expect(found.code).toBe(0);
    expect((await sogoc("verify", "--data", store, "--at-least", markOf(found.out))).code).toBe(0);
    const cut = await sogoc("verify", "--data", shorter, "--at-least", mark);
    expect([cut.code, cut.out]).toEqual([1, expect.stringContaining("NO MATCH")]);
    expect((await sogoc("verify", "--data", store, "--at-least", "300")).code).toBe(2);
  });

  it("names a tail that a read model or a consumer has seen and that is gone", async () => {
    const copy = await cutTail("seen", 4);
    const consumers = openSqliteConsumerState({ file: dataFiles(copy).consumers });
    await consumers.saveCheckpoint("entry-after-verdicts", 296);
    expect((await sogoc("verify", "--data", copy)).code).toBe(0);
    await consumers.saveCheckpoint("entry-after-verdicts", 299);
    await consumers.close();
    const models = openSqliteReadModels({ file: dataFiles(copy).readModels });
    const model = await models.open({ name: "some-model", version: 1, columns: {}, indexes: [] });
    await model.commit({ lane: "log", position: 298, puts: [], deletes: [] });
    await models.close();
    const { code, out } = await sogoc("verify", "--data", copy);
    expect(code).toBe(1);
    expect(out).toContain("the log ends at 296, but entry-after-verdicts has seen 299");
    expect(out).toContain("the log ends at 296, but some-model has seen 298");
  });

  it("says that the log is missing or empty although files name it, and that secrets are gone", async () => {
    for (const lose of [(file: string) => rm(file), (file: string) => truncate(file)]) {
      const copy = join(root, "lost");
      await cp(store, copy, { recursive: true });
      await lose(dataFiles(copy).events);
      const { code, out } = await sogoc("verify", "--data", copy);
      expect([code, out]).toEqual([1, expect.stringContaining("is missing or empty")]);
      expect((await sogoc("rebuild", "--data", copy)).code).not.toBe(0);
      await rm(copy, { recursive: true });
      await cp(store, copy, { recursive: true });
      await lose(dataFiles(copy).secrets);
      const found = await sogoc("verify", "--data", copy);
      expect([found.code, found.out]).toEqual([1, expect.stringContaining("--accept-lost-secrets")]);
      await rm(copy, { recursive: true });
    }
  });

  it("checks a proof without any access to the system", async () => {
    const engines = await openEmbedded({ folder: store });
    const events = await engines.store.readStream("unit-u3");
    await engines.close();
    const proof = join(root, "proof.json");
    await writeFile(proof, JSON.stringify({ events }));
    expect((await sogoc("verify", "--proof", proof)).code).toBe(0);
    await writeFile(proof, JSON.stringify({ events }).replace("Xã số 73", "Xã số 74"));
    const broken = await sogoc("verify", "--proof", proof);
    expect(broken.code).toBe(1);
    expect(broken.out).toContain(victim.id);
  });
});

describe("sogoc migrate", () => {
  it("wants a folder on one side and the servers on the other, and settings for these", async () => {
    const twice = await sogoc("migrate", "--from", store, "--to", join(root, "elsewhere"));
    expect([twice.code, twice.out]).toEqual([2, expect.stringContaining("--to distributed")]);
    const nowhere = await sogoc("migrate", "--from", join(root, "nowhere"), "--to", "distributed");
    expect(nowhere.code).toBe(2);
    const unset = await sogoc("migrate", "--from", store, "--to", "distributed");
    expect([unset.code, unset.out]).toEqual([2, expect.stringContaining("SOGOC_EVENTSTORE_URL")]);
  });
});

describe("wrong calls", () => {
  it("end with 2 and say what would be right", async () => {
    expect((await sogoc("verify", "--data", join(root, "nowhere"))).code).toBe(2);
    expect((await sogoc("improve")).code).toBe(2);
    const rebuild = await sogoc("rebuild", "no-such-model", "--data", store);
    expect(rebuild.code).toBe(2);
    expect(rebuild.out).toContain("entry-records");
  });
});

describe("sogoc admin reset", () => {
  it("prints a temporary password, and leaves a log that verifies", async () => {
    const copy = join(root, "no-administrator");
    await cp(store, copy, { recursive: true });
    const { code, out } = await sogoc("admin", "reset", "quan-tri", "--data", copy);
    expect(out).toMatch(/administrator: quan-tri\n.*password: ([a-z2-9]{4}-){2}[a-z2-9]{4}/);
    expect(code).toBe(0);
    expect((await sogoc("verify", "--data", copy)).out).toContain("303 events, 8 streams");
  });

  it("gives passwords anew where all are lost and that is said, and never by itself", async () => {
    const copy = join(root, "no-secrets");
    await cp(store, copy, { recursive: true });
    await rm(dataFiles(copy).secrets);
    const refused = await sogoc("admin", "reset", "--data", copy);
    expect([refused.code, refused.out]).toEqual([3, expect.stringContaining("--accept-lost-secrets")]);
    expect(existsSync(dataFiles(copy).secrets)).toBe(false);
    const { code, out } = await sogoc("admin", "reset", "--accept-lost-secrets", "--data", copy);
    expect(out).toMatch(/temporary password: \S+\n[\s\S]*Everybody else's password/);
    expect(code).toBe(0);
    expect((await sogoc("verify", "--data", copy)).code).toBe(0);
  });

  it("gives passwords anew where the file is damaged and that is said, and keeps the file", async () => {
    const copy = join(root, "damaged-secrets");
    await cp(store, copy, { recursive: true });
    const { secrets } = dataFiles(copy);
    await writeFile(secrets, Buffer.alloc(8192, 0xa7));
    // What is whole is said beside it: nobody restores a log that is in order.
    expect((await sogoc("verify", "--data", copy)).out).toMatch(/Nguyên vẹn: .*\n.*Tệp nguyên vẹn: /);
    for (const words of [["verify"], ["keys", "renew"], ["admin", "reset"]]) {
      const { code, out } = await sogoc(...words, "--data", copy);
      expect([code > 0, out]).toEqual([true, expect.stringMatching(/secrets\.sqlite .*đã hỏng/)]);
    }
    const { code, out } = await sogoc("admin", "reset", "--accept-lost-secrets", "--data", copy);
    expect([code, out]).toEqual([0, expect.stringContaining("temporary password")]);
    expect(await readdir(copy)).toContainEqual(expect.stringMatching(/^aside-secrets-.*\.sqlite$/));
    expect((await sogoc("verify", "--data", copy)).code).toBe(0);
  });

  it("changes keys and accounts of no installation that is not named, and so never the demo's", async () => {
    for (const command of [
      ["admin", "reset"],
      ["authority", "new"],
      ["keys", "renew"],
    ]) {
      const { code, out } = await sogoc(...command);
      expect([code, out]).toEqual([2, expect.stringContaining("--data <thư mục dữ liệu>")]);
    }
  });

  it("makes no store where there is none", async () => {
    expect((await sogoc("admin", "reset", "--data", join(root, "nowhere"))).code).toBe(2);
  });
});
