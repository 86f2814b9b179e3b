import { type CommandContext, createCommandHandler, createInMemoryEventStore } from "@sogoc/core";
import { schemaOfWritten } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { logExport, logFileReading, logReading } from "./access-log.ts";

const start = () => {
  const store = createInMemoryEventStore();
  const commands = createCommandHandler({ store, schemaOf: schemaOfWritten });
  const context: CommandContext = {
    actor: { account: "a-1", name: "Nam", roles: ["clerk"], unit: "u-1" },
    at: new Date("2026-03-01T02:00:00Z"),
    commandId: "c-1",
    correlationId: "r-1",
  };
  const logged = async () => (await store.readAll({ after: 0, limit: 100 })).events;
  return { commands, context, logged };
};
const ids = (count: number) => Array.from({ length: count }, (_, index) => `record-${index}`);

describe("the access log", () => {
  it("says who read what and why, in a stream of the reader's day", async () => {
    const { commands, context, logged } = start();
    await logReading(commands, context, ["c-1", "c-2"], "history");
    expect(await logged()).toMatchObject([
      {
        type: "RecordsRead",
        stream: "access-a-1-2026-03-01",
        data: { recordIds: ["c-1", "c-2"], purpose: "history", readBy: "a-1" },
      },
    ]);
  });

  it("writes nothing where nothing was shown", async () => {
    const { commands, context, logged } = start();
    await logReading(commands, context, [], "look-up");
    expect(await logged()).toEqual([]);
  });

  it("names every record, however many, and the same request once", async () => {
    const { commands, context, logged } = start();
    await logReading(commands, context, ids(1_201), "proof");
    await logReading(commands, context, ids(1_201), "proof");
    const events = await logged();
    expect(events).toHaveLength(3);
    expect(events.flatMap(({ data }) => (data as { recordIds: string[] }).recordIds)).toEqual(ids(1_201));
  });

  it("says who looked at a file with many people in it", async () => {
    const { commands, context, logged } = start();
    const file = { file: "scan", fileId: "s-1", bookId: "b", unitId: "u", purpose: "keying" } as const;
    await logFileReading(commands, context, file);
    expect(await logged()).toMatchObject([{ type: "FileRead", data: { ...file, readBy: "a-1" } }]);
  });

  it("records exports beside readings", async () => {
    const { commands, context, logged } = start();
    await logReading(commands, context, ["c-1"], "proof");
    const data = { exportId: "x", bookId: "b", unitId: "u", records: 3, manifestSha256: "aa" };
    await logExport(commands, context, data);
    expect((await logged()).map(({ type, revision }) => `${type} ${revision}`)).toEqual([
      ...["RecordsRead 0", "BookExported 1"],
    ]);
  });
});
