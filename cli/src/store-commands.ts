import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { projections as accountsProjections } from "@sogoc/accounts";
import {
  type Document,
  type Projection,
  type RecordedEvent,
  rebuildProjection,
  verifyStream,
} from "@sogoc/core";
import { backup, dataFiles, openEmbedded, restore, verifyStore } from "@sogoc/embedded";
import { projections as entryProjections } from "@sogoc/entry";
import { EventEnvelope, upcast } from "@sogoc/events";
import { projections as reportingProjections } from "@sogoc/reporting";
import { projections as reviewProjections } from "@sogoc/review";
import { z } from "zod";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { createProgressBar } from "./progress-bar.ts";

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

const allProjections: readonly Projection<Document>[] = [
  ...accountsProjections,
  ...entryProjections,
  ...reviewProjections,
  ...reportingProjections,
];

/** Builds read models anew from the log, each beside the live one, and swaps. `only` names one of them. */
export const rebuildFolder = async (folder: string, only: string | undefined): Promise<void> => {
  requireStore(folder);
  const chosen = allProjections.filter(({ definition }) => only === undefined || definition.name === only);
  if (chosen.length === 0) {
    const names = allProjections.map(({ definition }) => definition.name).join(", ");
    throw new CommandFailed(`Không có ${only} / no such read model. ${names}`, exitCodes.usage);
  }
  const { store, readModels, close } = await openEmbedded({ folder });
  try {
    for (const projection of chosen) {
      const { name } = projection.definition;
      const bar = createProgressBar(name);
      const started = performance.now();
      const result = await rebuildProjection({
        ...{ projection, store, readModels, upcast },
        onProgress: ({ position, head }) => bar.update(position, head),
      });
      bar.end();
      const seconds = (performance.now() - started) / 1000;
      console.log(`${name.padEnd(22)} ${number(result.events)} events, ${seconds.toFixed(2)} s`);
    }
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
