/**
 * A text in the path, the query or the body of a request, before its schema has judged it; empty
 * where there is none. For permissions, which look up what a request is about by it.
 */
export const textIn = (named: unknown, name: string): string => {
  const value = ((named ?? {}) as Record<string, unknown>)[name];
  return typeof value === "string" ? value : "";
};
