import { foldPlace, placesIn } from "../fold-place.ts";
import type { PlaceResolvers } from "./record-view.ts";

/** An administrative unit as the installation knows it; days are ISO. */
export interface KnownUnit {
  readonly id: string;
  readonly kind: string;
  readonly from: string;
  /** First day on which it no longer exists. */
  readonly closedOn?: string | undefined;
  /** In the order of their first days. */
  readonly names: readonly { readonly name: string; readonly from: string }[];
  /** Other ways to write its name, at any time. */
  readonly aliases: readonly string[];
  readonly successors: readonly string[];
}

/** Days on which a name stood for a unit; an end is the first day after. */
export interface NamedTime {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/**
 * A day or a part of one against a time: where only a year is known, any day of it counts for both.
 */
export const isWithinTime = (on: string, { from, until }: NamedTime): boolean =>
  (from === undefined || from.slice(0, on.length) <= on) &&
  (until === undefined || on <= until.slice(0, on.length));

/**
 * Units that came into being on the day when another one ended in their favour. Only of those is
 * known that they were not there before: of any other, something of its name may well have been
 * there that nobody has registered here.
 */
const bornOfOthers = (units: readonly KnownUnit[]): ReadonlySet<string> => {
  const ends = new Set(
    units.flatMap(({ successors, closedOn }) => successors.map((id) => `${id} ${closedOn}`)),
  );
  return new Set(units.filter(({ id, from }) => ends.has(`${id} ${from}`)).map(({ id }) => id));
};

/** Since when a unit is known to be there. */
const beginningOf = (unit: KnownUnit, born: ReadonlySet<string>): string | undefined =>
  born.has(unit.id) ? unit.from : undefined;

const folded = new WeakMap<KnownUnit, readonly string[]>();

/** Everything that a unit was ever called. */
export const namesOfUnit = ({ names, aliases }: KnownUnit): readonly string[] => [
  ...names.map(({ name }) => name),
  ...aliases,
];

/** Its names, then its aliases, folded: a country has thousands of units, and few ever change. */
const foldedNames = (unit: KnownUnit): readonly string[] => {
  const known = folded.get(unit);
  if (known) return known;
  const names = namesOfUnit(unit).map(foldPlace);
  folded.set(unit, names);
  return names;
};

function* namedTimes(unit: KnownUnit, born: ReadonlySet<string>): Iterable<[string, NamedTime]> {
  const begin = beginningOf(unit, born);
  for (const [at, key] of foldedNames(unit).entries()) {
    const name = unit.names[at];
    const next = unit.names[at + 1]?.from;
    const from = name === undefined || at === 0 ? begin : name.from;
    yield [key, { from, until: (name && next) ?? unit.closedOn }];
  }
}

const timesByPlace = (
  units: readonly KnownUnit[],
  born: ReadonlySet<string>,
): ReadonlyMap<string, readonly NamedTime[]> => {
  const times = new Map<string, NamedTime[]>();
  for (const unit of units) {
    for (const [key, time] of namedTimes(unit, born)) {
      const known = times.get(key);
      if (known) known.push(time);
      else times.set(key, [time]);
    }
  }
  return times;
};

const bornIn = new WeakMap<ReadonlyMap<string, KnownUnit>, ReadonlySet<string>>();

/** Every name of a unit as it is written, with the days on which it had that. */
export const timesOfNames = (
  unit: KnownUnit,
  units: ReadonlyMap<string, KnownUnit>,
): readonly (NamedTime & { readonly name: string })[] => {
  const born = bornIn.get(units) ?? bornOfOthers([...units.values()]);
  bornIn.set(units, born);
  const times = [...namedTimes(unit, born)];
  return namesOfUnit(unit).map((name, at) => ({ name, ...times[at]?.[1] }));
};

/** Texts that are remembered folded: the cases of a book name the same places again and again. */
const REMEMBERED = 2_000;

const createFold = (): ((text: string) => string) => {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const key = foldPlace(text);
    known.set(text, key);
    return key;
  };
};

/**
 * What is known of places from the units that an installation has, with their days, former names
 * and other spellings. A place that is not known is taken as it is written: nothing is said of it.
 */
export const createPlaceResolvers = (units: Iterable<KnownUnit>): PlaceResolvers => {
  const all = [...units].filter(({ kind }) => kind !== "contractor" && kind !== "country");
  const born = bornOfOthers(all);
  const everywhere = timesByPlace(all, born);
  const provinces = timesByPlace(
    all.filter(({ kind }) => kind === "province"),
    born,
  );
  const fold = createFold();
  const wasThere = (
    times: ReadonlyMap<string, readonly NamedTime[]>,
    name: string | undefined,
    on: string,
  ): boolean => {
    const known = name === undefined ? undefined : times.get(fold(name));
    return known === undefined || known.some((time) => isWithinTime(on, time));
  };
  return {
    office: (text, on) => wasThere(everywhere, placesIn(text)[0], on),
    province: (text, on) => wasThere(provinces, placesIn(text).at(-1), on),
  };
};

const known = new WeakMap<ReadonlyMap<string, KnownUnit>, PlaceResolvers>();

/**
 * The same for units by their ids, made once for each map: call it wherever the rules are asked.
 * Whoever learns of a unit makes a new map.
 */
export const placesKnownBy = (units: ReadonlyMap<string, KnownUnit>): PlaceResolvers => {
  const before = known.get(units);
  if (before) return before;
  const places = createPlaceResolvers(units.values());
  known.set(units, places);
  return places;
};
