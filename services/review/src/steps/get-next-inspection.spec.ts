import { createInMemoryPorts } from "@sogoc/core";
import { expect, it } from "vitest";
import type { LotView } from "../read-models/lots.ts";
import { inspectedLots, type LotOfDigitiserView } from "../read-models/lots-of-digitisers.ts";
import { inspectedLot, lotView } from "../testing/review-world.ts";
import { getNextInspection } from "./get-next-inspection.ts";

it("the next inspection follows from every lot of the digitising unit, however many there were", async () => {
  const { readModels } = createInMemoryPorts();
  const model = await readModels.open<LotOfDigitiserView>(inspectedLots.definition);
  // Two came back, then everything that was drawn normally before that is decided: inspection stays
  // tightened.
  const puts = Array.from({ length: 1_200 }, (_, place) =>
    inspectedLot(lotView(place, place < 2 ? "returned" : "accepted")),
  );
  await model.commit({ lane: "l", position: 1, puts, deletes: [] });
  expect((await getNextInspection(model, ["c-1"])).inspection).toBe("tightened");
  expect((await getNextInspection(model, ["c-2"])).inspection).toBe("normal");
});

it("a lot with something submitted for the first time counts, one that only came again does not", async () => {
  const { readModels } = createInMemoryPorts();
  const model = await readModels.open<LotOfDigitiserView>(inspectedLots.definition);
  const returned = (place: number, rounds: readonly number[]): LotView => {
    const lot = lotView(place, "returned");
    return { ...lot, batches: rounds.flatMap((round) => lot.batches.map((batch) => ({ ...batch, round }))) };
  };
  const pure = [returned(1, [2, 2]), returned(2, [2])];
  await model.commit({ lane: "l", position: 1, puts: pure.map((lot) => inspectedLot(lot)), deletes: [] });
  expect((await getNextInspection(model, ["c-1"])).inspection).toBe("normal");
  const mixed = [returned(3, [1, 2]), returned(4, [1, 2])];
  await model.commit({ lane: "l", position: 2, puts: mixed.map((lot) => inspectedLot(lot)), deletes: [] });
  expect((await getNextInspection(model, ["c-1"])).inspection).toBe("tightened");
});

it("a lot of several units is inspected as strictly as any of them, and counts for each", async () => {
  const { readModels } = createInMemoryPorts();
  const model = await readModels.open<LotOfDigitiserView>(inspectedLots.definition);
  const puts = [1, 2].map((place) => inspectedLot(lotView(place, "returned")));
  await model.commit({ lane: "l", position: 1, puts, deletes: [] });
  expect((await getNextInspection(model, ["c-2"])).inspection).toBe("normal");
  expect((await getNextInspection(model, ["c-2", "c-1"])).inspection).toBe("tightened");
  // Tightened for the sake of the first unit, and returned twice: that tells of the second one too.
  const tightened = [3, 4].map((place) => {
    const lot = lotView(place, "returned");
    return { ...lot, plan: { ...lot.plan, inspection: "tightened" as const } };
  });
  const shared = tightened.flatMap((lot) =>
    ["c-1", "c-2"].map((digitiserId) => inspectedLot(lot, { shared: true, digitiserId })),
  );
  await model.commit({ lane: "l", position: 2, puts: shared, deletes: [] });
  expect((await getNextInspection(model, ["c-2"])).inspection).toBe("tightened");
  const alone = tightened.map((lot) => inspectedLot(lot, { digitiserId: "c-3" }));
  await model.commit({ lane: "l", position: 3, puts: alone, deletes: [] });
  expect((await getNextInspection(model, ["c-3"])).inspection).toBe("normal");
});
