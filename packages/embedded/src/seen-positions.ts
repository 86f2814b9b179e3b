import { existsSync } from "node:fs";
import { dataFiles } from "./data-files.ts";
import { readUntouched } from "./read-untouched.ts";

/** Somebody who keeps in another file how far they have read the log. */
export interface SeenPosition {
  readonly by: string;
  readonly position: number;
}

const readRows = (file: string, sql: string): SeenPosition[] => {
  if (!existsSync(file)) return [];
  try {
    return readUntouched(file, (database) =>
      database
        .prepare(sql)
        .all()
        .map(({ by, position }) => ({ by: String(by), position: Number(position) })),
    );
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

/** Of all these the one that has come furthest; position 0 where there is none. */
export const furthestSeen = (folder: string): SeenPosition =>
  seenPositions(folder).reduce((one, other) => (other.position > one.position ? other : one), {
    by: "",
    position: 0,
  });
