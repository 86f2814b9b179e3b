import { emptyUnitTree, evolveUnitTree, type UnitTree } from "@sogoc/access";
import { type CommandContext, createCommandHandler, createInMemoryPorts } from "@sogoc/core";
import type { EventOf } from "@sogoc/events";
import { schemaOfWritten, upcast } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { closeUnit } from "./close-unit.ts";
import { designateLeadUnit } from "./designate-lead-unit.ts";
import { registerUnit } from "./register-unit.ts";
import { renameUnit } from "./rename-unit.ts";

type UnitEvent = EventOf<"UnitRegistered" | "UnitRenamed" | "UnitClosed" | "LeadUnitDesignated">;

/** The use cases over a log in memory, and the tree that its events make. */
const start = () => {
  const { store, newId, clock, secrets } = createInMemoryPorts();
  const commands = createCommandHandler({ store, schemaOf: schemaOfWritten, upcast });
  let tree: UnitTree = emptyUnitTree;
  const directory = {
    tree: () => tree,
    accountIds: () => [],
    holdsRole: () => false,
    isSuspended: () => false,
    unitOf: () => undefined,
  };
  const dependencies = { commands, directory, clock, newId, secrets };
  const context = (): CommandContext => ({
    actor: { account: "admin", name: "Quản trị", roles: ["system-admin"], unit: "vn" },
    at: new Date("2026-03-10T02:00:00.000Z"),
    commandId: newId(),
    correlationId: "correlation",
  });
  const heard = async <Content>(written: {
    readonly handled: { readonly events: readonly UnitEvent[] };
    readonly content: Content;
  }): Promise<Content> => {
    for (const event of written.handled.events) tree = evolveUnitTree(tree, event);
    return written.content;
  };
  const register = async (unit: Parameters<typeof registerUnit>[1]) =>
    (await heard(await registerUnit(dependencies, unit, context()))).unitId;
  return { dependencies, context, heard, register };
};

const from = "2006-01-01";
const withCommune = async () => {
  const world = start();
  const country = await world.register({ kind: "country", name: "Việt Nam", parentId: null, from });
  const province = await world.register({ kind: "province", name: "Tỉnh Sơn Hà", parentId: country, from });
  const commune = await world.register({ kind: "commune", name: "Xã Sơn Hạ", parentId: province, from });
  return { ...world, province, commune };
};

describe("a unit", () => {
  it("is registered below no unit that is closed", async () => {
    const { dependencies, context, heard, register, province, commune } = await withCommune();
    await heard(
      await closeUnit(dependencies, commune, { on: "2025-07-01", successors: [province] }, context()),
    );
    const contractor = { kind: "contractor", name: "Công ty số hóa", from } as const;
    await expect(register({ ...contractor, parentId: commune })).rejects.toMatchObject({
      code: "unit-closed",
    });
    expect(await register({ ...contractor, parentId: province })).toEqual(expect.any(String));
  });

  it("is succeeded by units that there are, and not by itself", async () => {
    const { dependencies, context, commune } = await withCommune();
    for (const successor of [commune, "nowhere"]) {
      const wish = { on: "2025-07-01", successors: [successor] };
      await expect(closeUnit(dependencies, commune, wish, context())).rejects.toMatchObject({
        code: "unit-unknown",
        problems: [{ pointer: "/successors", detail: successor }],
      });
    }
  });

  it("leads an area that there is", async () => {
    const { dependencies, context, heard, province, commune } = await withCommune();
    const wish = { areaId: "nowhere", from };
    await expect(designateLeadUnit(dependencies, commune, wish, context())).rejects.toMatchObject({
      code: "unit-unknown",
    });
    await heard(await designateLeadUnit(dependencies, commune, { areaId: province, from }, context()));
    expect(dependencies.directory.tree().leads).toMatchObject([{ unitId: commune, areaId: province }]);
  });

  it("bears each name from its day on", async () => {
    const { dependencies, context, heard, commune } = await withCommune();
    const renamed = { name: "Phường Sơn Hạ", from: "2025-07-01" };
    await heard(await renameUnit(dependencies.commands, commune, renamed, context()));
    expect(dependencies.directory.tree().units.get(commune)?.names).toEqual([
      { name: "Xã Sơn Hạ", from },
      { name: "Phường Sơn Hạ", from: "2025-07-01" },
    ]);
  });
});
