import type { Unit } from "@sogoc/access";
import { emptyUnitTree, evolveUnitTree } from "@sogoc/access";
import { describe, expect, it } from "vitest";
import { limitsDecider } from "../domain/limits.ts";
import { lotDecider } from "../domain/lot.ts";
import type { WaitingBatchView } from "../read-models/waiting-batches.ts";
import { loadLimitsInForce } from "../steps/load-limits-in-force.ts";
import {
  contextOf,
  createReviewWorld,
  inspectedLot,
  keyedBatch,
  lotView,
  put,
  submissionOf,
  submittedRecord,
} from "../testing/review-world.ts";
import { formLot } from "./form-lot.ts";
import { measureLot } from "./measure-lot.ts";

const unit = (unitId: string, parentId: string | null) =>
  ({
    type: "UnitRegistered",
    data: { unitId, kind: "commune", name: unitId, parentId, from: "2000-01-01" },
  }) as const;
const tree = [unit("province", null), unit("u-1", "province")].reduce(evolveUnitTree, emptyUnitTree);
const day = "2026-03-02";
const at = new Date("2026-03-02T03:00:00.000Z");

/** `nam` and `mai` are of one contractor, `hoa` is of another. */
const directory = {
  tree: () => tree,
  unitOf: (account: string) => (account === "hoa" ? "contractor-2" : "contractor-1"),
};

/** Waiting batches `x-1`, `x-2` …, each of two records by these people. */
const furnish = async (...keyers: readonly string[]) => {
  const world = await createReviewWorld();
  for (const [place, keyer] of keyers.entries()) {
    const id = `x-${place + 1}`;
    const records = ["a", "b"].map((name) =>
      submittedRecord(`${id}-${name}`, { batchId: id, keyers: [keyer] }),
    );
    await put(world.records, ...records);
    await put(world.waiting, waiting(id, records));
    await put(world.keyedBatches, keyedBatch(id, "single"));
  }
  return { ...world, directory };
};

/** Lots of `contractor-1`, all accepted without a wrong case: three points each. */
const earned = (count: number) =>
  Array.from({ length: count }, (_, place) =>
    inspectedLot(lotView(place, "accepted"), { digitiserId: "contractor-1" }),
  );

const waiting = (
  id: string,
  records: Parameters<typeof submissionOf>[0],
  other: Partial<WaitingBatchView> = {},
): WaitingBatchView => {
  const { batchId: _, policy: _policy, ...submitted } = submissionOf(records);
  return {
    id,
    submitted: { ...submitted, at: "2026-03-01T00:00:00.000Z" },
    takenBy: {},
    fixesAfter: -1,
    unitId: "u-1",
    recordType: "KS",
    submittedAt: "2026-03-01T00:00:00.000Z",
    waiting: 1,
    ...other,
  };
};

describe("what a lot would be", () => {
  it("counts the records of its batches, a batch named twice only once", async () => {
    const world = await furnish("nam", "mai");
    const measured = await measureLot(world, { batchIds: ["x-2", "x-1", "x-2"] }, at);
    const { size, batches } = measured;
    expect(measured.limitsSetBy).toBeUndefined();
    expect([size, batches.map(({ batchId }) => batchId)]).toEqual([4, ["x-1", "x-2"]]);
  });

  it("is digitised by the unit of its keyers, and holds no batch of another one", async () => {
    const one = await measureLot(await furnish("nam", "mai"), { batchIds: ["x-1", "x-2"] }, at);
    expect([one.digitiserId, one.digitiserIds]).toEqual(["contractor-1", undefined]);
    const several = measureLot(await furnish("nam", "hoa"), { batchIds: ["x-1", "x-2"] }, at);
    await expect(several).rejects.toMatchObject({ code: "lot-of-two-digitisers", params: { batches: 1 } });
  });

  it("is of the unit that its keyers worked in then, wherever they have been moved since", async () => {
    const world = await furnish("nam");
    const keyerUnits = { nam: "contractor-3" };
    for (const name of ["a", "b"])
      await put(
        world.records,
        submittedRecord(`x-1-${name}`, { batchId: "x-1", keyers: ["nam"], keyerUnits }),
      );
    expect(await measureLot(world, { batchIds: ["x-1"] }, at)).toMatchObject({ digitiserId: "contractor-3" });
  });

  it("is inspected as strictly as any of the units whose people had a hand in one batch", async () => {
    const world = await furnish("nam");
    const mixed = submittedRecord("x-1-a", { batchId: "x-1", keyers: ["nam", "hoa"] });
    await put(world.records, mixed);
    const returned = [1, 2].map((place) => lotView(place, "returned"));
    await put(
      world.inspectedLots,
      ...returned.map((lot) => inspectedLot(lot, { digitiserId: "contractor-1" })),
    );
    const lot = await measureLot(world, { batchIds: ["x-1"] }, at);
    expect(lot).toMatchObject({
      digitiserId: "u-1",
      digitiserIds: ["contractor-1", "contractor-2"],
      plan: { inspection: "tightened" },
    });
    const { content } = await formLot(world, { batchIds: ["x-1"] }, contextOf("duyet", "f-2"));
    const { state } = await world.commands.load(lotDecider, content.lotId);
    expect(state.formed).toMatchObject({ digitiserIds: ["contractor-1", "contractor-2"] });
  });

  it("is nothing of batches that do not wait, or that are not of one unit and book type", async () => {
    const world = await furnish("nam", "mai");
    await expect(measureLot(world, { batchIds: ["x-3"] }, at)).rejects.toMatchObject({
      code: "batch-not-waiting",
    });
    const marriages = [submittedRecord("x-4-a", { batchId: "x-4", recordType: "KH" })];
    await put(world.records, ...marriages);
    const submitted = waiting("x-4", marriages).submitted;
    if (!submitted) throw new Error("not submitted");
    await put(world.waiting, waiting("x-4", marriages, { submitted: { ...submitted, recordType: "KH" } }));
    await expect(measureLot(world, { batchIds: ["x-1", "x-4"] }, at)).rejects.toMatchObject({
      code: "lot-mixed",
    });
  });

  it("holds nothing submitted again beside what is submitted for the first time", async () => {
    const world = await furnish("nam", "mai");
    const again = await world.waiting.find("x-2");
    if (!again?.submitted) throw new Error("not submitted");
    await put(world.waiting, { ...again, submitted: { ...again.submitted, round: 2 } });
    await expect(measureLot(world, { batchIds: ["x-1", "x-2"] }, at)).rejects.toMatchObject({
      code: "lot-of-two-rounds",
    });
    expect((await measureLot(world, { batchIds: ["x-2"] }, at)).size).toBe(2);
  });

  it("is not told of records that are not those submitted", async () => {
    const world = await furnish("nam");
    await put(world.records, submittedRecord("x-1-a", { batchId: "x-1", contentRevision: 1 }));
    await expect(measureLot(world, { batchIds: ["x-1"] }, at)).rejects.toMatchObject({
      code: "read-model-behind",
    });
  });
});

describe("reduced inspection", () => {
  const oneLot = { batchIds: ["x-1"] };

  it("is refused before it is earned, whoever asks", async () => {
    const world = await furnish("nam");
    await put(world.inspectedLots, ...earned(9));
    await expect(measureLot(world, { ...oneLot, reduced: true }, at)).rejects.toMatchObject({
      code: "reduced-not-earned",
    });
  });

  it("is offered once it is earned, and not taken by itself", async () => {
    const world = await furnish("nam");
    await put(world.inspectedLots, ...earned(10));
    const { plan, next } = await measureLot(world, oneLot, at);
    expect([plan.inspection, next.reducible]).toEqual(["normal", true]);
  });

  it("is that of the lot whose former says why, who stands in the event with the reason", async () => {
    const world = await furnish("nam");
    await put(world.inspectedLots, ...earned(10));
    const wish = { batchIds: ["x-1"], reducedBecause: "Nhập đều, không đổi người" };
    const { content } = await formLot(world, wish, contextOf("duyet", "f-1"));
    const { state } = await world.commands.load(lotDecider, content.lotId);
    expect(state.formed).toMatchObject({
      plan: { inspection: "reduced" },
      formedBy: "duyet",
      reducedBecause: wish.reducedBecause,
    });
  });
});

describe("the limits of a unit", () => {
  const setFor = async (unitId: string, from: string) => {
    const world = await furnish();
    const data = {
      unitId,
      level: "I",
      key: 0.65,
      other: 2.5,
      from,
      reason: "Hợp đồng",
      changedBy: "quan",
    } as const;
    await world.commands.handle(limitsDecider, unitId, { data, today: day }, contextOf("quan", "l-1"));
    return world;
  };

  it("are its own, else those of the nearest unit above, else the usual ones", async () => {
    const own = await setFor("u-1", day);
    expect(await loadLimitsInForce(own, "u-1", day)).toEqual({
      level: "I",
      key: 0.65,
      other: 2.5,
      from: day,
      setFor: "u-1",
      setBy: { accounts: ["quan"], setters: [] },
      setters: { accounts: ["quan"], setters: [] },
    });
    const above = await setFor("province", day);
    expect(await loadLimitsInForce(above, "u-1", day)).toMatchObject({ key: 0.65, setFor: "province" });
    expect(await loadLimitsInForce(await furnish(), "u-1", day)).toMatchObject({ level: "II", setFor: null });
  });

  it("of a closed unit are its successors', the strictest of several, else its own, else those above", async () => {
    const world = await furnish();
    const set = async (unitId: string, key: number, changedBy = "quan") => {
      const data = {
        unitId,
        level: "II",
        key,
        other: key,
        from: day,
        reason: "Hợp đồng",
        changedBy,
      } as const;
      const command = { data, today: day };
      const context = contextOf(changedBy, `l-${unitId}-${changedBy}`);
      await world.commands.handle(limitsDecider, unitId, command, context);
    };
    const unit = (id: string, more: { closedOn?: string; successors?: readonly string[] } = {}): Unit => ({
      id,
      kind: "commune",
      parentId: "province",
      from: "2000-01-01",
      names: [{ name: id, from: "2000-01-01" }],
      aliases: [],
      successors: [],
      revision: 0,
      ...more,
    });
    const closed = unit("u-1", { closedOn: day, successors: ["u-2", "u-3"] });
    const units = new Map([closed, unit("u-2"), unit("u-3")].map((one) => [one.id, one]));
    const divided = { ...world, directory: { tree: () => ({ units, leads: [], day }) } };
    const inForce = async () => (await loadLimitsInForce(divided, "u-1", day)).setFor;
    expect(await inForce()).toBe(null);
    await set("province", 4);
    expect(await inForce()).toBe("province");
    await set("u-1", 2.5);
    expect(await inForce()).toBe("u-1");
    await set("u-2", 1);
    expect(await inForce()).toBe("u-2");
    await set("u-3", 0.65);
    expect(await inForce()).toBe("u-3");
    const settersOf = async () => {
      const { setBy, setters } = await loadLimitsInForce(divided, "u-1", day);
      return [setBy.accounts, setters.accounts];
    };
    await set("u-2", 0.4, "lan");
    expect(await settersOf()).toEqual([["lan"], ["lan", "quan"]]);
    // Made laxer, they are in play all the same: by that the other unit's are the strictest.
    await set("u-2", 4, "mai");
    expect(await inForce()).toBe("u-3");
    expect(await settersOf()).toEqual([["quan"], ["quan", "mai"]]);
    expect((await loadLimitsInForce(divided, "u-2", day)).setFor).toBe("u-2");
  });

  it("are not in force before their first day", async () => {
    const later = await setFor("u-1", "2026-04-01");
    expect(await loadLimitsInForce(later, "u-1", day)).toMatchObject({ level: "II", setFor: null });
    expect(await loadLimitsInForce(later, "u-1", "2026-04-01")).toMatchObject({ level: "I", setFor: "u-1" });
  });
});
