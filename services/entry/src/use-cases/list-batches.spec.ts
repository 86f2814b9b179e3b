import { createInMemoryReadModels } from "@sogoc/core";
import { usualPolicy } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { type BatchView, batches as batchModel } from "../read-models/batches.ts";
import { type RecordView, records as recordModel } from "../read-models/records.ts";
import { listBatches } from "./list-batches.ts";

const batch = (id: string, more: Partial<BatchView> = {}): BatchView => ({
  id,
  bookId: "b-1",
  unitId: "u-1",
  recordType: "KS",
  bookNumber: "01/2008",
  policy: usualPolicy,
  status: "open",
  assignedTo: null,
  secondKeyers: [],
  differences: 0,
  resolved: 0,
  round: 0,
  records: 0,
  marks: 0,
  openedBy: "thu",
  openedAt: `2026-03-0${id.at(-1)}T00:00:00.000Z`,
  revision: 0,
  ...more,
});

const start = async (puts: readonly BatchView[]) => {
  const models = createInMemoryReadModels();
  const batches = await models.open<BatchView>(batchModel.definition);
  const records = await models.open<RecordView>(recordModel.definition);
  await batches.commit({ lane: "log", position: 1, puts, deletes: [] });
  return { batches, records };
};

const idsOf = ({ items }: { readonly items: readonly BatchView[] }) => items.map(({ id }) => id);
const nam = { accountId: "nam", limit: 50 };

describe("the list of batches", () => {
  it("holds all of the units that are overseen, and of the others the own ones alone", async () => {
    const dependencies = await start([
      batch("x-1", { assignedTo: "nam" }),
      batch("x-2", { assignedTo: "lan" }),
      batch("x-3", { unitId: "u-2", assignedTo: "lan" }),
      batch("x-4", { unitId: "u-2" }),
      batch("x-5", { unitId: "u-3", assignedTo: "nam" }),
    ]);
    const both = { ...nam, unitIds: ["u-2"], unitIdsOfOwnBatches: ["u-1"] };
    expect(idsOf(await listBatches(dependencies, both))).toEqual(["x-3", "x-4", "x-1"]);
    expect(idsOf(await listBatches(dependencies, { ...both, unitIds: [] }))).toEqual(["x-1"]);
    expect(idsOf(await listBatches(dependencies, { ...both, unitIdsOfOwnBatches: [] }))).toEqual([
      "x-3",
      "x-4",
    ]);
  });

  it.each([1, 2, 3, 4, 5])("comes whole in pages of %i", async (limit) => {
    const dependencies = await start([
      batch("x-1", { unitId: "u-2" }),
      batch("x-2", { unitId: "u-2" }),
      batch("x-3", { assignedTo: "nam" }),
      batch("x-4", { assignedTo: "nam" }),
      batch("x-5", { assignedTo: "lan" }),
    ]);
    const found: string[] = [];
    let after: string | undefined;
    do {
      const asked = { ...nam, unitIds: ["u-2"], unitIdsOfOwnBatches: ["u-1"], limit, after };
      const page = await listBatches(dependencies, asked);
      expect(page.items).not.toEqual([]);
      found.push(...idsOf(page));
      after = page.next;
    } while (after !== undefined);
    expect(found).toEqual(["x-1", "x-2", "x-3", "x-4"]);
  });

  it("holds what is at a status and at work or rest, where both are asked for", async () => {
    const dependencies = await start([batch("x-1"), batch("x-2", { status: "locked" }), batch("x-3")]);
    const asked = { ...nam, unitIds: ["u-1"], unitIdsOfOwnBatches: [] };
    expect(idsOf(await listBatches(dependencies, { ...asked, status: "open", at: "rest" }))).toEqual([]);
    expect(idsOf(await listBatches(dependencies, { ...asked, status: "open", at: "work" }))).toEqual([
      "x-1",
      "x-3",
    ]);
    expect(idsOf(await listBatches(dependencies, { ...asked, at: "rest" }))).toEqual(["x-2"]);
  });
});
