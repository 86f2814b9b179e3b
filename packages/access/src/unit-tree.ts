import type { EventOf } from "@sogoc/events";

export type UnitEvent = EventOf<"UnitRegistered" | "UnitRenamed" | "UnitClosed" | "LeadUnitDesignated">;

export const unitEventTypes = ["UnitRegistered", "UnitRenamed", "UnitClosed", "LeadUnitDesignated"] as const;

export interface UnitName {
  readonly name: string;
  /** First day of the name, ISO. */
  readonly from: string;
}

export interface Unit {
  readonly id: string;
  readonly kind: EventOf<"UnitRegistered">["data"]["kind"];
  readonly code?: string | undefined;
  readonly parentId: string | null;
  readonly from: string;
  readonly names: readonly UnitName[];
  readonly aliases: readonly string[];
  /** First day on which the unit no longer exists. */
  readonly closedOn?: string | undefined;
  readonly successors: readonly string[];
  /** Of its stream: what a change of the unit is made from. */
  readonly revision: number;
}

/** `unitId` leads the digitisation of `areaId` from that day on (until, included). */
export interface LeadDesignation {
  readonly unitId: string;
  readonly areaId: string;
  readonly from: string;
  readonly until?: string | undefined;
}

/** Administrative units with their history; units are never removed. */
export interface UnitTree {
  readonly units: ReadonlyMap<string, Unit>;
  readonly leads: readonly LeadDesignation[];
  /**
   * The local day as of which it is looked at: a closing that lies after it is none yet. Without
   * one every closing that was told of counts.
   */
  readonly day?: string | undefined;
}

export const emptyUnitTree: UnitTree = { units: new Map(), leads: [] };

export const evolveUnitTree = (tree: UnitTree, event: UnitEvent): UnitTree => {
  const withUnit = (unit: Unit): UnitTree => ({ ...tree, units: new Map(tree.units).set(unit.id, unit) });
  switch (event.type) {
    case "UnitRegistered": {
      const { unitId, kind, code, parentId, from, name, aliases = [] } = event.data;
      const names = [{ name, from }];
      return withUnit({
        id: unitId,
        kind,
        code,
        parentId,
        from,
        names,
        aliases,
        successors: [],
        revision: 0,
      });
    }
    case "UnitRenamed": {
      const unit = tree.units.get(event.data.unitId);
      if (!unit) return tree;
      const names = [...unit.names, { name: event.data.name, from: event.data.from }];
      names.sort((a, b) => (a.from < b.from ? -1 : 1));
      return withUnit({ ...unit, names, revision: unit.revision + 1 });
    }
    case "UnitClosed": {
      const unit = tree.units.get(event.data.unitId);
      if (!unit) return tree;
      const { on: closedOn, successors } = event.data;
      return withUnit({ ...unit, closedOn, successors, revision: unit.revision + 1 });
    }
    case "LeadUnitDesignated": {
      const unit = tree.units.get(event.data.unitId);
      const counted = unit ? withUnit({ ...unit, revision: unit.revision + 1 }) : tree;
      return { ...counted, leads: [...tree.leads, event.data] };
    }
  }
};

/** The unit's name on a day; the earliest one for days before it was registered. */
export const nameOn = (unit: Unit, day: string): string => {
  const valid = unit.names.filter((name) => name.from <= day);
  return (valid.at(-1) ?? unit.names[0])?.name ?? unit.id;
};

/** Whether the unit has come to its end by a day: one that is closed later goes on until then. */
export const isClosedOn = ({ closedOn }: Pick<Unit, "closedOn">, day: string): boolean =>
  closedOn !== undefined && closedOn <= day;

/** Who has taken over by the day of the tree. */
const successorsOf = ({ units, day }: UnitTree, unitId: string): readonly string[] => {
  const unit = units.get(unitId);
  return unit && (day === undefined || isClosedOn(unit, day)) ? unit.successors : [];
};

/** The unit and whoever took over from it, and from those in turn. */
export const withSuccessors = (tree: UnitTree, unitId: string): ReadonlySet<string> => {
  const found = new Set<string>();
  const waiting = [unitId];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...successorsOf(tree, id));
  }
  return found;
};

/**
 * Whether a unit lies in an area: it is the area's root, lies below it, or was closed and its books
 * went on to a successor that lies in it. Only its own successors count: when a district is divided
 * among new communes, each commune gets the books of those it took over and not those of its
 * neighbours.
 */
export const isWithin = (tree: UnitTree, unitId: string, areaId: string): boolean => {
  for (const id of withSuccessors(tree, unitId)) {
    if (ancestorsOf(tree, id).includes(areaId)) return true;
  }
  return false;
};

/** Every unit of the area, closed ones included, sorted by id. */
export const unitsWithin = (tree: UnitTree, areaId: string): readonly string[] =>
  [...tree.units.keys()].filter((id) => isWithin(tree, id, areaId)).sort();

/** The unit and those above it, nearest first; follows parents only. */
export const ancestorsOf = (tree: UnitTree, unitId: string): readonly string[] => {
  const path: string[] = [];
  let id: string | null = unitId;
  while (id !== null && !path.includes(id)) {
    path.push(id);
    id = tree.units.get(id)?.parentId ?? null;
  }
  return path;
};
