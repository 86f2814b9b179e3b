import { emptyUnitTree, evolveUnitTree, type UnitEvent } from "@sogoc/access";
import { expect, it } from "vitest";
import type { LotView } from "../read-models/lots.ts";
import type { LotOfDigitiserView } from "../read-models/lots-of-digitisers.ts";
import { createReviewWorld, inspectedLot, lotView, put, reviewView } from "../testing/review-world.ts";
import { getNextInspection } from "./get-next-inspection.ts";

const unit = (unitId: string): UnitEvent => ({
  type: "UnitRegistered",
  data: { unitId, kind: "commune", name: unitId, parentId: null, from: "2000-01-01" },
});
const events: readonly UnitEvent[] = [
  unit("c-1"),
  unit("c-9"),
  { type: "UnitClosed", data: { unitId: "c-1", on: "2025-07-01", successors: ["c-9"] } },
];
const tree = events.reduce(evolveUnitTree, emptyUnitTree);

const furnish = async () => {
  const world = { ...(await createReviewWorld()), directory: { tree: () => tree } };
  const next = async (units: readonly string[], keyers: readonly string[] = []) =>
    (await getNextInspection(world, { units, keyers })).inspection;
  const commit = (puts: readonly LotOfDigitiserView[]) => put(world.inspectedLots, ...puts);
  return { world, next, commit };
};

it("the next inspection follows from every lot of the digitising unit, however many there were", async () => {
  const { next, commit } = await furnish();
  // Two came back, then everything that was drawn normally before that is decided: inspection stays
  // tightened.
  const puts = Array.from({ length: 1_200 }, (_, place) =>
    inspectedLot(lotView(place, place < 2 ? "returned" : "accepted")),
  );
  await commit(puts);
  expect(await next(["c-1"])).toBe("tightened");
  expect(await next(["c-2"])).toBe("normal");
});

it("a lot with something submitted for the first time counts, one that only came again does not", async () => {
  const { next, commit } = await furnish();
  const returned = (place: number, rounds: readonly number[]): LotView => {
    const lot = lotView(place, "returned");
    return { ...lot, batches: rounds.flatMap((round) => lot.batches.map((batch) => ({ ...batch, round }))) };
  };
  const pure = [returned(1, [2, 2]), returned(2, [2])];
  await commit(pure.map((lot) => inspectedLot(lot)));
  expect(await next(["c-1"])).toBe("normal");
  const mixed = [returned(3, [1, 2]), returned(4, [1, 2])];
  await commit(mixed.map((lot) => inspectedLot(lot)));
  expect(await next(["c-1"])).toBe("tightened");
});

it("a lot of several units is inspected as strictly as any of them, and counts for each", async () => {
  const { next, commit } = await furnish();
  const puts = [1, 2].map((place) => inspectedLot(lotView(place, "returned")));
  await commit(puts);
  expect(await next(["c-2"])).toBe("normal");
  expect(await next(["c-2", "c-1"])).toBe("tightened");
  // Tightened for the sake of the first unit, and returned twice: that tells of the second one too.
  const tightened = [3, 4].map((place) => {
    const lot = lotView(place, "returned");
    return { ...lot, plan: { ...lot.plan, inspection: "tightened" as const } };
  });
  const shared = tightened.flatMap((lot) =>
    ["c-1", "c-2"].map((digitiserId) => inspectedLot(lot, { shared: true, digitiserId })),
  );
  await commit(shared);
  expect(await next(["c-2"])).toBe("tightened");
  const alone = tightened.map((lot) => inspectedLot(lot, { digitiserId: "c-3" }));
  await commit(alone);
  expect(await next(["c-3"])).toBe("normal");
});

it("lots count in the order in which they were formed, whichever of them is decided first", async () => {
  const { next, commit } = await furnish();
  // The second of six came back a week later: it had been left open until the others were accepted.
  const verdicts = ["returned", "returned", "accepted", "accepted", "accepted", "accepted"] as const;
  const lots = verdicts.map((verdict, place) => lotView(place, verdict));
  await commit(lots.map((lot) => inspectedLot(lot)).toReversed());
  expect(await next(["c-1"])).toBe("tightened");
});

it("an open lot that does not stand its plan is not accepted, one that nobody has checked says nothing", async () => {
  const { world, next, commit } = await furnish();
  const [returned, open] = [lotView(0, "returned"), lotView(1, "open")];
  await put(world.lots, returned, open);
  await commit([inspectedLot(returned), inspectedLot(open)]);
  expect(await next(["c-1"])).toBe("normal");
  const wrong = { field: "nksHoTen", severity: "major", reason: "sai" } as const;
  const check = (marks: readonly (typeof wrong)[]) => ({
    marks,
    fieldsChecked: 15,
    recordRevision: 0,
    position: 1,
    by: "hoa",
    at: "2026-03-01T09:00:00.000Z",
  });
  const review = (count: number) => {
    const sample = Array.from({ length: 9 }, (_, place) => `c-${place}`);
    const checks = Object.fromEntries(sample.map((id, place) => [id, check(place < count ? [wrong] : [])]));
    return reviewView({ id: "r-1", lotId: "lot-1", sample, checks });
  };
  await put(world.reviews, review(2));
  expect(await next(["c-1"])).toBe("normal");
  await put(world.reviews, review(3));
  expect(await next(["c-1"])).toBe("tightened");
  // It is given up for another lot: that one counts.
  await put(world.lots, { ...open, status: "dissolved" });
  expect(await next(["c-1"])).toBe("normal");
});

it("who keyed takes the past along into another unit, and a unit has that of those it came of", async () => {
  const { next, commit } = await furnish();
  const ofUnit = [1, 2].map((place) => inspectedLot(lotView(place, "returned")));
  const ofKeyer = ofUnit.map((lot) => ({
    ...lot,
    id: `${lot.lotId} nam`,
    digitiserId: "nam",
    verdict: null,
    verdictIn: lot.id,
  }));
  await commit([...ofUnit, ...ofKeyer]);
  expect(await next(["c-2"], ["mai"])).toBe("normal");
  expect(await next(["c-2"], ["mai", "nam"])).toBe("tightened");
  expect(await next(["c-9"])).toBe("tightened");
  // Five accepted in a row, in whatever unit, and it is normal again.
  const tightened = [3, 4, 5, 6, 7].map((place) => {
    const lot = lotView(place, "accepted");
    return { ...lot, plan: { ...lot.plan, inspection: "tightened" as const } };
  });
  const later = tightened.map((lot) => inspectedLot(lot, { digitiserId: "c-2" }));
  await commit([
    ...later,
    ...later.map((lot) => ({ ...lot, id: `${lot.lotId} nam`, digitiserId: "nam", verdictIn: lot.id })),
  ]);
  expect(await next(["c-2"], ["nam"])).toBe("normal");
});
