import { CommandRejected } from "@sogoc/core";
import type { FieldValue } from "@sogoc/events";

/** The text of a field as it was written; empty where the book leaves it open. */
export const rawText = (value: FieldValue | undefined): string =>
  value && "raw" in value ? (value.raw ?? "") : "";

const MOST_NAMED = 50;

/** The refusal of columns that may not be keyed, or that the book type does not have. */
export const unknownFields = (codes: readonly string[]): CommandRejected =>
  new CommandRejected(
    "field-unknown",
    {},
    codes.slice(0, MOST_NAMED).map((code) => ({ pointer: `/fields/${code}`, detail: code })),
  );
