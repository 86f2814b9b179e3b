import { join, resolve } from "node:path";
import { messageOf, shellWord } from "@sogoc/core";
import { z } from "zod";
import { NoRegularFile, readRegularText } from "../regular-files.ts";
import { backupFailures } from "./disk-fault.ts";
import { writeTextWhole } from "./durable-files.ts";
import { parseJson } from "./manifest.ts";
import { BackupRefused, inWords } from "./refused.ts";

const Good = z.object({
  at: z.iso.datetime(),
  place: z.string(),
  /** Name of the backup within its place. */
  set: z.string(),
  position: z.int(),
  /** Blobs that were lost before. */
  lost: z.int(),
  /** Blobs of which only the copy is right any more; an earlier program did not look. */
  onlyCopied: z.int().optional(),
  /** Secrets in it that are not what was written; an earlier program did not count them. */
  damagedSecrets: z.int().optional(),
  /** Whether it is encrypted; an earlier program did not say. */
  sealed: z.boolean().optional(),
});
type Good = z.infer<typeof Good>;

const Failure = z.object({
  at: z.iso.datetime(),
  place: z.string(),
  reason: z.string(),
  /** The reason as a page tells it; an earlier program wrote none. */
  failure: z.enum(backupFailures).default("other"),
});

/** A backup that was made of a damaged log: it is kept, and counts for none. */
const Damaged = z.object({
  at: z.iso.datetime(),
  place: z.string(),
  set: z.string(),
  /** What was found wrong with the log. */
  faults: z.int(),
});

const BackupState = z.object({
  places: z.array(Good),
  failure: Failure.nullable(),
  /** The last one of a damaged log, until one of a whole log is made; also elsewhere. */
  damaged: Damaged.optional(),
});

/**
 * The last backup of a data folder that succeeded at each place, the newest last, and the last one
 * that was due and failed since, if any. One on a disk that somebody has carried away says nothing
 * of the place where one is due each night.
 */
export type BackupState = z.infer<typeof BackupState>;

/** As it was kept when there was one place. */
const EarlierState = z
  .object({ good: Good.nullable(), failure: Failure.nullable() })
  .transform(({ good, failure }): BackupState => ({ places: good ? [good] : [], failure }));

const MOST_PLACES = 20;

/** The last good backup at a place; left out = at any. */
export const goodAt = ({ places }: BackupState, place: string | undefined): Good | undefined =>
  place === undefined ? places.at(-1) : places.find((good) => good.place === resolve(place));

const fileOf = (folder: string): string => join(folder, "last-backup.json");

/** Undefined where the file is not there. Throws what the system says, and `NoRegularFile`. */
const findText = (file: string): Promise<string | undefined> =>
  readRegularText(file, { follow: true }).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });

const stateIn = (text: string): BackupState | undefined =>
  parseJson(z.union([BackupState, EarlierState]), text);

/** Nothing is known where the file is not there or cannot be read; `findStateFault` tells which. */
export const readBackupState = async (folder: string): Promise<BackupState> =>
  stateIn((await findText(fileOf(folder)).catch(() => undefined)) ?? "") ?? { places: [], failure: null };

/**
 * Why what a data folder knows of its backups cannot be read, in words: a place that held some
 * passes for a new one then. Undefined where it can, and where there is none. The next backup
 * writes it anew.
 */
export const findStateFault = async (folder: string): Promise<string | undefined> => {
  const file = fileOf(folder);
  try {
    const text = await findText(file);
    if (text === undefined || stateIn(text)) return undefined;
  } catch (error) {
    return messageOf(inWords(error, folder, { data: folder }));
  }
  return `${file} đã hỏng hoặc trống: không rõ nơi nào đã có bản sao lưu; lần sao lưu tốt sau ghi lại tệp ấy / is damaged or empty: which places hold backups is not known; the next good backup writes it anew`;
};

const write = (folder: string, state: BackupState): Promise<void> =>
  writeTextWhole(fileOf(folder), `${JSON.stringify(state, null, 2)}\n`);

/**
 * What failed at the same place before is settled by it, and so is a damage of the log: this one
 * was read from end to end.
 */
export const noteGoodBackup = async (folder: string, made: Good): Promise<void> => {
  const place = resolve(made.place);
  const { places, failure } = await readBackupState(folder);
  const { at, set, position, lost, onlyCopied, damagedSecrets, sealed } = made;
  const others = places.filter((good) => good.place !== place).slice(1 - MOST_PLACES);
  await write(folder, {
    places: [...others, { at, place, set, position, lost, onlyCopied, damagedSecrets, sealed }],
    failure: failure && failure.place !== place ? failure : null,
  });
};

/** The last good one stays the last good one. */
export const noteDamagedBackup = async (
  folder: string,
  { at, place, set, faults }: z.infer<typeof Damaged>,
): Promise<void> => {
  const { places, failure } = await readBackupState(folder);
  const target = resolve(place);
  await write(folder, {
    places,
    failure: failure && failure.place !== target ? failure : null,
    damaged: { at, place: target, set, faults },
  });
};

export const noteFailedBackup = async (
  folder: string,
  { at, place, reason, failure }: z.infer<typeof Failure>,
): Promise<void> => {
  const { places, damaged } = await readBackupState(folder);
  await write(folder, { places, failure: { at, place: resolve(place), reason, failure }, damaged });
};

const keyFileOf = (folder: string): string => join(folder, "backup-key.json");
const KeyFile = z.object({ recipient: z.string().regex(/^age1[0-9a-z]{58}$/) });

const damagedKey = (folder: string, file: string): BackupRefused =>
  new BackupRefused(
    "key",
    [
      `${file} (khóa công khai của bản sao lưu) đã hỏng hoặc trống: không sao lưu, cũng không tạo khóa mới thay vào, kẻo khóa trên giấy không mở được bản mới. Một trong các cách:`,
      `${file} (public key of the backups) is damaged or empty: no backup is made, and no other key in its stead, which the key on paper would not open. One of these:`,
      `  nơi sao lưu đã có bản mã hóa / the place holds encrypted backups:  rm ${shellWord(file)}  (máy chủ dùng tiếp khóa của nơi ấy / the server goes on with the key of the place)`,
      "  có khóa công khai đầy đủ / the whole public key is known:  SOGOC_BACKUP_RECIPIENT=age1…",
      `  khóa mới, nơi sao lưu mới / a new key and a new place:  npm run sogoc -- backup new-key --data ${shellWord(folder)}`,
    ].join("\n"),
    { failure: "key-file" },
  );

/**
 * The public key that backups of the folder are encrypted to; undefined before there is one. Throws
 * `BackupRefused` where the file is there and cannot be read or says none: another key would seal
 * what nobody can open.
 */
export const readRecipient = async (folder: string): Promise<string | undefined> => {
  const file = keyFileOf(folder);
  const text = await findText(file).catch((error: unknown) => {
    throw error instanceof NoRegularFile
      ? damagedKey(folder, file)
      : inWords(error, folder, { data: folder });
  });
  if (text === undefined) return undefined;
  const found = parseJson(KeyFile, text);
  if (!found) throw damagedKey(folder, file);
  return found.recipient;
};

/**
 * From now on backups are encrypted to this key. `show` is done once there is room for it and
 * before it is in force: where its secret part is shown, or told why it cannot be, the one goes
 * with the other.
 */
export const keepRecipient = (folder: string, recipient: string, show?: () => Promise<void>): Promise<void> =>
  writeTextWhole(keyFileOf(folder), `${JSON.stringify({ recipient }, null, 2)}\n`, show);
