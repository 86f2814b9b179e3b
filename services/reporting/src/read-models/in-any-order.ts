/**
 * Streams reach a projection in any order between them. Documents fed by several streams keep one
 * part per stream and must end the same: parts are kept by rising key, times as the greatest seen.
 */
export const withPart = <Part>(
  parts: Readonly<Record<string, Part>>,
  key: string,
  part: Part,
): Readonly<Record<string, Part>> =>
  Object.fromEntries(
    Object.entries({ ...parts, [key]: part }).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );

/** ISO moments in UTC with the same precision sort as text. */
export const later = (a: string | null, b: string): string => (a !== null && a > b ? a : b);
