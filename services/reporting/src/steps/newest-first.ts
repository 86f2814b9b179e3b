/** The order in which readings are listed. */
export const newestFirst = [{ column: "at", descending: true }] as const;
