import { given } from "@sogoc/core/testing";
import type { UnitKind } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { type UnitEvent, unitDecider } from "./unit.ts";

const data = {
  unitId: "u-1",
  kind: "commune",
  name: "Xã Mai Lâm",
  parentId: "p-1",
  from: "2006-01-01",
} as const;
const registered: UnitEvent = { type: "UnitRegistered", data };
const closed: UnitEvent = {
  type: "UnitClosed",
  data: { unitId: "u-1", on: "2025-07-01", successors: ["u-2"] },
};

const kinds: readonly (UnitKind | undefined)[] = [
  undefined,
  "country",
  "province",
  "district",
  "commune",
  "contractor",
];
const allowed: Readonly<Record<UnitKind, readonly (UnitKind | undefined)[]>> = {
  country: [undefined],
  province: ["country"],
  district: ["province"],
  commune: ["district", "province"],
  contractor: ["province", "district", "commune"],
};

describe("registering a unit", () => {
  it("is a fact once, and no second time", () => {
    given(unitDecider).when({ type: "RegisterUnit", data, parentKind: "province" }).then([registered]);
    given(unitDecider, [registered])
      .when({ type: "RegisterUnit", data, parentKind: "province" })
      .thenRejected("unit-exists");
  });

  it("holds every kind against every kind above it", () => {
    for (const kind of Object.keys(allowed) as UnitKind[]) {
      for (const parentKind of kinds) {
        const wish = { ...data, kind };
        const { then, thenRejected } = given(unitDecider).when({
          type: "RegisterUnit",
          data: wish,
          parentKind,
        });
        if (allowed[kind].includes(parentKind)) then([{ type: "UnitRegistered", data: wish }]);
        else thenRejected("unit-parent-invalid");
      }
    }
  });
});

describe("a unit that exists", () => {
  const rename = {
    type: "RenameUnit",
    unitId: "u-1",
    name: "Xã Mai Lâm Mới",
    from: "2020-01-01",
    day: "2026-03-10",
  } as const;
  const close = {
    type: "CloseUnit",
    unitId: "u-1",
    on: "2025-07-01",
    successors: ["u-2"],
    day: "2026-03-10",
  } as const;
  const lead = {
    type: "DesignateLeadUnit",
    data: { unitId: "u-1", areaId: "p-1", from: "2026-01-01", until: "2027-12-31" },
    day: "2026-03-10",
  } as const;

  it("is renamed, closed, or made to lead", () => {
    const { type: _, day: _day, ...renamed } = rename;
    given(unitDecider, [registered])
      .when(rename)
      .then([{ type: "UnitRenamed", data: renamed }]);
    given(unitDecider, [registered]).when(close).then([closed]);
    given(unitDecider, [registered])
      .when(lead)
      .then([{ type: "LeadUnitDesignated", data: lead.data }]);
  });

  it("is neither renamed nor closed once more by what is sent again", () => {
    const renamed: UnitEvent = {
      type: "UnitRenamed",
      data: { unitId: "u-1", name: "Xã Bình An", from: "2026-03-01" },
    };
    const day = "2025-01-01";
    const rename = (name: string, from: string) =>
      ({ type: "RenameUnit", unitId: "u-1", name, from, day }) as const;
    given(unitDecider, [registered]).when(rename("Xã Mai Lâm", "2026-03-01")).then([]);
    for (const from of ["2026-03-01", "2026-04-01"])
      given(unitDecider, [registered, renamed]).when(rename("Xã Bình An", from)).then([]);
    for (const [name, from] of [
      ["Xã Bình An", "2026-02-01"],
      ["Xã Mai Lâm", "2026-03-01"],
    ] as const)
      given(unitDecider, [registered, renamed])
        .when(rename(name, from))
        .then([{ type: "UnitRenamed", data: { unitId: "u-1", name, from } }]);
    // A name of an earlier day that was given last holds until the next one.
    const earlier: UnitEvent = {
      type: "UnitRenamed",
      data: { unitId: "u-1", name: "Xã Cũ", from: "2020-01-01" },
    };
    const again = rename("Xã Cũ", "2027-01-01");
    given(unitDecider, [registered, renamed, earlier])
      .when(again)
      .then([{ type: "UnitRenamed", data: { unitId: "u-1", name: "Xã Cũ", from: "2027-01-01" } }]);
    const close = (successors: readonly string[]) =>
      ({ type: "CloseUnit", unitId: "u-1", on: "2025-07-01", successors, day }) as const;
    given(unitDecider, [registered, closed])
      .when(close(["u-2"]))
      .then([]);
    given(unitDecider, [registered, closed])
      .when(close(["u-3"]))
      .then([{ type: "UnitClosed", data: { unitId: "u-1", on: "2025-07-01", successors: ["u-3"] } }]);
  });

  it("goes on after a rename and a designation", () => {
    const before: UnitEvent[] = [
      registered,
      { type: "UnitRenamed", data: { unitId: "u-1", name: "Khác", from: "2010-01-01" } },
      { type: "LeadUnitDesignated", data: lead.data },
    ];
    expect(given(unitDecider, before).state).toMatchObject({ kind: "commune" });
    given(unitDecider, before).when(close).then([closed]);
  });

  it("goes on until the day of its closing, which is planned anew until then", () => {
    const before = { day: "2025-06-30" };
    const later = { ...close, ...before, on: "2025-10-01", successors: [] };
    given(unitDecider, [registered, closed])
      .when(later)
      .then([{ type: "UnitClosed", data: { unitId: "u-1", on: "2025-10-01", successors: [] } }]);
    for (const command of [rename, lead])
      expect(given(unitDecider, [registered, closed]).when({ ...command, ...before })).toBeDefined();
  });

  it("must be there and not closed", () => {
    for (const command of [rename, close, lead]) {
      given(unitDecider).when(command).thenRejected("unit-unknown");
      given(unitDecider, [registered, closed]).when(command).thenRejected("unit-closed");
      const onItsDay = { ...command, day: "2025-07-01" };
      given(unitDecider, [registered, closed]).when(onItsDay).thenRejected("unit-closed");
    }
  });
});
