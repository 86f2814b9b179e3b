import { parseScanFileName } from "../scan-file-name.ts";
import type { Closing } from "./closings.ts";

/** Rules whose subject holds counts, other books, an office, or numbers that have no case. */
const ofNoCase: ReadonlySet<string> = new Set([
  "book-registered-twice",
  "cases-expected-differ",
  "last-number-differs",
  "number-gap",
  "office-not-there",
  "pages-differ",
]);

/** Rules whose subject names files; their names have the number of a case in them. */
const ofFiles: ReadonlySet<string> = new Set([
  "file-name-differs",
  "file-name-invalid",
  "file-reused",
  "file-unreadable",
  "file-without-record",
]);

/** Rules whose subject names cases, each by its number, before anything that was found there. */
const ofNumbers: ReadonlySet<string> = new Set([
  "date-falls",
  "duplicate-registration",
  "entry-outside-book-years",
  "number-out-of-order",
  "office-differs-from-book",
  "record-without-file",
  "suffix-alone",
]);

const named = /^(\d{1,4}[a-z]?)(?:–(\d{1,4}))?(?:\/\d{4})?(?: |$)/iu;

/** The numbers of `7/2008`, `3b/2008 17.03.2008` or `1–12/2008`, without years. */
const numbersOf = (item: string): readonly string[] | undefined => {
  const [, from, to] = named.exec(item) ?? [];
  if (from === undefined) return undefined;
  if (to === undefined) return [from.toLowerCase()];
  const first = Number.parseInt(from, 10);
  const count = Math.max(0, Number(to) - first + 1);
  return Array.from({ length: count }, (_, at) => String(first + at));
};

const numbersOfFile = (file: string): readonly string[] => {
  const number = parseScanFileName(file).name?.number;
  return number === undefined ? [] : [number.toLowerCase().replace(/^0+/u, "")];
};

/**
 * The numbers of the cases that the subject of a closed finding names, without years and leading
 * zeros; undefined where it may name any, as one that was too long to be kept whole.
 */
export const numbersInClosing = ({
  rule,
  subject,
}: Pick<Closing, "rule" | "subject">): readonly string[] | undefined => {
  if (ofNoCase.has(rule)) return [];
  if (ofFiles.has(rule)) return (subject.match(/[^\s()]+\.pdf/giu) ?? []).flatMap(numbersOfFile);
  if (!ofNumbers.has(rule)) return undefined;
  const list = rule === "office-differs-from-book" ? (subject.split(": ")[0] ?? "") : subject;
  if (list.includes("…")) return undefined;
  const numbers = list.split(", ").map(numbersOf);
  return numbers.some((one) => one === undefined) ? undefined : numbers.flatMap((one) => one ?? []);
};
