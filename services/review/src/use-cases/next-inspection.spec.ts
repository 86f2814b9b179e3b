import { createInMemoryPorts } from "@sogoc/core";
import { expect, it } from "vitest";
import { type LotView, lots } from "../read-models/lots.ts";
import { lotView } from "../testing/review-world.ts";
import { nextInspection } from "./next-inspection.ts";

it("the next inspection follows from every lot of the digitising unit, however many there were", async () => {
  const { readModels } = createInMemoryPorts();
  const model = await readModels.open<LotView>(lots.definition);
  // Two came back, then everything that was drawn normally before that is decided: inspection stays
  // tightened.
  const puts = Array.from({ length: 1_200 }, (_, place) =>
    lotView(place, place < 2 ? "returned" : "accepted"),
  );
  await model.commit({ lane: "l", position: 1, puts, deletes: [] });
  expect((await nextInspection(model, "c-1")).inspection).toBe("tightened");
  expect((await nextInspection(model, "c-2")).inspection).toBe("normal");
});
