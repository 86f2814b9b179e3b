import { describe, expect, it } from "vitest";
import type { RecordedEvent } from "./event.ts";
import { createInMemoryReadModels } from "./in-memory/read-models.ts";
import { defineProjection, type ReaderOf, type WhereOf } from "./projection.ts";
import type { ReadModelReader } from "./read-models.ts";
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

  it("name columns of its projection with values that they may have, or do not compile", async () => {
    const cases = defineProjection<Marked, CaseView>()(definition, {});
    const reader: ReaderOf<typeof cases> = await createInMemoryReadModels().open<CaseView>(definition);
    // @ts-expect-error makred is no column, also where the conditions are written first
    const where = { batchId: "x", makred: 1 } satisfies WhereOf<typeof reader>;
    await expect(reader.count(where)).rejects.toThrow("makred");
    // @ts-expect-error the note is a property of the document and no column
    await expect(reader.query({ where: { note: { gt: "" } }, limit: 1 })).rejects.toThrow("note");
    // @ts-expect-error so is what it is sorted by
    await expect(reader.query({ orderBy: [{ column: "note" }], limit: 1 })).rejects.toThrow("note");
    // @ts-expect-error and what is counted
    await expect(reader.count({ note: "x" })).rejects.toThrow("note");
    // @ts-expect-error a batch is named by a text
    expect(await reader.count({ batchId: 7 })).toBe(0);
    // @ts-expect-error also among several
    expect(await reader.count({ batchId: { in: ["x", 7] } })).toBe(0);
    // @ts-expect-error who may name fewer columns does not pass for a reader of all
    const all: ReadModelReader<CaseView> = reader;
    expect(await all.count({ id: "a", batchId: { in: ["x"] }, marked: { gte: 1, lt: 3 } })).toBe(0);
  });

  it("find columns of their own kind and indexes over columns, or the projection does not compile", () => {
    const projections = [
      defineProjection<Marked, CaseView>()(
        {
          name: "cases",
          version: 1,
          // @ts-expect-error a text is no number
          columns: { batchId: "number" },
          indexes: [],
        },
        {},
      ),
      defineProjection<Marked, CaseView>()(
        {
          name: "cases",
          version: 1,
          columns: { batchId: "text" },
          // @ts-expect-error marked is a property and no column
          indexes: [["batchId", "marked"]],
        },
        {},
      ),
    ];
    expect(projections).toHaveLength(2);
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
