import { isTidy } from "./tidy-text.ts";

const spaces = /\s+/gu;

/** Single spaces, trimmed, NFC. */
export const singleSpaced = (text: string): string =>
  isTidy(text) ? text : text.normalize("NFC").replace(spaces, " ").trim();

const time = /^(\d{1,2})\s*(?:[:.]\s*(\d{2})|(?:g|h|giờ)\s*(?:(\d{1,2})\s*(?:phút|ph|p|')?)?)$/iu;

/** `HH:mm` from `7:05`, `7g05`, `07h05`, `7 giờ 5 phút`, `7 giờ`; undefined for anything else. */
export const parseTime = (text: string): string | undefined => {
  const found = time.exec(text.normalize("NFC").trim());
  if (found?.[1] === undefined) return undefined;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? found[3] ?? "0")];
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) return undefined;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
};
