import { assertNever, CommandRejected, type Decider } from "@sogoc/core";
import type { EventOf, UnitKind } from "@sogoc/events";

export type UnitEvent = EventOf<"UnitRegistered" | "UnitRenamed" | "UnitClosed" | "LeadUnitDesignated">;

export interface UnitState {
  readonly kind?: UnitKind | undefined;
  readonly closedOn?: string | undefined;
}

export type UnitCommand =
  | {
      readonly type: "RegisterUnit";
      readonly data: EventOf<"UnitRegistered">["data"];
      /** Kind of the parent as the directory knows it; undefined for the root. */
      readonly parentKind: UnitKind | undefined;
    }
  | {
      readonly type: "RenameUnit";
      readonly unitId: string;
      readonly name: string;
      readonly from: string;
      /** The local day on which it is asked for, here and below. */
      readonly day: string;
    }
  | {
      readonly type: "CloseUnit";
      readonly unitId: string;
      readonly on: string;
      readonly successors: readonly string[];
      readonly day: string;
    }
  | {
      readonly type: "DesignateLeadUnit";
      readonly data: EventOf<"LeadUnitDesignated">["data"];
      readonly day: string;
    };

/**
 * Which kinds may stand directly above a kind. Since 1/7/2025 communes stand directly under the
 * province.
 */
const parents: Readonly<Record<UnitKind, readonly (UnitKind | undefined)[]>> = {
  country: [undefined],
  province: ["country"],
  district: ["province"],
  commune: ["district", "province"],
  contractor: ["province", "district", "commune"],
};

/** A closing that is still to come ends nothing yet: until then it is planned anew at will. */
const requireOpen = (state: UnitState, day: string) => {
  if (!state.kind) throw new CommandRejected("unit-unknown");
  if (state.closedOn !== undefined && state.closedOn <= day) throw new CommandRejected("unit-closed");
};

/** Stream `unit-<unitId>`. */
export const unitDecider: Decider<UnitState, UnitCommand, UnitEvent> = {
  category: "unit",
  cacheState: true,
  initialState: () => ({}),

  decide(command, state): UnitEvent[] {
    switch (command.type) {
      case "RegisterUnit":
        if (state.kind) throw new CommandRejected("unit-exists");
        if (!parents[command.data.kind].includes(command.parentKind)) {
          throw new CommandRejected("unit-parent-invalid");
        }
        return [{ type: "UnitRegistered", data: command.data }];
      case "RenameUnit":
        requireOpen(state, command.day);
        return [
          { type: "UnitRenamed", data: { unitId: command.unitId, name: command.name, from: command.from } },
        ];
      case "CloseUnit":
        requireOpen(state, command.day);
        return [
          {
            type: "UnitClosed",
            data: { unitId: command.unitId, on: command.on, successors: [...command.successors] },
          },
        ];
      case "DesignateLeadUnit":
        requireOpen(state, command.day);
        return [{ type: "LeadUnitDesignated", data: command.data }];
      default:
        return assertNever(command);
    }
  },

  evolve(state, event): UnitState {
    switch (event.type) {
      case "UnitRegistered":
        return { kind: event.data.kind };
      case "UnitClosed":
        return { ...state, closedOn: event.data.on };
      case "UnitRenamed":
      case "LeadUnitDesignated":
        return state;
      default:
        return assertNever(event);
    }
  },
};
