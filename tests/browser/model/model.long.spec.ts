import { Random } from "@sogoc/synthetic";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutChromium } from "../chromium.ts";
import { preparePeople } from "../prepared-book.ts";
import { type Stage, startStage } from "../stage.ts";
import { type Company, gatherCompany } from "./company.ts";
import { expectSeen } from "./expectations.ts";
import { noBook } from "./job.ts";
import { actsOf, bookNumberOf, newLedger } from "./perform.ts";
import { coveringWalk, pairOf, randomWalk } from "./walk.ts";

/**
 * Further steps after every step was taken in every situation; more of them, or others, where one
 * asks for it.
 */
const RANDOM_STEPS = Number(process.env["SOGOC_MODEL_STEPS"] ?? 10);
const SEED = process.env["SOGOC_MODEL_SEED"] ?? "sổ gốc";

const covering = coveringWalk(noBook);
const random = new Random(SEED);
const walk = [
  ...covering,
  ...randomWalk(covering.at(-1)?.after ?? noBook, RANDOM_STEPS, () => random.next()),
];

describe.skipIf(withoutChromium())("the whole job as a model, walked in the browser", () => {
  let stage: Stage;
  let company: Company;
  beforeAll(async () => {
    stage = await startStage(async (test) => {
      await preparePeople(test);
    });
    company = await gatherCompany(stage);
  });
  afterAll(() => stage.stop());

  it(`shows everybody what the model says, ${walk.length} steps, seed "${SEED}"`, async () => {
    const ledger = newLedger();
    const acts = actsOf(company, ledger, stage);
    let books = 0;
    for (const [index, stride] of walk.entries()) {
      const where = `step ${index + 1}, ${pairOf(stride)}`;
      try {
        await acts[stride.name](stride.before);
        if (stride.name === "takesNextBook") books++;
        await expectSeen(company, stride, { books }, bookNumberOf(ledger));
      } catch (error) {
        throw new Error(where, { cause: error });
      }
    }
    for (const keys of Object.values(company.clerks)) expect(await keys.pointerPresses()).toBe(0);
    expect(stage.complaints).toEqual([]);
  });
});
