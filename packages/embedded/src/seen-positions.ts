import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { dataFiles } from "./data-files.ts";

/** Somebody who keeps in another file how far they have read the log. */
export interface SeenPosition {
  readonly by: string;
  readonly position: number;
}

const readRows = (file: string, sql: string): SeenPosition[] => {
  if (!existsSync(file)) return [];
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    try {
      return database
        .prepare(sql)
        .all()
        .map(({ by, position }) => ({ by: String(by), position: Number(position) }));
    } finally {
      database.close();
    }
  } catch {
    // A disposable file that cannot be read says nothing about the log.
    return [];
  }
};

/**
 * How far the consumers and read models of a data folder have come. Events are durable before
 * anybody is told of them, so that a log that ends before one of these positions was cut off, or is
 * an older one put back. Ask before the log is read.
 */
export const seenPositions = (folder: string): readonly SeenPosition[] => {
  const { consumers, readModels } = dataFiles(folder);
  return [
    ...readRows(consumers, "SELECT consumer AS by, position FROM checkpoints"),
    ...readRows(
      readModels,
      "SELECT name AS by, max(position) AS position FROM models JOIN checkpoints USING (generation) GROUP BY name",
    ),
  ];
};
