import type { RecordedEvent } from "./event.ts";

const MASK = "…";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SHORTEST = 3;
/** Parsers quote a piece of what they could not read. */
const QUOTED = /"([^"]*)"|'([^']*)'/g;

const textsIn = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

/**
 * Why an event could not be handled, without anything that stands in it: reasons are logged, listed
 * and shown to people who may see no record. Identifiers stay.
 */
export const parkedReason = (event: RecordedEvent, error: unknown): string => {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const told = textsIn([event.data, event.metadata.actor])
    .filter((text) => text.length >= SHORTEST && !UUID.test(text))
    .sort((a, b) => b.length - a.length);
  const everything = told.join("\n");
  const withoutQuotes = reason.replace(QUOTED, (quoted, double?: string, single?: string) => {
    const inner = double ?? single ?? "";
    return inner !== "" && everything.includes(inner) ? `${quoted[0]}${MASK}${quoted[0]}` : quoted;
  });
  return told.reduce(
    (text, value) =>
      text.includes(value)
        ? text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped(value)}(?![\\p{L}\\p{N}])`, "gu"), MASK)
        : text,
    withoutQuotes,
  );
};
