/** The order in which looks at something are told. */
export const newestFirst = [{ column: "at", descending: true }] as const;
