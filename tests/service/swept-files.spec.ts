import { randomUUID } from "node:crypto";
import { createCommandHandler, createInMemoryEventStore, type Decider } from "@sogoc/core";
import { connectMongo, openGridBlobs } from "@sogoc/distributed";
import { sweepBlobs } from "@sogoc/embedded";
import { type DomainEvent, schemaOfWritten } from "@sogoc/events";
import { afterAll, describe, expect, it } from "vitest";
import { findMongoEngine } from "../../packages/distributed/testing/mongodb-engine.ts";

const engine = await findMongoEngine();
afterAll(() => engine?.stop());

/** Writes whatever it is told. */
const scribe: Decider<null, DomainEvent, DomainEvent> = {
  category: "test",
  initialState: () => null,
  decide: (event) => [event],
  evolve: (state) => state,
};

const TWO_DAYS_MS = 2 * 24 * 3_600_000;

describe.skipIf(!engine)("files of an export in GridFS", () => {
  it("stay while the export does, and go with it; its manifest stays, and what others name", async () => {
    const connection = await connectMongo({
      url: engine?.url ?? "",
      database: `sogoc-test-${randomUUID().slice(0, 8)}`,
    });
    const blobs = await openGridBlobs(connection);
    const store = createInMemoryEventStore();
    const commands = createCommandHandler({ store, schemaOf: schemaOfWritten });
    const happen = async (event: DomainEvent) => {
      const actor = { account: "mai", name: "Ngô Thị Mai", roles: [], unit: "u-1" };
      const context = { actor, at: new Date(), commandId: randomUUID(), correlationId: "c" };
      await commands.handle(scribe, randomUUID(), event, context);
    };
    const put = async (text: string) => (await blobs.put(Buffer.from(text))).sha256;
    const [workbook, zip, refused] = [await put("bảng tính"), await put("ảnh"), await put("bị từ chối")];
    const file = (sha256: string) => ({ name: "a", sha256, size: 1 });
    const manifest = await put(
      JSON.stringify({ workbook: file(workbook), scans: file(zip), files: [], exportId: "x-1" }),
    );
    const place = { exportId: "x-1", bookId: "b-1", unitId: "u-1" };
    await happen({
      type: "BookExported",
      data: { ...place, records: 30, manifestSha256: manifest, kind: "whole-book" },
    });
    const sweep = () => sweepBlobs({ store, blobs }, Date.now() + TWO_DAYS_MS);
    const left = async () => (await Array.fromAsync(blobs.list())).map(({ sha256 }) => sha256).sort();

    expect(await sweep()).toBe(1);
    expect(await blobs.find(refused)).toBeUndefined();
    expect(await left()).toEqual([workbook, zip, manifest].sort());
    await happen({ type: "ExportExpired", data: place });
    expect(await sweep()).toBe(2);
    expect(await left()).toEqual([manifest]);
    expect(await sweep()).toBe(0);
    await connection.db.dropDatabase();
    await connection.close();
  });
});
