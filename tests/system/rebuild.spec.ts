import { describe, it } from "vitest";
import { expectRebuiltWhateverPeopleDo } from "../support/rebuilt-alike.ts";

describe("whatever people do", () => {
  it("every read model can be built anew, alike to the last letter, and the chain holds", () =>
    expectRebuiltWhateverPeopleDo({ runs: 6, seed: 158 }));
});
