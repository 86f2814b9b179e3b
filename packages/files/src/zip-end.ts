import type { ZipBytes } from "./zip-bytes.ts";

/** Copiers pad to a whole block of their disk, tape or line; none of these is larger. */
const MOST_PADDING = 2 ** 20;

/** Of the record at the end, without its comment (APPNOTE 4.3.16), and of the longest comment. */
const [END_BYTES, MOST_COMMENT] = [22, 0xffff];
const END_HEAD = Buffer.from("PK\x05\x06", "latin1");

const lastNonZero = (bytes: Buffer): number => {
  let at = bytes.length - 1;
  while (at >= 0 && bytes[at] === 0) at -= 1;
  return at;
};

/** Where the archive ends in its last bytes; their length where no end is found among them. */
const endWithin = (tail: Buffer): number => {
  const last = lastNonZero(tail);
  const at = tail.lastIndexOf(END_HEAD, last);
  if (at < 0 || at + END_BYTES > tail.length) return tail.length;
  const end = at + END_BYTES + tail.readUInt16LE(at + END_BYTES - 2);
  return end > last && end <= tail.length ? end : tail.length;
};

/** At most so many of the last bytes. */
const readTail = ({ size, readAt }: ZipBytes, most: number): Promise<Buffer> => {
  const length = Math.min(size, most);
  return readAt(size - length, length);
};

const MOST_TAIL = MOST_PADDING + END_BYTES + MOST_COMMENT;

/**
 * How many of the bytes are the archive, where a copier may have put zeros behind it. All of them
 * where no end is found: the archive's reader then says what is wrong.
 */
export const bytesBeforePadding = async (bytes: ZipBytes): Promise<number> => {
  // As nearly every archive ends; an entry that is read by itself does not cost a long tail.
  if ((await readTail(bytes, END_BYTES)).indexOf(END_HEAD) === 0) return bytes.size;
  const tail = await readTail(bytes, MOST_TAIL);
  return bytes.size - tail.length + endWithin(tail);
};
