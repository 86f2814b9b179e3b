import { readFile } from "node:fs/promises";
import { type RecordedEvent, verifyStream } from "@sogoc/core";
import { openEmbedded } from "@sogoc/embedded";
import { EventEnvelope } from "@sogoc/events";
import { allModels } from "@sogoc/standalone/all-read-models";
import { storageNotices } from "@sogoc/standalone/storage-notices";
import { z } from "zod";
import { counts } from "./counts.ts";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { rebuildModels } from "./rebuild-models.ts";
import { requireStore } from "./verify-log.ts";

/**
 * Checks a proof that was taken away, with no access to the system: the events of one record as
 * JSON.
 */
export const verifyProof = async (file: string): Promise<void> => {
  const Proof = z.object({ events: z.array(EventEnvelope).min(1) });
  const text = await readFile(file, "utf8");
  const notProof = new CommandFailed(`Không phải tệp bằng chứng / not a proof: ${file}`, exitCodes.usage);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw notProof;
  }
  const parsed = Proof.safeParse(content);
  if (!parsed.success) throw notProof;
  const events = parsed.data.events as unknown as readonly RecordedEvent[];
  const broken = verifyStream(events);
  if (broken) {
    const { fault, stream, revision, id } = broken;
    throw new CommandFailed(`HỎNG / BROKEN: ${fault} ${stream}@${revision} ${id}`, exitCodes.notInOrder);
  }
  const { vi, en } = counts({ events: events.length });
  console.log(`Nguyên vẹn: ${vi} / intact: ${en}, ${events[0]?.stream ?? ""}`);
};

/**
 * Builds read models anew from the log, each beside the live one, and swaps. `only` names one of
 * them. `acceptOlder`: a log that ends before what was seen of it is the one that is meant;
 * `acceptLostFiles`: the folder of the files that events name is gone for good.
 */
export const rebuildFolder = async (
  folder: string,
  only: string | undefined,
  accepted: { readonly acceptOlder: boolean; readonly acceptLostFiles: boolean },
): Promise<void> => {
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
  const { store, readModels, close } = await openEmbedded({
    folder,
    checked: true,
    ...accepted,
    notices: storageNotices(),
  });
  try {
    await rebuildModels({ models, store, readModelsOf: async () => readModels });
  } finally {
    await close();
  }
};
