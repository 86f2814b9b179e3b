import { createInMemoryPorts } from "@sogoc/core";
import { expect, it } from "vitest";
import { type LotView, lots } from "../read-models/lots.ts";
import { lotView } from "../testing/review-world.ts";
import { getNextInspection } from "./get-next-inspection.ts";

it("the next inspection follows from every lot of the digitising unit, however many there were", async () => {
  const { readModels } = createInMemoryPorts();
  const model = await readModels.open<LotView>(lots.definition);
  // Two came back, then everything that was drawn normally before that is decided: inspection stays
  // tightened.
  const puts = Array.from({ length: 1_200 }, (_, place) =>
    lotView(place, place < 2 ? "returned" : "accepted"),
  );
  await model.commit({ lane: "l", position: 1, puts, deletes: [] });
  expect((await getNextInspection(model, "c-1")).inspection).toBe("tightened");
  expect((await getNextInspection(model, "c-2")).inspection).toBe("normal");
});

it("a lot with something handed in for the first time counts, one that only came again does not", async () => {
  const { readModels } = createInMemoryPorts();
  const model = await readModels.open<LotView>(lots.definition);
  const returned = (place: number, rounds: readonly number[]): LotView => {
    const lot = lotView(place, "returned");
    return { ...lot, batches: rounds.flatMap((round) => lot.batches.map((batch) => ({ ...batch, round }))) };
  };
  const pure = [returned(1, [2, 2]), returned(2, [2])];
  await model.commit({ lane: "l", position: 1, puts: pure, deletes: [] });
  expect((await getNextInspection(model, "c-1")).inspection).toBe("normal");
  const mixed = [returned(3, [1, 2]), returned(4, [1, 2])];
  await model.commit({ lane: "l", position: 2, puts: mixed, deletes: [] });
  expect((await getNextInspection(model, "c-1")).inspection).toBe("tightened");
});
