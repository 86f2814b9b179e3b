import { describe, it } from "vitest";
import { expectRebuiltWhateverPeopleDo } from "../support/rebuilt-alike.ts";

// Each run builds everything anew that all before it have left: they get longer and longer.
describe("whatever people do for long", () => {
  it("every read model can be built anew, alike to the last letter, and the chain holds", () =>
    expectRebuiltWhateverPeopleDo({ runs: 24, seed: 20_060_401 }));
});
