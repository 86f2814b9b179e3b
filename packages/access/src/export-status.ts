import { CommandRejected, type Decider } from "@sogoc/core";
import {
  type DataOf,
  type ExportEvent,
  type ExportState,
  evolveExport,
  nothingSaidOfExport,
} from "@sogoc/events";

export type ExportKind = NonNullable<DataOf<"BookExported">["kind"]>;

/** Days for which the files of an export lie ready. */
export const EXPORT_DAYS = 7;
const LIFE_MS = EXPORT_DAYS * 24 * 3_600_000;

/** An export, and when it was asked for. */
export interface MadeExport {
  readonly kind: ExportKind | undefined;
  readonly at: string;
}

/** When the files of an export are removed, whatever it is. */
export const expiresAt = ({ at }: Pick<MadeExport, "at">): string =>
  new Date(Date.parse(at) + LIFE_MS).toISOString();

export const hasEnded = (made: Pick<MadeExport, "at">, now: Date): boolean =>
  now.toISOString() >= expiresAt(made);

/** Stream `export-<exportId>`, to be read by every service that gives something of an export. */
export const exportReading: Decider<ExportState, never, ExportEvent> = {
  category: "export",
  initialState: () => nothingSaidOfExport,
  decide: () => [],
  evolve: evolveExport,
};

export type ExportStatus = "ready" | "awaits-approval" | "declined" | "expired";

/** The status of an export at a moment: what was decided of it, and whether its time is over. */
export const exportStatusOf = (
  made: MadeExport,
  { decided, expired }: ExportState,
  { now, handedOver }: { readonly now: Date; readonly handedOver: boolean },
): ExportStatus => {
  // The manifest of what was sent stays, to be laid beside what the others have of it.
  if (expired || (!handedOver && hasEnded(made, now))) return "expired";
  if (made.kind !== "whole-book" || decided === "approved") return "ready";
  return decided === "declined" ? "declined" : "awaits-approval";
};

/** What `requireReady` throws. */
export const unreadableRefusals = ["export-declined", "export-expired", "export-not-approved"] as const;

/** Throws what `unreadableRefusals` names where nothing of an export may be taken away. */
export const requireReady = (status: ExportStatus): void => {
  if (status === "expired") throw new CommandRejected("export-expired");
  if (status === "declined") throw new CommandRejected("export-declined");
  if (status === "awaits-approval") throw new CommandRejected("export-not-approved");
};
