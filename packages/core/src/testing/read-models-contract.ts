import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createInMemoryReadModels } from "../in-memory/read-models.ts";
import type { Condition, Query, ReadModel, ReadModelDefinition, ReadModels } from "../read-models.ts";

interface Person {
  readonly id: string;
  readonly unitId: string | null;
  readonly year: number | null;
  readonly open: boolean;
  readonly folded: string;
  readonly detail?: { readonly note: string } | undefined;
}

const people: ReadModelDefinition = {
  name: "people",
  version: 1,
  columns: { unitId: "text", year: "number", open: "number" },
  indexes: [["unitId", "year"], ["year"]],
  words: "folded",
};

const person = (id: string, rest: Partial<Person> = {}): Person => ({
  id,
  unitId: "u1",
  year: 2010,
  open: true,
  folded: "nguyen van a",
  ...rest,
});

const idsOf = (items: readonly { readonly id: string }[]) => items.map((item) => item.id);

/**
 * Registers the guarantees of the read models port as tests. `restart`: the same models after the
 * process ended, where they last.
 */
export const readModelsContract = (
  name: string,
  factory: () => Promise<{
    readModels: ReadModels;
    restart?: (() => Promise<ReadModels>) | undefined;
    close(): Promise<void>;
  }>,
): void => {
  describe(`${name} keeps the read models' guarantees`, () => {
    let readModels: ReadModels;
    let restart: (() => Promise<ReadModels>) | undefined;
    let close: () => Promise<void>;
    let model: ReadModel<Person>;
    beforeEach(async () => {
      ({ readModels, restart, close } = await factory());
      model = await readModels.open<Person>(people);
    });
    afterEach(() => close());

    let position = 0;
    const put = (...puts: readonly Person[]) =>
      model.commit({ lane: "log", position: ++position, puts, deletes: [] });
    const everything = async <Doc>(documents: AsyncIterable<Doc>): Promise<Doc[]> => {
      const all: Doc[] = [];
      for await (const document of documents) all.push(document);
      return all;
    };
    const found = async (query: Omit<Query<Person>, "limit">) =>
      idsOf((await model.query({ limit: 100, ...query })).items);

    it("leaves aside what is not asked for", async () => {
      await put(person("a", { unitId: "u-1", year: 2008 }), person("b", { unitId: "u-2", year: 2009 }));
      expect(await found({ where: { unitId: undefined, year: 2009 } })).toEqual(["b"]);
      expect(await found({ where: { year: { gte: 2008, lte: undefined } } })).toEqual(["a", "b"]);
      expect(await model.count({ unitId: undefined })).toBe(2);
    });

    it("keeps documents and checkpoint together", async () => {
      expect(await model.checkpoint("log")).toBe(0);
      const documents = [person("b", { detail: { note: "Sổ 01/2010" } }), person("a")];
      await model.commit({ lane: "log", position: 7, puts: documents, deletes: [] });
      await model.commit({ lane: "lane-2", position: 3, puts: [], deletes: [] });
      expect(await model.checkpoint("log")).toBe(7);
      expect(await model.checkpoint("lane-2")).toBe(3);
      expect(await model.find("b")).toEqual(documents[0]);
      expect(await model.find("c")).toBeUndefined();
      expect(await model.findMany(["a", "c", "b"])).toEqual(
        new Map(documents.map((document) => [document.id, document])),
      );
      await model.commit({
        lane: "log",
        position: 8,
        puts: [person("a", { year: 2011 })],
        deletes: ["b", "nobody"],
      });
      expect(await model.checkpoint("log")).toBe(8);
      expect(await everything(model.all())).toEqual([person("a", { year: 2011 })]);
    });

    it("changes nothing when a part of a commit cannot be stored", async () => {
      await put(person("a"));
      const before = await model.checkpoint("log");
      const cyclic: { self?: unknown } = {};
      cyclic.self = cyclic;
      const broken = { ...person("c"), detail: cyclic } as unknown as Person;
      const commit = model.commit({
        lane: "log",
        position: before + 5,
        puts: [person("a", { year: 1 }), person("b"), broken],
        deletes: [],
      });
      await expect(commit).rejects.toThrow();
      expect(await everything(model.all())).toEqual([person("a")]);
      expect(await model.checkpoint("log")).toBe(before);
    });

    it("finds by each kind of condition", async () => {
      await put(
        person("a", { unitId: "u1", year: 2008, open: true }),
        person("b", { unitId: "u2", year: 2009, open: false }),
        person("c", { unitId: null, year: null, open: true }),
        person("d", { unitId: "u2", year: 2011, open: true }),
      );
      const cases: readonly (readonly [Readonly<Record<string, Condition>>, readonly string[]])[] = [
        [{}, ["a", "b", "c", "d"]],
        [{ id: "b" }, ["b"]],
        [{ id: { in: ["d", "a", "zz"] } }, ["a", "d"]],
        [{ unitId: "u2" }, ["b", "d"]],
        [{ unitId: null }, ["c"]],
        [{ unitId: { in: ["u1", "u2"] } }, ["a", "b", "d"]],
        [{ unitId: { in: ["u1", null] } }, ["a", "c"]],
        [{ unitId: { in: [] } }, []],
        [{ unitId: { notIn: ["u1"] } }, ["b", "c", "d"]],
        [{ unitId: { notIn: ["u1", null] } }, ["b", "d"]],
        [{ unitId: { notIn: [] } }, ["a", "b", "c", "d"]],
        [{ open: true }, ["a", "c", "d"]],
        [{ open: { in: [false] } }, ["b"]],
        [{ year: { gte: 2009 } }, ["b", "d"]],
        [{ year: { gt: 2009 } }, ["d"]],
        [{ year: { lte: 2009 } }, ["a", "b"]],
        [{ year: { lt: 2009 } }, ["a"]],
        [{ year: { gt: 2008, lt: 2011 } }, ["b"]],
        [{ unitId: { gte: "u2" }, year: { lt: 2010 } }, ["b"]],
        [{ unitId: "u2", open: true, id: { gt: "a" } }, ["d"]],
      ];
      for (const [where, expected] of cases) {
        expect(await found({ where })).toEqual(expected);
        expect(await model.count(where)).toBe(expected.length);
      }
      expect(await model.count()).toBe(4);
    });

    it("refuses to find or sort by what is no column", async () => {
      await put(person("a"));
      // A property of the document that no query may name: another engine has no such column.
      await expect(model.query({ where: { folded: "nguyen van a" }, limit: 1 })).rejects.toThrow("folded");
      await expect(model.count({ folded: { gt: "" } })).rejects.toThrow("folded");
      await expect(model.query({ orderBy: [{ column: "folded" }], limit: 1 })).rejects.toThrow("folded");
      const misspelt = { unitIdd: "u1" } as object;
      await expect(model.query({ where: misspelt, limit: 1 })).rejects.toThrow("unitIdd");
      const overNothing = { ...people, name: "over-nothing", indexes: [["folded"]] };
      await expect(readModels.open(overNothing)).rejects.toThrow("folded");
    });

    it("sorts, nulls first when rising, the id breaking ties", async () => {
      await put(
        person("c", { year: 2 }),
        person("a", { year: null }),
        person("d", { year: 1 }),
        person("b", { year: 2, unitId: "u2" }),
      );
      expect(await found({})).toEqual(["a", "b", "c", "d"]);
      expect(await found({ orderBy: [{ column: "year" }] })).toEqual(["a", "d", "b", "c"]);
      expect(await found({ orderBy: [{ column: "year", descending: true }] })).toEqual(["b", "c", "d", "a"]);
      // A column named again decides nothing any more.
      expect(
        await found({ orderBy: [{ column: "year" }, { column: "year", descending: true }], where: {} }),
      ).toEqual(["a", "d", "b", "c"]);
      expect(await found({ orderBy: [{ column: "unitId", descending: true }, { column: "year" }] })).toEqual([
        "b",
        "a",
        "d",
        "c",
      ]);
    });

    it("pages to the end without doubling or leaving out, also when documents change between pages", async () => {
      await put(
        ...Array.from({ length: 25 }, (_, index) =>
          person(`p${index}`, { year: index % 4 === 0 ? null : index % 3 }),
        ),
      );
      for (const descending of [false, true]) {
        const orderBy = [{ column: "year", descending }] as const;
        const whole = idsOf((await model.query({ orderBy, limit: 100 })).items);
        const paged: string[] = [];
        let after: string | undefined;
        do {
          const page = await model.query({ orderBy, limit: 4, after });
          expect(page.items.length).toBeLessThanOrEqual(4);
          paged.push(...idsOf(page.items));
          after = page.next;
        } while (after !== undefined);
        expect(paged).toEqual(whole);
      }
      const first = await model.query({ limit: 5 });
      const ids = idsOf((await model.query({ limit: 100 })).items);
      await model.commit({ lane: "log", position: ++position, puts: [], deletes: [ids[4] ?? ""] });
      const second = await model.query({
        limit: 5,
        after: first.next,
      });
      expect(idsOf(second.items)).toEqual(ids.slice(5, 10));
    });

    it("names a next page only when there is more", async () => {
      await put(person("a"), person("b"));
      expect(await model.query({ limit: 2 })).toEqual({ items: [person("a"), person("b")] });
      expect((await model.query({ limit: 1 })).next).toBeDefined();
    });

    it("refuses a cursor that it did not make", async () => {
      await expect(model.query({ limit: 2, after: "%%%" })).rejects.toMatchObject({
        code: "invalid-request",
      });
    });

    it("searches words: all must occur, the last may be a beginning", async () => {
      await put(
        person("a", { folded: "nguyen van an" }),
        person("b", { folded: "tran van anh", unitId: "u2" }),
        person("c", { folded: "an nguyen thi" }),
        person("d", { folded: "" }),
        person("e", { folded: 'h\'mong 12/2005 y-b "x"' }),
      );
      const cases: readonly (readonly [string, readonly string[]])[] = [
        ["van", ["a", "b"]],
        ["nguyen an", ["a", "c"]],
        ["an nguyen", ["a", "c"]],
        ["van an", ["a", "b"]],
        ["an van", ["a"]],
        ["nguy an", []],
        ["ngu", ["a", "c"]],
        ["guyen", []],
        ["  van   tr ", ["b"]],
        ["van\ttr\u0000", ["b"]],
        ["", ["a", "b", "c", "d", "e"]],
        ["12/2005", ["e"]],
        ["h'mong y-b", ["e"]],
        ['"x"', ["e"]],
        ["* OR van", []],
        ["van AND", []],
        ["không", []],
      ];
      for (const [words, expected] of cases)
        expect([words, await found({ words })]).toEqual([words, expected]);
      expect(await found({ words: "van", where: { unitId: { in: ["u2", "u3"] } } })).toEqual(["b"]);
      expect(await found({ words: "van", where: { unitId: "u1", year: { lt: 2000 } } })).toEqual([]);
      expect(await found({ words: "an", orderBy: [{ column: "unitId", descending: true }] })).toEqual([
        "b",
        "a",
        "c",
      ]);
    });

    it("forgets the words and values of documents that changed or went", async () => {
      await put(person("a", { folded: "nguyen van an" }), person("b", { folded: "le van bo" }));
      await put(person("a", { folded: "nguyen van tam", unitId: "u2" }));
      expect(await found({ words: "an" })).toEqual([]);
      expect(await found({ words: "tam" })).toEqual(["a"]);
      expect(await found({ words: "van", where: { unitId: "u1" } })).toEqual(["b"]);
      expect(await found({ words: "van", where: { unitId: "u2" } })).toEqual(["a"]);
      await model.commit({ lane: "log", position: ++position, puts: [], deletes: ["a"] });
      expect(await found({ words: "van" })).toEqual(["b"]);
      expect(await found({ where: { unitId: "u2" } })).toEqual([]);
    });

    it("rebuilds beside the live model, then swaps", async () => {
      await put(person("a"), person("b"));
      const next: ReadModelDefinition = {
        ...people,
        version: 2,
        columns: { ...people.columns, folded: "text" },
      };
      const rebuild = await readModels.rebuild<Person>(next);
      await rebuild.commit({
        lane: "log",
        position: 90,
        puts: [person("x", { folded: "moi" }), person("y")],
        deletes: [],
      });
      await rebuild.commit({
        lane: "log",
        position: 91,
        puts: [person("x", { folded: "moi hon" })],
        deletes: ["y"],
      });
      expect(await rebuild.findMany(["x", "y", "a"])).toEqual(
        new Map([["x", person("x", { folded: "moi hon" })]]),
      );
      await put(person("c"));
      expect(idsOf(await everything(model.all()))).toEqual(["a", "b", "c"]);
      expect(await model.find("x")).toBeUndefined();
      expect(await readModels.liveVersion("people")).toBe(1);
      await rebuild.swap();
      expect(await readModels.liveVersion("people")).toBe(2);
      expect(idsOf(await everything(model.all()))).toEqual(["x"]);
      expect(await model.checkpoint("log")).toBe(91);
      expect(await found({ words: "moi h", where: { unitId: "u1" } })).toEqual(["x"]);
      const opened = await readModels.open<Person>(next);
      expect((await opened.query({ where: { folded: "moi hon" }, limit: 5 })).items).toHaveLength(1);
      await opened.commit({ lane: "log", position: 92, puts: [person("z")], deletes: [] });
      expect(idsOf(await everything(model.all()))).toEqual(["x", "z"]);
    });

    it("leaves the live model alone when a rebuild is abandoned", async () => {
      await put(person("a"));
      const before = await model.checkpoint("log");
      const rebuild = await readModels.rebuild<Person>({ ...people, version: 5 });
      await rebuild.commit({ lane: "log", position: 99, puts: [person("x")], deletes: ["a"] });
      await rebuild.abandon();
      expect(idsOf(await everything(model.all()))).toEqual(["a"]);
      expect(await model.checkpoint("log")).toBe(before);
      expect(await readModels.liveVersion("people")).toBe(1);
      const again = await readModels.rebuild<Person>({ ...people, version: 5 });
      expect(await again.findMany(["x"])).toEqual(new Map());
      await again.swap();
      expect(await everything(model.all())).toEqual([]);
    });

    it("knows no version of a model that was never built", async () => {
      expect(await readModels.liveVersion("nothing")).toBeUndefined();
    });

    it("streams everything by rising id", async () => {
      const many = Array.from({ length: 1_203 }, (_, index) => person(`id-${(index * 7919) % 1_203}`));
      await put(...many);
      expect(idsOf(await everything(model.all()))).toEqual(idsOf(many).sort());
    });

    it("answers random queries as a list of documents would", async () => {
      const word = fc.constantFrom("an", "anh", "van", "va", "thi", "nguyen");
      const value = fc.constantFrom("u1", "u2", "u3", null);
      const year = fc.option(fc.integer({ min: 2006, max: 2009 }), { nil: null });
      const document = fc.record({
        id: fc.constantFrom(..."abcdefghij"),
        unitId: value,
        year,
        open: fc.boolean(),
        folded: fc.array(word, { maxLength: 4 }).map((words) => words.join(" ")),
      });
      const change = fc.record({
        puts: fc.array(document, { maxLength: 8 }),
        deletes: fc.array(fc.constantFrom("a", "b", "k"), { maxLength: 2 }),
      });
      const bound = fc.integer({ min: 2006, max: 2009 });
      const query = fc.record(
        {
          where: fc.record(
            {
              unitId: fc.oneof(
                value,
                fc.record({ in: fc.array(value, { maxLength: 3 }) }),
                fc.record({ notIn: fc.array(value, { maxLength: 3 }) }),
              ),
              year: fc.oneof(
                year,
                fc.record({ gte: bound, lte: bound }, { requiredKeys: [] }),
                fc.record({ gt: bound }),
              ),
              open: fc.boolean(),
              id: fc.record({ in: fc.array(fc.constantFrom(..."abcxyz")) }),
            },
            { requiredKeys: [] },
          ),
          words: fc.array(word, { maxLength: 3 }).map((words) => words.join(" ")),
          orderBy: fc.array(
            fc.record({
              column: fc.constantFrom("unitId" as const, "year" as const, "open" as const),
              descending: fc.boolean(),
            }),
            { maxLength: 2 },
          ),
          limit: fc.integer({ min: 1, max: 4 }),
        },
        { requiredKeys: ["limit"] },
      );
      const pages = async (asked: ReadModel<Person>, wanted: Query<Person>) => {
        const all: string[][] = [];
        for (let after: string | undefined; ; ) {
          const page = await asked.query({ ...wanted, ...(after === undefined ? {} : { after }) });
          all.push(page.items.map((item) => JSON.stringify(item)));
          after = page.next;
          if (after === undefined) return all;
        }
      };
      const oracle = await createInMemoryReadModels().open<Person>(people);
      await fc.assert(
        fc.asyncProperty(
          change,
          fc.array(query, { minLength: 1, maxLength: 6 }),
          async (changes, queries) => {
            const committed = { lane: "log", position: ++position, ...changes };
            await Promise.all([model.commit(committed), oracle.commit(committed)]);
            for (const wanted of queries) {
              expect(await pages(model, wanted)).toEqual(await pages(oracle, wanted));
              expect(await model.count(wanted.where)).toBe(await oracle.count(wanted.where));
            }
          },
        ),
        { numRuns: 40 },
      );
    });

    it("lasts over a restart, live models and not half-built ones", async (context) => {
      if (!restart) return context.skip();
      await put(person("a"));
      const before = await model.checkpoint("log");
      const rebuild = await readModels.rebuild<Person>({ ...people, version: 2 });
      await rebuild.commit({ lane: "log", position: 99, puts: [person("x")], deletes: [] });
      readModels = await restart();
      expect(await readModels.liveVersion("people")).toBe(1);
      model = await readModels.open<Person>(people);
      expect(await everything(model.all())).toEqual([person("a")]);
      expect(await model.checkpoint("log")).toBe(before);
      const again = await readModels.rebuild<Person>({ ...people, version: 2 });
      await again.commit({ lane: "log", position: 50, puts: [person("y")], deletes: [] });
      await again.swap();
      expect(idsOf(await everything(model.all()))).toEqual(["y"]);
    });
  });
};
