import { createInMemoryReadModels } from "@sogoc/core";
import { expect, it } from "vitest";
import { type WaitingBatchView, waitingBatches } from "../read-models/waiting-batches.ts";
import { listWaitingBatches } from "./list-waiting-batches.ts";

const batch = (id: string, more: Partial<WaitingBatchView> = {}): WaitingBatchView => ({
  id,
  unitId: "u-1",
  recordType: "KS",
  submitted: null,
  takenBy: {},
  fixesAfter: -1,
  submittedAt: `2026-03-0${id.at(-1)}T00:00:00.000Z`,
  waiting: 1,
  ...more,
});

it("lists the batches that wait page after page, and leaves none out in silence", async () => {
  const waiting = await createInMemoryReadModels().open<WaitingBatchView>(waitingBatches.definition);
  const puts = [
    batch("x-3"),
    batch("x-1"),
    batch("x-2"),
    batch("x-4", { waiting: 0 }),
    batch("x-5", { unitId: "u-2" }),
  ];
  await waiting.commit({ lane: "log", position: 1, puts, deletes: [] });
  const asked = { unitIds: ["u-1"], limit: 2 };
  const first = await listWaitingBatches(waiting, asked);
  expect(first.items.map(({ id }) => id)).toEqual(["x-1", "x-2"]);
  const second = await listWaitingBatches(waiting, { ...asked, after: first.next });
  expect(second.items.map(({ id }) => id)).toEqual(["x-3"]);
  expect(second.next).toBeUndefined();
});
