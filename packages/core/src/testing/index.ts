export * from "./any-order-contract.ts";
export * from "./blobs-contract.ts";
export * from "./contract-events.ts";
export * from "./event-bus-contract.ts";
export * from "./event-store-contract.ts";
export * from "./interleave.ts";
export { PATIENCE_MS } from "./patience.ts";
export * from "./read-models-contract.ts";
export * from "./specification.ts";
