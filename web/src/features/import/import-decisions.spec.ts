import { describe, expect, it } from "vitest";
import { decisionsAbout } from "./import-decisions.ts";

describe("what may be decided about an import", () => {
  it.each([
    ["preparing", null, "preparing", ""],
    ["prepared", 3, "prepared", "confirm discard"],
    ["writing", 3, "writing", ""],
    ["interrupted", 3, "interrupted", "confirm"],
    // The file itself could not be read: there is nothing to write.
    ["failed", null, "failed", ""],
    ["failed", 3, "notWritten", "confirm"],
    ["finished", 3, "finished", ""],
    ["discarded", 3, "discarded", ""],
  ])("%s, of %s rows: is called %s and lets people %s", (phase, total, called, allowed) => {
    const found = decisionsAbout({ phase, total });
    const may = [found.mayConfirm ? "confirm" : "", found.mayDiscard ? "discard" : ""];
    expect([found.phase, may.join(" ").trim()]).toEqual([called, allowed]);
  });
});
