import type { DataOf } from "@sogoc/events";

export type ExportKind = NonNullable<DataOf<"BookExported">["kind"]>;

/** Days for which the files of a whole book lie ready. */
export const EXPORT_DAYS = 7;
const LIFE_MS = EXPORT_DAYS * 24 * 3_600_000;

/** An export, and when it was asked for. */
interface Timed {
  readonly kind: ExportKind | undefined;
  readonly at: string;
}

/**
 * When the files of an export are removed; undefined where they stay: of a few records, and of what
 * was made before exports said what they are.
 */
export const expiresAt = ({ kind, at }: Timed): string | undefined =>
  kind === undefined || kind === "few-records" ? undefined : new Date(Date.parse(at) + LIFE_MS).toISOString();

export const hasEnded = (timed: Timed, now: Date): boolean => {
  const end = expiresAt(timed);
  return end !== undefined && now.toISOString() >= end;
};
