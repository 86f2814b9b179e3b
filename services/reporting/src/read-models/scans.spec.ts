import { project } from "@sogoc/core/testing";
import { expect, it } from "vitest";
import * as make from "../testing/events.ts";
import { stream } from "../testing/stories.ts";
import { corrections } from "./corrections.ts";
import { scans } from "./scans.ts";

it("keeps the scans in force only", () => {
  const newer = make.scanAttached({ scanId: "scan-b", replaces: "scan-a", sha256: "c".repeat(64) });
  const rows = project(scans, stream("book-book-a", [make.scanAttached(), newer]));
  expect([...rows.values()]).toMatchObject([{ id: "scan-b", number: "7", sortNumber: 7, pages: 2 }]);
});

it("finds the requests about a record and how they ended", () => {
  const rows = (decision: Parameters<typeof stream>[1]) =>
    project(corrections, stream("correction-correction-a", [make.correctionRequested(), ...decision])).get(
      "correction-a",
    );
  expect(rows([])).toMatchObject({
    recordId: "record-a",
    status: "requested",
    requestedAt: "2026-03-01T02:00:00.000Z",
  });
  expect(rows([make.correctionApproved()])?.status).toBe("approved");
  expect(rows([make.correctionDeclined()])?.status).toBe("declined");
});
