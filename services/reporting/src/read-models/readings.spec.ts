import { project } from "@sogoc/core/testing";
import { expect, it } from "vitest";
import * as make from "../testing/events.ts";
import { stream } from "../testing/stories.ts";
import { exports } from "./exports.ts";
import { readings } from "./readings.ts";

const log = stream("access-keeper-1-2026-03-01", [
  make.recordsRead({ recordIds: ["record-a", "record-b", "record-a"] }),
  make.recordsRead({ purpose: "history" }),
  make.bookExported(),
]);

it("keeps one line per record and look", () => {
  const rows = [...project(readings, log).values()];
  expect(rows.map(({ recordId, purpose, account }) => [recordId, purpose, account])).toEqual([
    ["record-a", "look-up", "keeper-1"],
    ["record-b", "look-up", "keeper-1"],
    ["record-a", "history", "keeper-1"],
  ]);
  expect(rows[0]).toMatchObject({ name: "Người thử", at: "2026-03-01T02:00:00.000Z" });
});

it("keeps who took which book away", () => {
  expect([...project(exports, log).values()]).toEqual([
    {
      id: "export-a",
      bookId: "book-a",
      unitId: "xa-1",
      records: 2,
      manifestSha256: "b".repeat(64),
      account: "acc-1",
      name: "Người thử",
      setters: [],
      at: "2026-03-01T04:00:00.000Z",
    },
  ]);
});
