import { describe, expect, it } from "vitest";
import { inTreeOrder } from "./tree-order.ts";

const unit = (id: string, parentId: string | null, name = id) => ({
  id,
  parentId,
  name,
  kind: "commune" as const,
  from: "2006-01-01",
  names: [],
  aliases: [],
  successors: [],
  revision: 0,
});

describe("units in the order of their tree", () => {
  it("puts each before what lies below it, siblings by name", () => {
    const lines = inTreeOrder([
      unit("b", "top", "Xã Đông"),
      unit("a", "top", "Xã Bắc"),
      unit("top", "vn"),
      unit("a1", "a"),
    ]);
    expect(lines.map(({ id, depth }) => [id, depth])).toEqual([
      ["top", 0],
      ["a", 1],
      ["a1", 2],
      ["b", 1],
    ]);
  });
});
