import { emptyUnitTree, evolveUnitTree, type UnitEvent } from "@sogoc/access";
import { createInMemoryPorts } from "@sogoc/core";
import { project, recorded } from "@sogoc/core/testing";
import type { DataOf, DomainEvent } from "@sogoc/events";
import { unansweredFindings } from "@sogoc/registers";
import { expect, it } from "vitest";
import { findingsFor } from "../domain/judgement.ts";
import { type RecordView, records } from "../read-models/records.ts";
import { birthFields } from "../testing/birth.ts";
import { listRecords } from "./list-records.ts";

const place = { bookId: "b-1", batchId: "x-1", unitId: "u-1", recordType: "KS" };
const context = { bookNumber: "01/2008", openingYear: 2008, places: {} };
const odd = birthFields({ meNgaySinh: { raw: "2005" } });
const reasons = unansweredFindings(findingsFor("KS", odd, context), []).map(({ rule, fields }) => ({
  rule,
  fields: [...fields],
  reason: "sổ ghi vậy",
}));

/** As an earlier version wrote it: with counts that do not say what is open, or with none. */
const entered = (number: number, more: Partial<DataOf<"RecordEntered">> = {}): DomainEvent => ({
  type: "RecordEntered",
  data: {
    ...place,
    recordId: `c-${number}`,
    bookNumber: "01/2008",
    openingYear: 2008,
    number: `${number}`,
    source: "keyed",
    keyedBy: "nam",
    fields: birthFields(),
    ...more,
  },
});

const furnish = async (events: readonly DomainEvent[], units: readonly UnitEvent[] = []) => {
  const model = await createInMemoryPorts().readModels.open<RecordView>(records.definition);
  const puts = [
    ...project(
      records,
      events.map((event) => recorded(event, { revision: 0 })),
    ).values(),
  ];
  await model.commit({ lane: "l", position: 1, puts, deletes: [] });
  const tree = units.reduce(evolveUnitTree, emptyUnitTree);
  const dependencies = { records: model, directory: { tree: () => tree } };
  interface Asked {
    readonly unanswered?: boolean;
    readonly last?: boolean;
    readonly limit?: number;
    readonly after?: string;
  }
  return (asked: Asked = {}) => listRecords(dependencies, { batchId: "x-1", limit: 50, ...asked });
};

it("records of an earlier version, keyed or imported, are waiting where nobody answered what the rules find", async () => {
  const counts = { errors: 0, warnings: reasons.length, infos: 0 };
  const list = await furnish([
    entered(1),
    entered(2, { fields: odd, source: "imported", findings: counts }),
    entered(3, { fields: odd }),
    entered(4, { fields: odd, accepted: reasons, findings: counts }),
    // One of them only: the counts alone do not tell.
    entered(5, { fields: odd, source: "imported", accepted: reasons.slice(1), findings: counts }),
  ]);
  const shown = (await list()).items.map(({ number, unansweredCount }) => [number, unansweredCount]);
  const all = reasons.length;
  expect(all).toBeGreaterThan(0);
  expect(shown).toEqual([
    ["1", 0],
    ["2", all],
    ["3", all],
    ["4", 0],
    ["5", 1],
  ]);
  expect((await list({ unanswered: true })).items.map(({ number }) => number)).toEqual(["2", "3", "5"]);
});

it("pages through a long batch until something is found, and to its end", async () => {
  const list = await furnish([
    ...Array.from({ length: 9 }, (_, index) => entered(index + 1)),
    entered(10, { fields: odd, source: "imported" }),
    entered(11),
    entered(12, { fields: odd, source: "imported" }),
  ]);
  const first = await list({ unanswered: true, limit: 3 });
  expect(first.items.map(({ number }) => number)).toEqual(["10", "12"]);
  expect(first.next).toBeUndefined();
  const second = await list({ unanswered: true, limit: 2 });
  expect(second.items.map(({ number }) => number)).toEqual(["10"]);
  const rest = await list({ unanswered: true, limit: 2, ...(second.next ? { after: second.next } : {}) });
  expect(rest.items.map(({ number }) => number)).toEqual(["12"]);
});

it("what the units of today say of a place waits as well, though nobody could know when it was keyed", async () => {
  const office = { noiDangKy: { raw: "UBND xã Thanh Lâm" } };
  const event = entered(1, { fields: birthFields(office), findings: { errors: 0, warnings: 0, infos: 0 } });
  const named = (unitId: string, name: string, from: string): UnitEvent => ({
    type: "UnitRegistered",
    data: { unitId, kind: "commune", name, parentId: "vn", from },
  });
  const merged: readonly UnitEvent[] = [
    named("old", "Xã Thanh Lâm", "1990-01-01"),
    named("new", "Xã Lâm Khê", "2007-01-01"),
    { type: "UnitClosed", data: { unitId: "old", on: "2007-01-01", successors: ["new"] } },
  ];
  expect((await (await furnish([event]))({ unanswered: true })).items).toEqual([]);
  expect((await (await furnish([event], merged))({ unanswered: true })).items).toMatchObject([
    { number: "1", unansweredCount: 1 },
  ]);
});

it("are in the order of the book, second cases after their number, whatever their ids", async () => {
  const inOrder = ["2", "2a", "2b", "3", "10", "10b"];
  const events = inOrder.map((number, index) => entered(0, { recordId: `c-${9 - index}`, number }));
  const list = await furnish(events);
  const numbersOf = async (asked: Parameters<typeof list>[0]) =>
    (await list(asked)).items.map(({ number }) => number);
  expect(await numbersOf({})).toEqual(inOrder);
  expect(await numbersOf({ last: true })).toEqual(inOrder.toReversed());
  const { next } = await list({ limit: 2 });
  expect(await numbersOf(next === undefined ? {} : { limit: 2, after: next })).toEqual(["2b", "3"]);
});
