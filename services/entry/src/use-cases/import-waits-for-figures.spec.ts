import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { emptyUnitTree } from "@sogoc/access";
import { createCommandHandler, createInMemoryPorts } from "@sogoc/core";
import { schemaOfWritten } from "@sogoc/events";
import { withTemporaryFolder } from "@sogoc/http";
import { describe, expect, it, vi } from "vitest";
import { importDecider } from "../domain/import.ts";
import { createImportJobs } from "../imports/import-jobs.ts";
import { createPreparedRows } from "../imports/prepared-rows.ts";
import { runInBackground } from "../imports/run-in-background.ts";
import { type BookView, books } from "../read-models/books.ts";
import { type RecordView, records } from "../read-models/records.ts";
import { createBatchGate } from "../steps/create-batch-gate.ts";
import { loadImportState } from "../steps/load-import.ts";
import { confirmImport } from "./confirm-import.ts";
import { prepareImport } from "./prepare-import.ts";

const contextOf = (commandId: string) => ({
  actor: { account: "nam", name: "Nam", roles: ["clerk" as const], unit: "u-1" },
  at: new Date("2026-03-01T12:00:00.000Z"),
  commandId,
  correlationId: "c-1",
});

/** An entry service whose read models stay behind the log until they are let come up. */
const start = async () => {
  const { store, blobs, readModels, clock } = createInMemoryPorts();
  const jobs = createImportJobs();
  let behind = true;
  const dependencies = {
    commands: createCommandHandler({ store, schemaOf: schemaOfWritten }),
    blobs,
    jobs,
    clock,
    gate: createBatchGate(),
    preparedRows: createPreparedRows(),
    books: await readModels.open<BookView>(books.definition),
    records: await readModels.open<RecordView>(records.definition),
    directory: {
      tree: () => emptyUnitTree,
      hasEnded: () => false,
      holdsRole: () => true,
      isSuspended: () => false,
    },
    freshnessOfReadModels: { head: () => store.head(), reached: async () => !behind },
  };
  const faults: string[] = [];
  const run = runInBackground(jobs, { error: (_, message) => faults.push(message) });
  const phase = (importId: string) => jobs.find(importId)?.progress.phase;
  const comeUp = () => {
    behind = false;
  };
  return { dependencies, run, faults, phase, comeUp };
};

const toImport = { unitId: "u-1", recordType: "KS", mayOpenBatches: false };

type Received = Parameters<typeof prepareImport>[1]["received"];

/** A file on disk for as long as it is received. */
const receive = <Result>(work: (received: Received) => Promise<Result>) =>
  withTemporaryFolder(async (folder) => {
    const content = "so,quyenSo\n7,01/2008\n";
    const file = join(folder, "so.csv");
    await writeFile(file, content);
    const sha256 = createHash("sha256").update(content).digest("hex");
    return work({ file, fileName: "so.csv", sha256 });
  });

describe("an import while the read models are behind", () => {
  it("is not previewed: rows held against old figures would be judged wrongly", async () => {
    const { dependencies, run, faults, phase } = await start();
    const { importId, read } = await receive((received) =>
      prepareImport(dependencies, { ...toImport, received }, run, contextOf("send")),
    );
    await read;
    expect(phase(importId)).toBe("failed");
    expect(dependencies.jobs.find(importId)?.progress).toMatchObject({
      failure: "read-model-behind",
      failureDetail: { vi: expect.stringContaining("gửi lại"), en: expect.stringContaining("again") },
    });
    expect((await loadImportState(dependencies.commands, importId)).status).toBe("none");
    expect(faults).toEqual([]);
  });

  it("is not written, and goes on when it is confirmed again", async () => {
    const { dependencies, run, faults, phase, comeUp } = await start();
    const importId = "i-1";
    const data = {
      importId,
      unitId: "u-1",
      recordType: "KS",
      fileName: "so.csv",
      sha256: "0".repeat(64),
      dialect: "legacy",
      rows: 0,
      good: 0,
      refused: 0,
      unchanged: 0,
      openBatches: false,
      preview: (await dependencies.blobs.put(Buffer.from("{}"))).sha256,
    };
    const prepare = { type: "NoteImportPrepared", data } as const;
    await dependencies.commands.handle(importDecider, importId, prepare, contextOf("prepare"));
    await dependencies.preparedRows.collect(importId).finish();
    const look = { type: "NotePreviewSeen", importId, accountId: contextOf("look").actor.account } as const;
    await dependencies.commands.handle(importDecider, importId, look, contextOf("look"));

    await confirmImport(dependencies, data, { mode: "good-rows-only" }, run, contextOf("confirm"));
    await vi.waitFor(() => expect(phase(importId)).toBe("failed"));
    expect(dependencies.jobs.find(importId)?.progress.failure).toBe("read-model-behind");
    expect((await loadImportState(dependencies.commands, importId)).status).toBe("confirmed");

    comeUp();
    await confirmImport(dependencies, data, { mode: "good-rows-only" }, run, contextOf("again"));
    await vi.waitFor(() => expect(phase(importId)).toBe("finished"));
    expect((await loadImportState(dependencies.commands, importId)).status).toBe("finished");
    expect(faults).toEqual([]);
  });
});
