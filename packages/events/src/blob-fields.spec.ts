import { describe, expect, it } from "vitest";
import { z } from "zod";
import { blobFields, blobsInManifest, blobsNamedBy, digestFields } from "./blob-fields.ts";
import { eventCatalogue, eventTypes } from "./catalogue.ts";
import { samples } from "./samples.ts";

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly pattern?: string;
}

const HASH_PATTERN = "^[0-9a-f]{64}$";

/** Paths of every property that looks like a SHA-256, by its pattern or by its name. */
const hashesIn = (schema: JsonSchema, path: string): string[] => [
  ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const own = inner.pattern === HASH_PATTERN || /sha256|digest|blob/i.test(name);
    return [...(own ? [`${path}.${name}`] : []), ...hashesIn(inner, `${path}.${name}`)];
  }),
  ...(schema.items ? hashesIn(schema.items, path) : []),
  ...(schema.anyOf ?? []).flatMap((inner) => hashesIn(inner, path)),
];

describe("the fields that name blobs", () => {
  it.each(eventTypes)("%s: each hash in it is listed, as a blob or as another digest", (type) => {
    const { data } = eventCatalogue.get(type) ?? {};
    const found = hashesIn(z.toJSONSchema(data ?? z.never(), { io: "input" }) as JsonSchema, type);
    const { blobs = [], list } = blobFields[type] ?? {};
    const listed = [...blobs, ...(list === undefined ? [] : [list])].map(
      (field) => `${type}.${String(field)}`,
    );
    expect(found.filter((path) => !digestFields.includes(path)).sort()).toEqual(listed.sort());
  });

  it("lists no digest that is gone", () => {
    const all = eventTypes.flatMap((type) => {
      const { data } = eventCatalogue.get(type) ?? {};
      return hashesIn(z.toJSONSchema(data ?? z.never(), { io: "input" }) as JsonSchema, type);
    });
    for (const path of digestFields) expect(all).toContain(path);
  });

  it("gives the blobs of an event, and of the manifest that it names", () => {
    const digest = samples.ImportPrepared.sha256;
    expect(blobsNamedBy({ type: "ImportPrepared", data: samples.ImportPrepared })).toEqual({
      blobs: [digest, samples.ImportPrepared.preview],
      list: undefined,
    });
    expect(blobsNamedBy({ type: "BookExported", data: samples.BookExported })).toEqual({
      blobs: [],
      list: samples.BookExported.manifestSha256,
    });
    expect(blobsNamedBy({ type: "UnitRenamed", data: { sha256: digest } })).toEqual({
      blobs: [],
      list: undefined,
    });
    const manifest = {
      schema: 1,
      workbook: { sha256: "a", size: 1 },
      scans: { sha256: "b", size: 2 },
      files: [],
    };
    expect(blobsInManifest(JSON.stringify(manifest))).toEqual(["a", "b"]);
  });
});
