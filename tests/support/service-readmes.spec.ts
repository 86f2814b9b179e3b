import { readFileSync } from "node:fs";
import { type EventSource, eventTypesOf } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { allModels } from "../../apps/standalone/src/all-read-models.ts";

const readmeOf = (service: string) =>
  readFileSync(new URL(`../../services/${service}/README.md`, import.meta.url), "utf8");
const isSource = (service: string): service is EventSource =>
  ["accounts", "entry", "review", "reporting"].includes(service);

describe("the README of a service", () => {
  it.each(allModels.map(({ service, projections }) => [service, projections] as const))(
    "%s: names every event that the service writes, and every read model that it has",
    (service, projections) => {
      if (!isSource(service)) throw new Error(`${service} is no source of events`);
      const words = new Set(readmeOf(service).match(/[A-Za-z][A-Za-z-]+/g));
      const models = projections.map(({ definition }) => definition.name);
      const names = [...eventTypesOf(service), ...models];
      expect(names.filter((name) => !words.has(name))).toEqual([]);
    },
  );
});
