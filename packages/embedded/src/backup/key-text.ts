import { BackupRefused } from "./refused.ts";

/** A key of age: what it begins with, and so many letters of bech32, the last six a checksum. */
const START = /AGE[\s-]*SECRET[\s-]*KEY[\s-]*1/g;
const PREFIX = "AGE-SECRET-KEY-1";
const LETTERS = 58;
/** Letters that bech32 leaves out, since they look like others. */
const NEVER = /[BIO1]/g;

/** Hyphens of every kind, as a word processor puts them. */
const HYPHENS = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g;
/** Marks without width, soft hyphens and the mark of Unicode itself. */
const UNSEEN = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;
/** What people put between groups. */
const BETWEEN = /[\s.,_|-]/;

const decode = (bytes: Uint8Array, encoding: string): string => new TextDecoder(encoding).decode(bytes);

/** The text of a key file: UTF-8, or UTF-16 as Windows writes it, with its mark or without. */
export const textOfKeyFile = (bytes: Uint8Array): string => {
  const [first, second] = bytes;
  const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  if (bytes.length >= 2 && isLittle) return decode(bytes, "utf-16le");
  return decode(bytes, bytes.length >= 2 && isBig ? "utf-16be" : "utf-8");
};

/** What stands after the beginning of a key, without what is between groups. */
const lettersFrom = (text: string): string => {
  let letters = "";
  for (const letter of text) {
    if (/[0-9A-Z]/.test(letter)) letters += letter;
    else if (!BETWEEN.test(letter)) break;
    if (letters.length === LETTERS) break;
  }
  return letters;
};

/**
 * Every text that begins as a secret key, as it would be written without a mistake: also written in
 * groups, over lines, in small letters. Whether its checksum is right is not looked at.
 */
export const keysIn = (text: string): readonly string[] => {
  const plain = text.normalize("NFKC").replaceAll(UNSEEN, "").replaceAll(HYPHENS, "-").toUpperCase();
  const keys = [...plain.matchAll(START)].map(({ index, 0: start }, at, all) => {
    const end = [...all][at + 1]?.index ?? plain.length;
    return PREFIX + lettersFrom(plain.slice(index + start.length, end));
  });
  return [...new Set(keys)];
};

const refused = (...lines: readonly string[]): BackupRefused => new BackupRefused("key", lines.join("\n"));

/** Nothing in the text begins as a key does. */
export const noKey = (text: string): BackupRefused =>
  refused(
    `Không có khóa trong tệp hay dòng đã nêu: khóa bắt đầu bằng ${PREFIX}. / No key in what was given: a key begins with ${PREFIX}.`,
    ...(/\bage1[0-9a-z]{50}/i.test(text)
      ? [
          "Ở đó có khóa công khai (age1…), chỉ để mã hóa, không mở được gì. / There is a public key (age1…), which only closes and opens nothing.",
        ]
      : []),
  );

/** What can be told of a key whose checksum is wrong, without showing it. */
const mistakeIn = (key: string): string => {
  const letters = key.slice(PREFIX.length);
  const never = [...new Set(letters.match(NEVER))].join(", ");
  if (never !== "")
    return `không khóa nào có ${never}; có phải 0, 8, L? / no key has ${never}; is it 0, 8 or L?`;
  return letters.length === LETTERS
    ? "đủ số chữ, có chữ sai hoặc đổi chỗ / as many letters as it should have, some wrong or in each other's place"
    : `thiếu ${LETTERS - letters.length} chữ / ${LETTERS - letters.length} letters are missing`;
};

/** What is there begins as a key does, and its checksum is wrong: not lost, only mistyped. */
export const mistyped = (keys: readonly string[]): BackupRefused =>
  refused(
    `Khóa bị chép sai (sai tổng kiểm tra), chưa chắc là khóa khác: hãy so từng chữ với tờ giấy. Sau ${PREFIX} có ${LETTERS} chữ.`,
    `The key is mistyped (its checksum is wrong), which does not make it another: hold it against the paper letter by letter. After ${PREFIX} there are ${LETTERS} letters.`,
    ...keys.map((key) => `  ${mistakeIn(key)}`),
  );

/** Keys that are right in themselves, by their public ones, and do not open what they should. */
export const anotherKey = (
  given: readonly string[],
  { wanted, mistyped: wrong }: { readonly wanted: string | undefined; readonly mistyped: readonly string[] },
): BackupRefused => {
  const has = given.join(", ");
  const lines =
    wanted === undefined || given.includes(wanted)
      ? [
          `Khóa không mở được bản sao lưu này (đã thử: ${has}) / the key does not open this backup (tried: ${has})`,
        ]
      : [
          `Đây là khóa khác, không mở được bản sao lưu này. Cần khóa có mã: ${wanted}; đã nêu: ${has}`,
          `This is another key and does not open this backup. Wanted: the key marked ${wanted}; given: ${has}`,
        ];
  const also = wrong.map((key) => `Còn một khóa chép sai / one more is mistyped: ${mistakeIn(key)}`);
  return refused(...lines, ...also);
};
