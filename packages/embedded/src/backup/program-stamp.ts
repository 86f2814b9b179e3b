import { existsSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "@sogoc/core";
import { z } from "zod";
import { readRegularText } from "../regular-files.ts";
import { diskFaultInWords } from "./disk-fault.ts";
import { writeTextWhole } from "./durable-files.ts";
import { parseJson } from "./manifest.ts";

/**
 * Number of what the program writes: files' formats and events. Raised with each change of either,
 * which a test forces, so that two builds of one version are told apart by what they write.
 */
export const STORAGE_FORMAT = 14;

/** Which program opened a data folder last; `storage` is 0 for programs that had no such number. */
export const ProgramStamp = z.object({ version: z.string().max(64), storage: z.int().min(0).default(0) });
export type ProgramStamp = z.infer<typeof ProgramStamp>;

export const stampFile = (folder: string): string => join(folder, "program.json");

/** What stands there is no stamp: cut off, rotten or written by hand. */
export const UNREADABLE = "unreadable";

/**
 * Undefined where no program that stamps has opened the folder. Throws what the system says, with
 * the file's path, where the file may not or cannot be read.
 */
export const readStamp = async (folder: string): Promise<ProgramStamp | typeof UNREADABLE | undefined> => {
  const file = stampFile(folder);
  if (!existsSync(file)) return undefined;
  const text = await readRegularText(file, { follow: true }).catch((error: unknown) => {
    // A folder can be opened, and only its reading fails, which names no path.
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  });
  return parseJson(ProgramStamp, text) ?? UNREADABLE;
};

/** What a backup knows of who opened the data last. */
export interface KnownStamp {
  readonly stamp: ProgramStamp | undefined;
  /** Why there is none although the file is there, in words, with its path. */
  readonly fault: string | undefined;
}

/** The same for whoever goes on without. */
export const findStamp = async (folder: string): Promise<KnownStamp> => {
  const file = stampFile(folder);
  try {
    const stamp = await readStamp(folder);
    if (stamp !== UNREADABLE) return { stamp, fault: undefined };
    return { stamp: undefined, fault: `${file}: nội dung hỏng / its content is damaged` };
  } catch (error) {
    return { stamp: undefined, fault: diskFaultInWords(error, file) ?? `${file}: ${messageOf(error)}` };
  }
};

export const writeStamp = (folder: string, stamp: ProgramStamp): Promise<void> =>
  writeTextWhole(stampFile(folder), `${JSON.stringify(stamp)}\n`);

/** What a backup without a stamp lacks, and what mends the next one. */
export const withoutStampLines = (fault: string): readonly string[] => [
  "BẢN NÀY KHÔNG GHI CHƯƠNG TRÌNH NÀO ĐÃ MỞ DỮ LIỆU LẦN TRƯỚC: khôi phục nó thì chỉ mở bằng chương trình đang dùng hoặc mới hơn. Để bản sau có: mở lại máy chủ một lần (nó ghi lại tệp).",
  "THIS BACKUP DOES NOT SAY WHICH PROGRAM OPENED THE DATA LAST: open what is restored of it with the program of now or a newer one. For the next one to say it, start the server once more, which writes the file anew.",
  `  ${fault}`,
];
