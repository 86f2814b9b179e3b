/** A hash of the record's stream, in order. */
export interface ChainedHash {
  readonly at: string;
  readonly hash: string;
}

export type PrintedHash =
  | { readonly found: "last" | "earlier"; readonly at: string }
  | { readonly found: "none" | "too-short" };

/** Enough of a hash that no two events of a system share it. */
const ENOUGH = 16;

/**
 * Which event a printed hash is of; undefined where nothing was typed. Spaces and capitals do not
 * matter.
 */
export const findPrinted = (hashes: readonly ChainedHash[], typed: string): PrintedHash | undefined => {
  const text = typed.replace(/\s/gu, "").toLowerCase();
  if (text === "") return undefined;
  if (text.length < ENOUGH) return { found: "too-short" };
  const index = hashes.findIndex(({ hash }) => hash.startsWith(text));
  const one = hashes[index];
  if (!one) return { found: "none" };
  return { found: index === hashes.length - 1 ? "last" : "earlier", at: one.at };
};
