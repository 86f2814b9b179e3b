import { describe, expect, it } from "vitest";
import { createInMemoryReadModels } from "./in-memory/read-models.ts";
import { defineProjection } from "./projection.ts";
import type { recorded } from "./testing/specification.ts";

interface CaseView {
  readonly id: string;
  readonly batchId: string;
  readonly marked: number;
}

const definition = {
  name: "cases",
  version: 1,
  columns: { batchId: "text", marked: "number" },
  indexes: [["batchId"]],
} as const;

describe("queries of a read model", () => {
  it("name properties of its document, or do not compile", async () => {
    const model = await createInMemoryReadModels().open<CaseView>(definition);
    await model.commit({
      lane: "log",
      position: 1,
      puts: [
        { id: "a", batchId: "x", marked: 1 },
        { id: "b", batchId: "y", marked: 0 },
      ],
      deletes: [],
    });
    // @ts-expect-error bacthId is not a property of the document
    await model.query({ where: { bacthId: "x" }, limit: 1 }).catch(() => {});
    // @ts-expect-error so is what it is sorted by
    await model.query({ orderBy: [{ column: "makred" }], limit: 1 }).catch(() => {});
    expect(await model.count({ batchId: "x", marked: undefined })).toBe(1);
    expect(await model.count({ batchId: undefined })).toBe(2);
  });

  it("find columns that are properties of its document, or the projection does not compile", () => {
    const defined = defineProjection<ReturnType<typeof recorded>>()<CaseView>(
      {
        name: "cases",
        version: 1,
        // @ts-expect-error no property of the document has this name
        columns: { bacthId: "text" },
        indexes: [],
      },
      {},
    );
    expect(defined.definition.name).toBe("cases");
  });
});
