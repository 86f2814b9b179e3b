export * from "./above.ts";
export * from "./access-log.ts";
export * from "./directory.ts";
export * from "./export-standing.ts";
export * from "./held-until-after.ts";
export * from "./principal.ts";
export * from "./unit-tree.ts";
export * from "./working-unit.ts";
