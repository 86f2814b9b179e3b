import { setTimeout as pause } from "node:timers/promises";
import { openEngines } from "@sogoc/host/engines";
import { done, type LocalClient } from "../../apps/standalone/src/local-client.ts";
import { startTestProvince } from "../../tests/support/test-province.ts";
import {
  type ImportJob,
  type ImportReport,
  inOwnProcess,
  reportOnce,
  type UploadJob,
  type UploadReport,
} from "./messages.ts";

// The whole standalone server in a process of its own, which imports one workbook twice.

interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly written: number;
  readonly unchanged: number;
  readonly refused: number;
}

const reach = async (client: LocalClient, importId: string, phase: string): Promise<Progress> => {
  for (;;) {
    const progress = done(await client.get<Progress>(`entry/v1/imports/${importId}`));
    if (progress.phase === phase) return progress;
    if (progress.phase === "failed") throw new Error(JSON.stringify(progress));
    await pause(50);
  }
};

process.once("message", async ({ folder, file, books }: ImportJob) => {
  const ports = await openEngines({ engine: "embedded", folder });
  const { standalone, person, commune } = await startTestProvince(ports);
  const roles = ["book-keeper", "clerk"] as const;
  const keeper = await person(
    "thu",
    roles.map((role) => ({ role, unitId: commune })),
  );
  for (const bookNumber of books) {
    const book = { unitId: commune, recordType: "KS", bookNumber, office: "UBND xã" };
    done(await keeper.post("entry/v1/books", book));
  }
  await standalone.settled();

  let peakRss = 0;
  const sampling = setInterval(() => {
    peakRss = Math.max(peakRss, process.memoryUsage.rss());
  }, 20);
  const server = await standalone.server.listen({ port: 0, host: "127.0.0.1" });
  const upload = async () => {
    const session = await standalone.server.inject({
      method: "POST",
      url: "/api/accounts/v1/sessions",
      payload: { signInName: "thu", password: "thu-mat-khau" },
    });
    const address = `${server}/api/entry/v1/imports?unitId=${commune}&recordType=KS&openBatches=true`;
    const job: UploadJob = { address, token: session.json().accessToken, file };
    return (await inOwnProcess<UploadReport>("upload-workbook.ts", job)).importId;
  };
  const write = async (importId: string) => {
    done(await keeper.get(`entry/v1/imports/${importId}/preview`));
    done(await keeper.post(`entry/v1/imports/${importId}/confirm`, { mode: "good-rows-only" }));
    return reach(keeper, importId, "finished");
  };

  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const first = await upload();
  const prepared = await reach(keeper, first, "prepared");
  const preparedAt = performance.now();
  const finished = await write(first);
  const finishedAt = performance.now();
  await standalone.settled();
  const settledAt = performance.now();
  const { user, system } = process.cpuUsage(cpuBefore);
  if (finished.written !== prepared.done)
    throw new Error(`Not all were written: ${JSON.stringify(finished)}`);

  const headBefore = await ports.store.head();
  const second = await upload();
  const { unchanged } = await reach(keeper, second, "prepared");
  await write(second);
  await standalone.settled();
  const records = await ports.store.readAll({ after: headBefore, limit: 10, types: ["RecordEntered"] });
  clearInterval(sampling);
  const report: ImportReport = {
    rows: finished.written,
    prepare: (preparedAt - start) / 1e3,
    write: (finishedAt - preparedAt) / 1e3,
    settle: (settledAt - finishedAt) / 1e3,
    cpu: user + system,
    peakRss,
    again: {
      seconds: (performance.now() - settledAt) / 1e3,
      unchanged,
      events: records.events.length,
    },
  };
  await standalone.stop();
  await ports.close();
  reportOnce(report);
});

// Whoever started it is gone.
process.once("disconnect", () => process.exit(1));
