export * from "./inspection.ts";
export * from "./operating-curve.ts";
export * from "./sample.ts";
export * from "./sampling-plan.ts";
