import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBatchGate } from "./create-batch-gate.ts";

interface Step {
  readonly kind: "keying" | "whileNobodyKeys";
  readonly batch: "a" | "b";
  /** Turns of the event loop that the work takes. */
  readonly turns: number;
  /** Turns until it arrives. */
  readonly arrives: number;
  readonly fails: boolean;
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom("keying", "keying", "whileNobodyKeys"),
    batch: fc.constantFrom("a", "b"),
    turns: fc.nat({ max: 6 }),
    arrives: fc.nat({ max: 10 }),
    fails: fc.boolean(),
  }),
  { maxLength: 24 },
);

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
};

describe("the gate of a batch", () => {
  it("never lets a keying into a submission, whatever the order, and nobody waits for ever", async () => {
    let together = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (wishes) => {
        const gate = createBatchGate();
        const inside = { a: { keying: 0, whileNobodyKeys: 0 }, b: { keying: 0, whileNobodyKeys: 0 } };
        const run = async ({ kind, batch, turns: length, arrives, fails }: Step) => {
          await turns(arrives);
          return gate[kind](batch, async () => {
            const here = inside[batch];
            here[kind]++;
            for (let turn = 0; turn <= length; turn++) {
              expect(here.whileNobodyKeys === 0 || (here.whileNobodyKeys === 1 && here.keying === 0)).toBe(
                true,
              );
              if (here.keying > 1) together++;
              await Promise.resolve();
            }
            here[kind]--;
            if (fails) throw new Error("planned");
            return kind;
          });
        };
        const outcomes = await Promise.allSettled(wishes.map(run));
        for (const [index, outcome] of outcomes.entries()) {
          const wish = wishes[index];
          if (outcome.status === "fulfilled") expect(outcome.value).toBe(wish?.kind);
          else expect([wish?.fails, String(outcome.reason)]).toEqual([true, "Error: planned"]);
        }
      }),
      { numRuns: 400, seed: 158 },
    );
    expect(together, "keyings do run side by side").toBeGreaterThan(0);
  });

  it("lets a submission wait for who is inside, and who comes later wait for it", async () => {
    const gate = createBatchGate();
    const log: string[] = [];
    const work = (name: string, length: number) => async () => {
      log.push(`${name} begins`);
      await turns(length);
      log.push(`${name} ends`);
    };
    await Promise.all([
      gate.keying("a", work("first", 5)),
      gate.whileNobodyKeys("a", work("submission", 5)),
      gate.keying("a", work("second", 1)),
      gate.keying("b", work("elsewhere", 1)),
    ]);
    expect(log.indexOf("submission begins")).toBeGreaterThan(log.indexOf("first ends"));
    expect(log.indexOf("second begins")).toBeGreaterThan(log.indexOf("submission ends"));
    expect(log.indexOf("elsewhere ends")).toBeLessThan(log.indexOf("first ends"));
  });
});
