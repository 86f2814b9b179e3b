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

const requireUndecided = (state: ExportState, asked: Hands, deciding: Deciding): void => {
  requireOtherHands(asked, deciding, "export-of-yourself");
  if (state.expired) throw new CommandRejected("export-expired");
  if (state.decided !== "no") throw new CommandRejected("export-decided");
};

/**
 * Refuses a whole book to two people whose accounts were just opened by the same hand: nobody needs
 * one on their first day. Throws `reset-by-yourself`.
 */
const requireOtherOpeners = (asked: Hands, deciding: Deciding): void =>
  requireOtherHandsAndOpeners(asked, deciding, "export-of-yourself");

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
        requireUndecided(state, command.asked, { account: command.data.approvedBy, acting });
        requireOtherOpeners(command.asked, { account: command.data.approvedBy, acting });
        return [{ type: "ExportApproved", data: command.data }];
      case "DeclineExport":
        requireUndecided(state, command.asked, { account: command.data.declinedBy, acting });
        return [{ type: "ExportDeclined", data: command.data }];
      case "ExpireExport":
        return state.expired ? [] : [{ type: "ExportExpired", data: command.data }];
      default:
        return assertNever(command);
    }
  },

  evolve: evolveExport,
};
