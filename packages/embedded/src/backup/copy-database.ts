import { rm } from "node:fs/promises";
import { backup as copyPages, DatabaseSync } from "node:sqlite";
import { makePrivateFile } from "../private-files.ts";

/**
 * A consistent copy of a file that others write to, made in one step under one read lock. The file and its logs are only read.
 */
export const copyDatabase = async (from: string, to: string): Promise<void> => {
  for (const left of [to, `${to}-journal`]) await rm(left, { force: true });
  makePrivateFile(to);
  const source = new DatabaseSync(from, { readOnly: true, timeout: 5_000 });
  try {
    await copyPages(source, to, { rate: 2 ** 31 - 1 });
  } finally {
    source.close();
  }
};
