import {
  createInMemoryReadModels,
  type Document,
  foldDocuments,
  type Projection,
  type RecordedEvent,
} from "@sogoc/core";
import { everyModelListedContract, interleave, project } from "@sogoc/core/testing";
import { eventTypesOf } from "@sogoc/events";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryStreams } from "../testing/arbitrary-log.ts";
import { readModels } from "./index.ts";

const all = Object.values<Projection<Document>>(readModels).map(
  (projection) => [projection.definition.name, projection] as const,
);

const picks = fc.array(fc.nat(50), { minLength: 1, maxLength: 40 });

/** Byte for byte, whatever order the documents came in. */
const textOf = (documents: Iterable<Document>): string =>
  [...documents]
    .map((document) => JSON.stringify(document))
    .sort()
    .join("\n");

/**
 * As a runner does: pages of a few events, some delivered a second time after the checkpoint was
 * stored.
 */
const runInPages = async (projection: Projection<Document>, log: readonly RecordedEvent[], size: number) => {
  const model = await createInMemoryReadModels().open<Document>(projection.definition);
  for (let from = 0; from < log.length; from += size) {
    const seen = await model.checkpoint("log");
    const delivered = log.slice(Math.max(0, from - 2), from + size).filter(({ position }) => position > seen);
    const changes = await foldDocuments(projection, delivered, (ids) => model.findMany(ids));
    await model.commit({ lane: "log", position: delivered.at(-1)?.position ?? seen, ...changes });
  }
  return Array.fromAsync(model.all());
};

const placed = (events: readonly RecordedEvent[]) =>
  events.map((event, index) => ({ ...event, position: index + 1 }));

describe.each(all)("%s", (_name, projection) => {
  it("ends the same in any order between streams", () => {
    fc.assert(
      fc.property(arbitraryStreams, picks, picks, (streams, one, other) => {
        const first = project(projection, interleave(streams, one));
        const second = project(projection, interleave(streams, other));
        expect(textOf(second.values())).toBe(textOf(first.values()));
      }),
      { numRuns: 100 },
    );
  });

  it("is the same rebuilt in one go as kept up to date in small deliveries", async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryStreams,
        picks,
        fc.integer({ min: 1, max: 7 }),
        async (streams, order, size) => {
          const log = placed(interleave(streams, order));
          const wanted = log.filter(({ type }) => projection.eventTypes.includes(type));
          expect(textOf(await runInPages(projection, wanted, size))).toBe(
            textOf(project(projection, wanted).values()),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});

it("is generated from every type of event that a read model names", () => {
  const named = new Set(all.flatMap(([, projection]) => projection.eventTypes));
  const made = new Set(
    fc
      .sample(arbitraryStreams, { numRuns: 200, seed: 1 })
      .flatMap((streams) => streams.flat().map(({ type }) => type)),
  );
  expect([...named].filter((type) => !made.has(type))).toEqual([]);
});

everyModelListedContract(readModels, import.meta.url);

it("listens only to events that the catalogue has", () => {
  const known = new Set<string>(eventTypesOf("accounts", "entry", "review", "reporting"));
  for (const [, projection] of all) for (const type of projection.eventTypes) expect(known).toContain(type);
});
