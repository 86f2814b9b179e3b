import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acceptClock } from "@sogoc/embedded";
import { type Engines, openEngines } from "@sogoc/host/engines";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backupStatusOf } from "../../apps/standalone/src/backups/backup-due.ts";
import { watchClock } from "../../apps/standalone/src/clock-watch.ts";
import { createLocalClient, done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { withStorage } from "../../apps/standalone/src/storage-room.ts";
import { createTestClock, startTestProvince, type TestProvince } from "../support/test-province.ts";

const WORKED = "2026-03-03T03:00:00.000Z";
/** What a machine says whose battery is empty. */
const WITHOUT_BATTERY = "2019-01-01T00:00:00.000Z";

describe("a clock that is before what was written", () => {
  const clock = createTestClock(WORKED);
  let folder: string;
  let told: string[];
  let watch: ReturnType<typeof watchClock>;
  let engines: Engines;
  let test: TestProvince;
  let keeper: LocalClient;
  let number = 0;

  const openBook = (client: LocalClient) =>
    client.post("entry/v1/books", {
      unitId: test.commune,
      recordType: "KS",
      bookNumber: `${++number}/2008`,
      office: "UBND xã Mai Lâm",
    });
  const ready = async () => (await test.standalone.server.inject("/health/ready")).json();
  const begin = () => {
    told = [];
    watch = watchClock(folder, (line) => told.push(line), { clock, everyMs: 5 });
  };

  beforeEach(async () => {
    clock.set(WORKED);
    folder = mkdtempSync(join(tmpdir(), "sogoc-clock-"));
    begin();
    engines = await openEngines({ engine: "embedded", folder, clock: watch.clock });
    await watch.begin(engines.store);
    test = await startTestProvince(engines, {
      health: watch.health,
      findBackupStatus: withStorage(
        async () => backupStatusOf(clock.now(), 1, undefined, { places: [], failure: null }),
        async () => ({ level: "enough" }),
        { findClockBehind: watch.clock.findBehind },
      ),
    });
    keeper = await test.person("thu", [{ role: "book-keeper", unitId: test.commune }]);
    done(await openBook(keeper));
  });
  afterEach(async () => {
    watch.stop();
    await test.standalone.stop();
    await engines.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is told by its own reason everywhere, refuses what would be written, and hides nothing", async () => {
    expect(await ready()).toMatchObject({ notes: [] });
    clock.set(WITHOUT_BATTERY);
    // The tokens of before are of a time to come: people sign in, and so they learn of it.
    const again = await test.signInAgain("thu");
    const refused = await openBook(again);
    expect([refused.status, refused.body]).toMatchObject([
      503,
      {
        code: "clock-behind",
        title: expect.stringContaining("Đồng hồ của máy chủ"),
        params: { now: WITHOUT_BATTERY, last: WORKED },
      },
    ]);
    // Roles are those of the day on which something was written last.
    expect(done(await again.get<{ items: unknown[] }>("entry/v1/books")).items).toHaveLength(1);
    const admin = await createLocalClient(test.standalone.server).signIn("admin", "quan-tri-1234");
    expect(done(await admin.get("accounts/v1/backups"))).toMatchObject({
      clockBehind: { now: WITHOUT_BATTERY, last: WORKED },
    });
    expect(await ready()).toMatchObject({
      status: "ready",
      notes: [{ name: "clock", fault: `clock-behind: ${WITHOUT_BATTERY}, last event: ${WORKED}` }],
    });
    await expect
      .poll(() => told.join())
      .toMatch(/CHẠY LÙI.*2019-01-01.*2026-03-03[\s\S]*clock accept --data/);
    clock.set("2026-03-03T03:05:00.000Z");
    done(await openBook(await test.signInAgain("thu")));
    expect(await ready()).toMatchObject({ notes: [] });
    await expect.poll(() => told.at(-1)).toMatch(/đã đúng lại/);
  });

  it("keeps no key of a request for longer, nor for shorter, and answers none while it is behind", async () => {
    const wish = {
      unitId: test.commune,
      recordType: "KS",
      bookNumber: "77/2008",
      office: "UBND xã Mai Lâm",
    };
    const send = (client: LocalClient, bookNumber = wish.bookNumber) =>
      client.post<{ bookId: string }>("entry/v1/books", { ...wish, bookNumber }, "mot-khoa-cua-thu-0001");
    const first = done(await send(keeper));
    clock.set(WITHOUT_BATTERY);
    const behind = await send(await test.signInAgain("thu"));
    expect([behind.status, behind.body]).toMatchObject([503, { code: "clock-behind" }]);
    clock.set("2026-03-03T03:05:00.000Z");
    const again = await test.signInAgain("thu");
    expect(done(await send(again)).bookId).toBe(first.bookId);
    const other = await send(again, "78/2008");
    expect(other.status).toBe(422);
    expect(other.body).toMatchObject({ code: "command-id-reused" });
  });

  it("may be some minutes off", async () => {
    clock.set("2026-03-03T02:10:00.000Z");
    done(await openBook(await test.signInAgain("thu")));
    expect(watch.clock.findBehind()).toBeUndefined();
  });

  it("is known at a start, whatever was written since it is behind", async () => {
    clock.set(WITHOUT_BATTERY);
    await test.signInAgain("thu");
    watch.stop();
    begin();
    await watch.begin(engines.store);
    expect(watch.clock.findBehind()).toEqual({ now: new Date(WITHOUT_BATTERY), last: new Date(WORKED) });
    expect(told.join()).toContain("CLOCK IS BEHIND");
  });

  it("is told when it jumps ahead by years, and goes on after that once somebody has said that it is right", async () => {
    clock.set("2033-05-05T00:00:00.000Z");
    await expect.poll(() => told.join()).toMatch(/CẢNH BÁO: đồng hồ.*2033-05-05.*2026-03-03/);
    expect(watch.clock.isDoubtful?.()).toBe(true);
    expect(await ready()).toMatchObject({
      notes: [{ name: "clock", fault: expect.stringContaining("clock-ahead") }],
    });
    await test.signInAgain("thu");
    clock.set("2026-03-03T04:00:00.000Z");
    const refused = await openBook(await test.signInAgain("thu"));
    expect([refused.status, refused.body]).toMatchObject([503, { code: "clock-behind" }]);
    await acceptClock(folder);
    watch.stop();
    begin();
    await watch.begin(engines.store);
    expect(watch.clock.findBehind()).toBeUndefined();
  });
});
