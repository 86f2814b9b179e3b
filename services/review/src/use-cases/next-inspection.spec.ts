import { createInMemoryPorts } from "@sogoc/core";
import { expect, it } from "vitest";
import { type LotView, lots } from "../read-models/lots.ts";
import { nextInspection } from "./next-inspection.ts";

const sha = "0".repeat(64);
/** Decided one a minute. */
const lot = (place: number, status: LotView["status"]): LotView => ({
  id: `lot-${place}`,
  unitId: "u-1",
  recordType: "KS",
  digitiserId: "c-1",
  size: 1_000,
  status,
  batches: [
    {
      batchId: `x-${place}`,
      bookId: "b-1",
      bookNumber: "01/2008",
      reviewId: `r-${place}`,
      round: 1,
      records: 1_000,
      digest: sha,
    },
  ],
  plan: {
    level: "II",
    key: 1,
    other: 4,
    inspection: "normal",
    letter: "J",
    sampleSize: 80,
    acceptance: { critical: 0, key: 2, other: 7 },
  },
  seed: "s",
  sample: [],
  keyers: [],
  arbiters: [],
  formedBy: "duyet",
  revision: 1,
  formedAt: "2026-03-01T00:00:00.000Z",
  decidedAt: new Date(Date.UTC(2026, 2, 1, 1, place)).toISOString(),
});

it("the next inspection follows from every lot of the digitising unit, however many there were", async () => {
  const { readModels } = createInMemoryPorts();
  const model = await readModels.open<LotView>(lots.definition);
  // Two came back, then everything that was drawn normally before that is decided: inspection stays
  // tightened.
  const puts = Array.from({ length: 1_200 }, (_, place) => lot(place, place < 2 ? "returned" : "accepted"));
  await model.commit({ lane: "l", position: 1, puts, deletes: [] });
  expect((await nextInspection(model, "c-1")).inspection).toBe("tightened");
  expect((await nextInspection(model, "c-2")).inspection).toBe("normal");
});
