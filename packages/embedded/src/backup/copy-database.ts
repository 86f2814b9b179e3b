import { rm } from "node:fs/promises";
import { backup as copyPages, type DatabaseSync } from "node:sqlite";
import { openForReading } from "../open-for-reading.ts";
import { makePrivateFile } from "../private-files.ts";
import { openRegular } from "../regular-files.ts";
import { findDiskFault } from "./disk-fault.ts";
import { inWords } from "./refused.ts";

/**
 * A consistent copy of a file that others write to, made in one step under one read lock. The file
 * and its logs are only read.
 */
export const copyDatabase = async (from: string, to: string): Promise<void> => {
  await (await openRegular(from, { follow: true })).close();
  for (const left of [to, `${to}-journal`]) await rm(left, { force: true });
  makePrivateFile(to);
  let source: DatabaseSync | undefined;
  try {
    source = openForReading(from);
    await copyPages(source, to, { rate: 2 ** 31 - 1 });
  } catch (error) {
    const isOfCopy = ["no-room", "read-only"].includes(findDiskFault(error)?.code ?? "");
    throw inWords(error, isOfCopy ? to : from);
  } finally {
    source?.close();
  }
};
