export * from "./catalogue.ts";
export { BatchPolicy } from "./entry.ts";
export * from "./envelope.ts";
export * from "./field-changes.ts";
export { HandoverFigures } from "./handover.ts";
export { LotBatch, LotBookCounts, LotFigures, LotPlan } from "./lots.ts";
export { AcceptanceFigures } from "./review.ts";
export * from "./upcast.ts";
export * from "./values.ts";
