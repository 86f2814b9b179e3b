import { createInMemoryPorts } from "@sogoc/core";
import type { RecordedDomainEvent } from "@sogoc/events";
import { expect, it } from "vitest";
import { seedDemo } from "./demo.ts";

it("has a handful of differences between two keyings, made on purpose, each with a value in both", async () => {
  const ports = createInMemoryPorts();
  await seedDemo(ports);
  const { events } = await ports.store.readAll({ after: 0, limit: 100_000 });
  const log = events as readonly RecordedDomainEvent[];
  const again = log.flatMap((event) => (event.type === "RecordKeyedAgain" ? [event.data] : []));
  const misread = again.filter(({ differing }) => differing.length > 0);
  // Of one batch every second of twelve cases, of the other two of the six that were keyed again.
  expect([again.length, misread.length]).toEqual([18, 8]);
  for (const { differing, fields } of misread) {
    expect(differing).toEqual([expect.stringMatching(/HoTen$/)]);
    expect(fields[differing[0] ?? ""]).toMatchObject({ raw: expect.any(String) });
  }
  const finished = log.flatMap((event) => (event.type === "SecondKeyingFinished" ? [event.data] : []));
  expect(finished.map(({ differences }) => differences)).toEqual([6]);
});
