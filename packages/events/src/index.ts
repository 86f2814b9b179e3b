export * from "./catalogue.ts";
export { BatchPolicy } from "./entry.ts";
export * from "./envelope.ts";
export * from "./field-changes.ts";
export { AcceptanceFigures } from "./review.ts";
export * from "./upcast.ts";
export * from "./values.ts";
