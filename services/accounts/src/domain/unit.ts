import { assertNever, CommandRejected, type Decider } from "@sogoc/core";
import type { EventOf, UnitKind } from "@sogoc/events";

export type UnitEvent = EventOf<"UnitRegistered" | "UnitRenamed" | "UnitClosed" | "LeadUnitDesignated">;

export interface UnitState {
  readonly kind?: UnitKind | undefined;
  readonly closedOn?: string | undefined;
  readonly successors?: readonly string[] | undefined;
  /** Its names as they were given, each with its first day. */
  readonly names?: readonly { readonly name: string; readonly from: string }[] | undefined;
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

type Wish<Type extends UnitCommand["type"]> = Extract<UnitCommand, { type: Type }>;

/** Whether it has the name on that day already. */
const isNamedSo = ({ names = [] }: UnitState, wish: Wish<"RenameUnit">): boolean => {
  const until = names.filter(({ from }) => from <= wish.from);
  const last = until
    .map(({ from }) => from)
    .toSorted()
    .at(-1);
  return until.findLast(({ from }) => from === last)?.name === wish.name;
};

/** Whether it is to close so already. */
const isClosingSo = ({ closedOn, successors = [] }: UnitState, wish: Wish<"CloseUnit">): boolean =>
  closedOn === wish.on && isSameSet(new Set(successors), new Set(wish.successors));

const isSameSet = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((id) => other.has(id));

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
        if (isNamedSo(state, command)) return [];
        return [
          { type: "UnitRenamed", data: { unitId: command.unitId, name: command.name, from: command.from } },
        ];
      case "CloseUnit":
        requireOpen(state, command.day);
        if (isClosingSo(state, command)) return [];
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
        return { kind: event.data.kind, names: [event.data] };
      case "UnitClosed":
        return { ...state, closedOn: event.data.on, successors: event.data.successors };
      case "UnitRenamed":
        return { ...state, names: [...(state.names ?? []), event.data] };
      case "LeadUnitDesignated":
        return state;
      default:
        return assertNever(event);
    }
  },
};
