import { readdir, readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RecordedEvent } from "../event.ts";
import type { Projection, ReadModelList } from "../projection.ts";
import type { Document } from "../read-models.ts";
import { interleave } from "./interleave.ts";
import { project } from "./specification.ts";

const picks = fc.array(fc.nat(50), { minLength: 1, maxLength: 40 });

const sorted = (documents: ReadonlyMap<string, Document>): Document[] =>
  [...documents.values()].sort((a, b) => (a.id < b.id ? -1 : 1));

/** The name under which a value is kept, where it is a projection. */
const modelNameOf = (value: unknown): string[] => {
  const { definition, evolve } = (value ?? {}) as Partial<Projection<Document>>;
  return definition && evolve ? [definition.name] : [];
};

/** Names of the projections that the files of a folder export, wherever below it they lie. */
const modelsBelow = async (folder: URL): Promise<string[]> => {
  const files = (await readdir(folder, { recursive: true }))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".spec.ts"))
    .map((file) => new URL(file, folder));
  const modules = files.map(async (file): Promise<object> => {
    // The others are not loaded: some of them start a process.
    const source = await readFile(file, "utf8");
    return source.includes("defineProjection") ? ((await import(file.href)) as object) : {};
  });
  const exported = (await Promise.all(modules)).flatMap((module) => Object.values(module));
  return [...new Set(exported.flatMap(modelNameOf))].sort();
};

/**
 * The list names every projection of its service, in whatever folder of it. `spec` is the address
 * of a file of the folder `read-models`.
 */
export const everyModelListedContract = (list: ReadModelList, spec: string): void => {
  it("leaves no read model of the service out of the list", async () => {
    const listed = Object.values(list).map(({ definition }) => definition.name);
    expect(listed.toSorted()).toEqual(await modelsBelow(new URL("../", spec)));
  });
};

/**
 * Each projection ends with the same documents in whatever order the streams reach it, each in its
 * own order, and the streams hold every type of event that it names.
 */
export const anyOrderContract = (
  list: ReadModelList,
  streams: readonly (readonly RecordedEvent[])[],
): void => {
  const types = new Set(streams.flat().map(({ type }) => type));
  describe.each(Object.values(list).map((one) => [one.definition.name, one] as const))(
    "%s",
    (_name, projection) => {
      it("ends the same in any order between streams", () => {
        fc.assert(
          fc.property(picks, picks, (one, other) => {
            const first = project(projection, interleave(streams, one));
            const second = project(projection, interleave(streams, other));
            expect(sorted(second)).toEqual(sorted(first));
          }),
        );
      });

      it("is shown every type of event that it names", () => {
        expect(projection.eventTypes.filter((type) => !types.has(type))).toEqual([]);
      });
    },
  );
};
