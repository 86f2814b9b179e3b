import { join } from "node:path";
import { z } from "zod";
import { writeTextWhole } from "./backup/durable-files.ts";
import { headOf } from "./backup/log-facts.ts";
import { parseJson } from "./backup/manifest.ts";
import { dataFiles } from "./data-files.ts";
import { ACCEPTED_CLOCK } from "./own-names.ts";
import { readRegularText } from "./regular-files.ts";

const Accepted = z.object({ position: z.int().min(0) });

const fileOf = (folder: string): string => join(folder, ACCEPTED_CLOCK);

/**
 * Up to which event the clock may be behind what was written, since it was ahead then; 0 where
 * nobody has said so.
 */
export const readAcceptedClock = async (folder: string): Promise<number> => {
  const text = await readRegularText(fileOf(folder), { follow: true }).catch(() => "");
  return parseJson(Accepted, text)?.position ?? 0;
};

/** The clock of now is right: events up to the newest one were dated by one that was ahead. */
export const acceptClock = async (folder: string): Promise<number> => {
  const { position } = headOf(dataFiles(folder).events);
  await writeTextWhole(fileOf(folder), `${JSON.stringify({ position })}\n`);
  return position;
};
