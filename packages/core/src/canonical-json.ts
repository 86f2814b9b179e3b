import canonicalize from "canonicalize";

/**
 * Whatever JSON writes with a backslash, and the halves of surrogate pairs, which must come in
 * twos.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes them
const needsCare = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * The library where there is something to escape or to refuse: a text is rarely more than letters.
 */
const text = (value: string): string => (needsCare.test(value) ? (canonicalize(value) ?? "") : `"${value}"`);

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/**
 * RFC 8785 canonical JSON of a value, the same text as the library's in about a third of its time
 * for events: plain objects, arrays and texts are written here, everything else is left to it.
 * Throws for what JSON cannot hold.
 */
export const canonicalJson = (value: unknown): string | undefined => {
  if (typeof value === "string") return text(value);
  if (value === null || typeof value !== "object" || "toJSON" in value) return canonicalize(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item) ?? "null").join()}]`;
  if (!isPlain(value)) return canonicalize(value);
  let members = "";
  for (const key of Object.keys(value).sort()) {
    const member = canonicalJson((value as Record<string, unknown>)[key]);
    if (member !== undefined) members += `${members === "" ? "" : ","}${text(key)}:${member}`;
  }
  return `{${members}}`;
};
