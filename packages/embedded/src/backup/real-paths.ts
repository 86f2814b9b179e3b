import { existsSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/** The path without symbolic links, also where its end is not there yet. */
export const realPath = (path: string): string => {
  const whole = resolve(path);
  if (existsSync(whole)) return realpathSync(whole);
  const above = dirname(whole);
  return above === whole ? whole : join(realPath(above), relative(above, whole));
};

/** True where the first path is the second, or lies inside it, by their names alone. */
export const liesInByName = (inner: string, outer: string): boolean => {
  const way = relative(outer, inner);
  return way === "" || (way.split(sep)[0] !== ".." && !isAbsolute(way));
};

/** The same whatever links lead there. */
export const liesIn = (inner: string, outer: string): boolean =>
  liesInByName(realPath(inner), realPath(outer));

/**
 * True where one is the other, or lies inside it: a backup would save itself, or go with what it is
 * to save.
 */
export const overlap = (one: string, other: string): boolean => liesIn(one, other) || liesIn(other, one);
