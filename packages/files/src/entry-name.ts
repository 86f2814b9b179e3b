import { isUtf8 } from "node:buffer";
import { type Entry, getFileNameLowLevel } from "yauzl";
import { composedName } from "./foreign-text.ts";
import type { FileErrorCode } from "./refusal.ts";

const UTF8_FLAG = 0x800;
const UNICODE_PATH = 0x7075;

/**
 * Name of an entry as its writer saw it, NFC. By the flag or the Unicode path field (APPNOTE.TXT,
 * 4.6.9) where they are there; else UTF-8 if the bytes are, as a Mac writes it without the flag;
 * else code page 437, as 7-Zip, WinRAR and older Windows write `Yên Lâm`. Throws `too-many-marks`
 * with `code`.
 */
export const entryName = (entry: Entry, code: FileErrorCode): string => {
  const { fileNameRaw, extraFields, generalPurposeBitFlag } = entry;
  const readable = isUtf8(fileNameRaw);
  const hasPath = extraFields.some(({ id }) => id === UNICODE_PATH);
  const isFlagged = (generalPurposeBitFlag & UTF8_FLAG) !== 0;
  const flag = readable && (isFlagged || !hasPath) ? UTF8_FLAG : 0;
  return composedName(getFileNameLowLevel(flag, fileNameRaw, extraFields, true), code);
};
