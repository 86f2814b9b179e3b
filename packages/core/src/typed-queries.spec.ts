import { describe, expect, it } from "vitest";
import type { RecordedEvent } from "./event.ts";
import { createInMemoryReadModels } from "./in-memory/read-models.ts";
import { defineProjection } from "./projection.ts";
import type { recorded } from "./testing/specification.ts";

interface CaseView {
  readonly id: string;
  readonly batchId: string;
  readonly marked: number;
  readonly note?: string | undefined;
}

type Marked = RecordedEvent & {
  readonly type: "Marked";
  readonly data: { readonly id: string; readonly note: string };
};

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
    const defined = defineProjection<ReturnType<typeof recorded>, CaseView>()(
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

  it("write properties of its document for events that there are, or the projection does not compile", () => {
    const misspelt = defineProjection<Marked, CaseView>()(
      { name: "cases", version: 1, columns: {}, indexes: [] },
      {
        Marked: {
          keys: ({ data }) => [data.id],
          // @ts-expect-error the document has a note and no nota
          evolve: (before, { data }) => before && { ...before, nota: data.note },
        },
      },
    );
    const unknown = defineProjection<Marked, CaseView>()(
      { name: "cases", version: 1, columns: {}, indexes: [] },
      {
        // @ts-expect-error no event is called so
        Makred: { keys: () => [], evolve: (before: CaseView | undefined) => before },
      },
    );
    const right = defineProjection<Marked, CaseView>()(
      { name: "cases", version: 1, columns: {}, indexes: [] },
      {
        Marked: {
          keys: ({ data }) => [data.id],
          evolve: (before, { data }) => before && { ...before, note: data.note, marked: before.marked + 1 },
        },
      },
    );
    expect([misspelt, unknown, right].map(({ eventTypes }) => eventTypes)).toEqual([
      ["Marked"],
      ["Makred"],
      ["Marked"],
    ]);
  });
});
