import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { type RecordedEvent, verifyStream } from "@sogoc/core";
import { backup, dataFiles, openEmbedded, restore, verifyStore } from "@sogoc/embedded";
import { EventEnvelope } from "@sogoc/events";
import { z } from "zod";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { createProgressBar } from "./progress-bar.ts";
import { allModels, rebuildModels } from "./rebuild-models.ts";

const number = (value: number) => value.toLocaleString("vi");

const requireStore = (folder: string): void => {
  if (!existsSync(dataFiles(folder).events)) {
    throw new CommandFailed(`Không có dữ liệu ở ${folder} / no store in ${folder}`, exitCodes.usage);
  }
};

/** Checks every hash chain of a store and names the first broken event; exit code 1 when one is broken. */
export const verifyFolder = async (folder: string): Promise<void> => {
  requireStore(folder);
  const bar = createProgressBar("Kiểm tra / verifying");
  const verdict = await verifyStore({
    file: dataFiles(folder).events,
    onProgress: ({ events, head }) => bar.update(events, head),
  });
  bar.end();
  const { broken, integrity } = verdict;
  if (broken.length > 0 || integrity.length > 0) {
    const lines = broken.map(
      ({ fault, stream, revision, position, id }) =>
        `HỎNG / BROKEN: ${fault}  stream ${stream}  revision ${revision}  position ${position}  event ${id}`,
    );
    throw new CommandFailed([...lines, ...integrity].join("\n"), exitCodes.notInOrder);
  }
  console.log(`Nguyên vẹn / intact: ${number(verdict.events)} events, ${number(verdict.streams)} streams`);
};

/** Checks a proof that was taken away, with no access to the system: the events of one record as JSON. */
export const verifyProof = async (file: string): Promise<void> => {
  const Proof = z.object({ events: z.array(EventEnvelope).min(1) });
  const parsed = Proof.safeParse(JSON.parse(await readFile(file, "utf8")));
  if (!parsed.success)
    throw new CommandFailed(`Không phải tệp bằng chứng / not a proof: ${file}`, exitCodes.usage);
  const events = parsed.data.events as unknown as readonly RecordedEvent[];
  const broken = verifyStream(events);
  if (broken) {
    const { fault, stream, revision, id } = broken;
    throw new CommandFailed(`HỎNG / BROKEN: ${fault} ${stream}@${revision} ${id}`, exitCodes.notInOrder);
  }
  console.log(`Nguyên vẹn / intact: ${events.length} events, ${events[0]?.stream ?? ""}`);
};

/** Builds read models anew from the log, each beside the live one, and swaps. `only` names one of them. */
export const rebuildFolder = async (folder: string, only: string | undefined): Promise<void> => {
  requireStore(folder);
  const models = allModels
    .map(({ service, projections }) => ({
      service,
      projections: projections.filter(({ definition }) => only === undefined || definition.name === only),
    }))
    .filter(({ projections }) => projections.length > 0);
  if (models.length === 0) {
    const names = allModels
      .flatMap(({ projections }) => projections.map(({ definition }) => definition.name))
      .join(", ");
    throw new CommandFailed(`Không có ${only} / no such read model. ${names}`, exitCodes.usage);
  }
  const { store, readModels, close } = await openEmbedded({ folder });
  try {
    await rebuildModels({ models, store, readModelsOf: async () => readModels });
  } finally {
    await close();
  }
};

export const backupFolder = async (folder: string, to: string): Promise<void> => {
  requireStore(folder);
  const report = await backup({ from: folder, to });
  console.log(`Đã sao lưu / backed up: ${to}\n${JSON.stringify(report)}`);
};

export const restoreFolder = async (from: string, to: string): Promise<void> => {
  await restore({ from, to });
  console.log(`Đã khôi phục / restored: ${to}`);
  await verifyFolder(to);
};
