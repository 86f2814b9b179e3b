import { readFileSync } from "node:fs";
import { z } from "zod";

const Package = z.object({ version: z.string() });

/**
 * The program's version: what a backup says it was made by, and what a data folder was last opened
 * by.
 */
export const programVersion: string = Package.parse(
  JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")),
).version;
