import { CommandRejected } from "@sogoc/core";
import type { ExportFiles, ExportJob } from "../exports/export-jobs.ts";

/** Throws `export-not-ready`. */
export const getExportFiles = ({ files }: ExportJob): ExportFiles => {
  if (!files) throw new CommandRejected("export-not-ready");
  return files;
};
