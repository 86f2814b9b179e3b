import { expect, it } from "vitest";
import { comparedLimits } from "./limit-words.ts";

const usual = { sampleShare: 0.1, sampleMinimum: 5, errorLimit: 0.02 };
const ofUnit = { ...usual, setFor: "xa", setBy: "Người trưởng", from: "2026-01-01" };

it("compares the limits of a batch with its unit's only where the unit has set some", () => {
  const words = [false, true].flatMap((laxer) =>
    [usual, ofUnit].map((unit) => comparedLimits({ laxer, unit }, laxer)),
  );
  expect(words).toEqual([
    "gate.limitsDefault",
    "gate.limitsUsual",
    "gate.limitsLaxerThanDefault",
    "gate.limitsLaxer",
  ]);
  expect(comparedLimits({ laxer: false, unit: usual }, true)).toBe("gate.limitsStricterThanDefault");
  expect(comparedLimits({ laxer: false, unit: ofUnit }, true)).toBe("gate.limitsStricter");
});
