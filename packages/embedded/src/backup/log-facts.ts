import type { RecordedEvent } from "@sogoc/core";
import { openForReading } from "../open-for-reading.ts";
import type { BackupManifest } from "./manifest.ts";
import { BackupRefused } from "./refused.ts";

/** Hash of the event at a position, read from a file; undefined where there is none. */
export const hashAt = (file: string, position: number): string | undefined => {
  const database = openForReading(file);
  try {
    const row = database.prepare("SELECT metadata FROM events WHERE position = ?").get(position);
    if (!row) return undefined;
    return (JSON.parse(String(row["metadata"])) as RecordedEvent["metadata"]).hash;
  } finally {
    database.close();
  }
};

/** A log without events: there is nothing that could be lost. */
export class NothingStored extends BackupRefused {
  constructor() {
    super("content", "Dữ liệu còn trống, chưa có gì để sao lưu / nothing is stored yet", {
      failure: "data-damaged",
    });
    this.name = "NothingStored";
  }
}

/** The newest event. Throws `NothingStored` where there is none. */
export const headOf = (file: string): BackupManifest["head"] => {
  const database = openForReading(file);
  try {
    const position = Number(
      database.prepare("SELECT max(position) AS head FROM events").get()?.["head"] ?? 0,
    );
    const hash = position === 0 ? undefined : hashAt(file, position);
    if (hash === undefined) throw new NothingStored();
    return { position, hash };
  } finally {
    database.close();
  }
};
