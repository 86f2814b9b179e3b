import {
  assertNever,
  CommandRejected,
  type Decider,
  type Hands,
  requireOtherHands,
  requireOtherHandsAndOpeners,
} from "@sogoc/core";
import {
  type DataOf,
  type ExportEvent,
  type ExportState,
  evolveExport,
  nothingSaidOfExport,
} from "@sogoc/events";

export type ExportCommand =
  | { readonly type: "ApproveExport"; readonly data: DataOf<"ExportApproved">; readonly asked: Hands }
  | { readonly type: "DeclineExport"; readonly data: DataOf<"ExportDeclined">; readonly asked: Hands }
  | { readonly type: "ExpireExport"; readonly data: DataOf<"ExportExpired"> };

type Deciding = Parameters<typeof requireOtherHands>[1];

/** Nobody keeps back what they asked for. Throws `export-of-yourself` or `reset-by-yourself`. */
export const requireMayDeclineExport = (asked: Hands, deciding: Deciding): void =>
  requireOtherHands(asked, deciding, "export-of-yourself");

/**
 * Nor does anybody release it. Nobody needs a whole book on the day on which they come: the
 * accounts of both were not opened by the same hand just now, either.
 */
export const requireMayApproveExport = (asked: Hands, deciding: Deciding): void => {
  requireMayDeclineExport(asked, deciding);
  requireOtherHandsAndOpeners(asked, deciding, "export-of-yourself");
};

const requireUndecided = (state: ExportState): void => {
  if (state.expired) throw new CommandRejected("export-expired");
  if (state.decided !== "no") throw new CommandRejected("export-decided");
};

/**
 * Stream `export-<exportId>`: what becomes of the export of a whole book. Asked for by one person,
 * released by another, and gone after its time.
 */
export const exportDecider: Decider<ExportState, ExportCommand, ExportEvent> = {
  category: "export",
  initialState: () => nothingSaidOfExport,

  decide(command, state, acting): ExportEvent[] {
    switch (command.type) {
      case "ApproveExport":
        requireMayApproveExport(command.asked, { account: command.data.approvedBy, acting });
        requireUndecided(state);
        return [{ type: "ExportApproved", data: command.data }];
      case "DeclineExport":
        requireMayDeclineExport(command.asked, { account: command.data.declinedBy, acting });
        requireUndecided(state);
        return [{ type: "ExportDeclined", data: command.data }];
      case "ExpireExport":
        return state.expired ? [] : [{ type: "ExportExpired", data: command.data }];
      default:
        return assertNever(command);
    }
  },

  evolve: evolveExport,
};
