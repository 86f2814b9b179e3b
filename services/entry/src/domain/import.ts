import { assertNever, CommandRejected, type Decider, digestOfLines } from "@sogoc/core";
import type { EventOf } from "@sogoc/events";

export type ImportEvent = EventOf<
  "ImportPrepared" | "ImportPreviewed" | "ImportConfirmed" | "ImportFinished" | "ImportDiscarded"
>;

export interface ImportState {
  readonly status: "none" | "prepared" | "confirmed" | "finished" | "discarded";
  readonly prepared?: EventOf<"ImportPrepared">["data"] | undefined;
  /** Who has asked for its preview. */
  readonly seenBy: readonly string[];
  /** All or nothing, or good rows only, as it was last confirmed. */
  readonly mode?: EventOf<"ImportConfirmed">["data"]["mode"] | undefined;
}

export type ImportCommand =
  | { readonly type: "NoteImportPrepared"; readonly data: EventOf<"ImportPrepared">["data"] }
  | { readonly type: "NotePreviewSeen"; readonly importId: string; readonly accountId: string }
  | {
      readonly type: "ConfirmImport";
      readonly importId: string;
      readonly accountId: string;
      readonly mode: EventOf<"ImportConfirmed">["data"]["mode"];
      readonly restoredRowsSeen?: true | undefined;
      /** Digest of the preview that was looked at. */
      readonly digest?: string | undefined;
    }
  | { readonly type: "FinishImport"; readonly data: EventOf<"ImportFinished">["data"] }
  | { readonly type: "DiscardImport"; readonly importId: string };

/**
 * Throws `second-sheet-unseen` unless the person has seen the values and reasons that no cell
 * shows.
 */
const requireOriginalSheetSeen = (
  { restoredRows = 0 }: EventOf<"ImportPrepared">["data"],
  { restoredRowsSeen }: Extract<ImportCommand, { type: "ConfirmImport" }>,
): void => {
  if (restoredRows > 0 && !restoredRowsSeen)
    throw new CommandRejected("second-sheet-unseen", { rows: restoredRows });
};

/** Throws `preview-unseen` unless the person has been shown the rows and their problems. */
const requirePreviewSeen = (
  { seenBy }: ImportState,
  { accountId }: Extract<ImportCommand, { type: "ConfirmImport" }>,
): void => {
  if (!seenBy.includes(accountId)) throw new CommandRejected("preview-unseen");
};

/**
 * A digest of what a person agrees to: the bytes of the file, the counts of its rows and all that
 * the preview shows of them. Two imports of the same file with the same preview have the same
 * digest.
 */
export const digestOfPreview = (prepared: EventOf<"ImportPrepared">["data"]): string => {
  const { unitId, recordType, sha256, preview, openBatches, rows, good, refused, unchanged } = prepared;
  const counts = [rows, good, refused, unchanged].join(" ");
  return digestOfLines([unitId, recordType, sha256, preview, String(openBatches), counts]);
};

/** Throws `preview-differs` where the person names the digest of another preview. */
const requireSamePreview = (
  prepared: EventOf<"ImportPrepared">["data"],
  { digest }: Extract<ImportCommand, { type: "ConfirmImport" }>,
): void => {
  if (digest !== undefined && digest !== digestOfPreview(prepared))
    throw new CommandRejected("preview-differs");
};

const confirmationOf = ({
  importId,
  mode,
  restoredRowsSeen,
  digest,
}: Extract<ImportCommand, { type: "ConfirmImport" }>): EventOf<"ImportConfirmed">["data"] => ({
  importId,
  mode,
  restoredRowsSeen,
  digest,
});

/**
 * Stream `import-<importId>`: prepared (nothing written yet), then confirmed and finished, or
 * discarded.
 */
export const importDecider: Decider<ImportState, ImportCommand, ImportEvent> = {
  category: "import",
  ignoredByPreconditions: new Set(["ImportPreviewed"]),
  initialState: () => ({ status: "none", seenBy: [] }),

  decide(command, state): ImportEvent[] {
    if (command.type === "NoteImportPrepared") {
      if (state.prepared) throw new CommandRejected("import-not-ready", { status: state.status });
      return [{ type: "ImportPrepared", data: command.data }];
    }
    if (!state.prepared) throw new CommandRejected("import-unknown");
    switch (command.type) {
      case "NotePreviewSeen": {
        const { importId, accountId: seenBy } = command;
        if (state.seenBy.includes(seenBy)) return [];
        return [{ type: "ImportPreviewed", data: { importId, seenBy } }];
      }
      case "ConfirmImport":
        // An import that a crash has cut off goes on when it is confirmed again. A change of mode
        // is a new event; else the log would claim all-or-nothing for a partial import.
        if (state.status === "confirmed" && state.mode === command.mode) return [];
        if (state.status !== "prepared" && state.status !== "confirmed")
          throw new CommandRejected("import-not-ready", { status: state.status });
        if (command.mode === "all-or-nothing" && state.prepared.refused > 0) {
          throw new CommandRejected("import-refused", { refused: state.prepared.refused });
        }
        requirePreviewSeen(state, command);
        requireSamePreview(state.prepared, command);
        requireOriginalSheetSeen(state.prepared, command);
        return [{ type: "ImportConfirmed", data: confirmationOf(command) }];
      case "FinishImport":
        if (state.status === "finished") return [];
        if (state.status !== "confirmed")
          throw new CommandRejected("import-not-ready", { status: state.status });
        return [{ type: "ImportFinished", data: command.data }];
      case "DiscardImport":
        if (state.status !== "prepared")
          throw new CommandRejected("import-not-ready", { status: state.status });
        return [{ type: "ImportDiscarded", data: { importId: command.importId } }];
      default:
        return assertNever(command);
    }
  },

  evolve(state, event): ImportState {
    switch (event.type) {
      case "ImportPrepared":
        return { ...state, status: "prepared", prepared: event.data };
      case "ImportPreviewed":
        return { ...state, seenBy: [...state.seenBy, event.data.seenBy] };
      case "ImportConfirmed":
        return { ...state, status: "confirmed", mode: event.data.mode };
      case "ImportFinished":
        return { ...state, status: "finished" };
      case "ImportDiscarded":
        return { ...state, status: "discarded" };
      default:
        return assertNever(event);
    }
  },
};
