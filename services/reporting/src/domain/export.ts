import { assertNever, CommandRejected, type Decider } from "@sogoc/core";
import {
  type DataOf,
  type ExportEvent,
  type ExportState,
  evolveExport,
  nothingSaidOfExport,
} from "@sogoc/events";

export type ExportCommand =
  | { readonly type: "ApproveExport"; readonly data: DataOf<"ExportApproved"> }
  | { readonly type: "DeclineExport"; readonly data: DataOf<"ExportDeclined"> }
  | { readonly type: "ExpireExport"; readonly data: DataOf<"ExportExpired"> };

const requireUndecided = (state: ExportState, requestedBy: string, by: string): void => {
  if (requestedBy === by) throw new CommandRejected("export-of-yourself");
  if (state.expired) throw new CommandRejected("export-expired");
  if (state.decided !== "no") throw new CommandRejected("export-decided");
};

/**
 * Stream `export-<exportId>`: what becomes of the export of a whole book. Asked for by one person,
 * let go by another, and gone after its time.
 */
export const exportDecider: Decider<ExportState, ExportCommand, ExportEvent> = {
  category: "export",
  initialState: () => nothingSaidOfExport,

  decide(command, state): ExportEvent[] {
    switch (command.type) {
      case "ApproveExport":
        requireUndecided(state, command.data.requestedBy, command.data.approvedBy);
        return [{ type: "ExportApproved", data: command.data }];
      case "DeclineExport":
        requireUndecided(state, command.data.requestedBy, command.data.declinedBy);
        return [{ type: "ExportDeclined", data: command.data }];
      case "ExpireExport":
        return state.expired ? [] : [{ type: "ExportExpired", data: command.data }];
      default:
        return assertNever(command);
    }
  },

  evolve: evolveExport,
};
