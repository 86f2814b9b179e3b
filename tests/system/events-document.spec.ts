import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asyncapi from "@asyncapi/specs";
import { recorded } from "@sogoc/core/testing";
import { cloudEventFrom, eventTopics } from "@sogoc/distributed";
import { eventCatalogue } from "@sogoc/events";
import { asyncApiDocument } from "@sogoc/events/asyncapi";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";

const file = fileURLToPath(new URL("../../docs/events/asyncapi.yaml", import.meta.url));
const samples = fileURLToPath(new URL("../../packages/events/samples/", import.meta.url));
const document = asyncApiDocument();

const write = () =>
  "# Made from the event catalogue: UPDATE_TABLES=1 npx vitest run tests/system/events-document\n" +
  stringify(document, { lineWidth: 120, aliasDuplicateObjects: false });

if (process.env["UPDATE_TABLES"]) {
  mkdirSync(new URL("../../docs/events/", import.meta.url), { recursive: true });
  writeFileSync(file, write());
}

const createAjv = () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  return ajv;
};

describe("the AsyncAPI document", () => {
  it("is that of today's catalogue", () => {
    expect(readFileSync(file, "utf8"), "UPDATE_TABLES=1 npx vitest run tests/system/events-document").toBe(
      write(),
    );
  });

  it("is AsyncAPI 3.0, and every reference in it leads somewhere", () => {
    const isAsyncApi = createAjv().compile(asyncapi.schemasWithoutId["3.0.0"] as object);
    expect(
      isAsyncApi(parse(readFileSync(file, "utf8"))),
      JSON.stringify(isAsyncApi.errors?.slice(0, 3)),
    ).toBe(true);
    expect(isAsyncApi({ ...document, channels: [] })).toBe(false);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, path = ""]) => path,
    );
    expect(references.length).toBeGreaterThan(3 * eventCatalogue.size);
    for (const path of references) {
      const found = path
        .split("/")
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document);
      expect(found, path).toBeTypeOf("object");
    }
  });

  it("has the topics that the services create, each with its events", () => {
    const channels = Object.values(
      document["channels"] as Record<string, { address: string; messages: object }>,
    );
    expect(channels.map(({ address, messages }) => [address, Object.keys(messages)])).toEqual(
      eventTopics().map(({ topic, eventTypes }) => [topic, eventTypes]),
    );
  });
});

describe("what a relay publishes", () => {
  const ajv = createAjv();
  ajv.addSchema({ $id: "https://sogoc.example/events", ...document });
  const checkOf = (type: string) =>
    ajv.getSchema(`https://sogoc.example/events#/components/messages/${type}/payload`);
  const publish = (type: string, data: unknown, metadata = {}) => {
    const { source, schema } = eventCatalogue.get(type) ?? { source: "", schema: 0 };
    return cloudEventFrom(recorded({ type, data }, { schema, metadata }), source);
  };

  it.each(readdirSync(samples))("%s is as the document says", (name) => {
    const [type = "", version] = name.replace(/\.json$/, "").split(".v");
    if (Number(version) !== eventCatalogue.get(type)?.schema) return;
    const data: unknown = JSON.parse(readFileSync(`${samples}${name}`, "utf8"));
    const check = checkOf(type);
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    expect(check?.(publish(type, data)), JSON.stringify(check?.errors)).toBe(true);
    expect(check?.(publish(type, data, { causationId: "e-1", traceparent }))).toBe(true);
    expect(check?.(publish(type, { ...(data as object), surprise: 1 }))).toBe(false);
    expect(check?.({ ...publish(type, data), hash: "00" })).toBe(false);
  });
});
