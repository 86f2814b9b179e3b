import type { EventOf } from "./catalogue.ts";

/** What was said of an export after it was made. */
export interface ExportState {
  readonly decided: "no" | "approved" | "declined";
  /** Its files are gone. */
  readonly expired: boolean;
}

export type ExportEvent = EventOf<"ExportApproved" | "ExportDeclined" | "ExportExpired">;

export const nothingSaidOfExport: ExportState = { decided: "no", expired: false };

/**
 * How the stream of an export is read, by who decides of it and by everybody who gives something of
 * it.
 */
export const evolveExport = (state: ExportState, { type }: ExportEvent): ExportState => {
  switch (type) {
    case "ExportApproved":
      return { ...state, decided: "approved" };
    case "ExportDeclined":
      return { ...state, decided: "declined" };
    case "ExportExpired":
      return { ...state, expired: true };
  }
};
