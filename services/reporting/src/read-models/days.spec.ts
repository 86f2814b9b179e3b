import { vietnamDay } from "@sogoc/core";
import { project } from "@sogoc/core/testing";
import { expect, it } from "vitest";
import * as make from "../testing/events.ts";
import { stream } from "../testing/stories.ts";
import { days } from "./days.ts";

it("counts by the day in Viet Nam, not in Greenwich", () => {
  expect(vietnamDay("2026-03-01T16:59:59.999Z")).toBe("2026-03-01");
  expect(vietnamDay("2026-03-01T17:00:00.000Z")).toBe("2026-03-02");
  const steps = [
    make.recordEntered(),
    make.recordCorrected(),
    make.recordVoided(),
    make.recordEntered({ source: "imported" }),
  ];
  const rows = project(days, [
    ...stream("record-record-a", steps, "2026-03-01T15:30:00.000Z"),
    ...stream("review-review-a", [make.recordChecked(), make.batchAccepted()], "2026-03-01T17:30:00.000Z"),
  ]);
  expect([...rows.values()]).toEqual([
    {
      id: "xa-1|KS|2026-03-01",
      unitId: "xa-1",
      recordType: "KS",
      day: "2026-03-01",
      keyed: 1,
      imported: 0,
      corrected: 1,
      voided: 0,
      looks: 0,
      accepted: 0,
    },
    {
      id: "xa-1|KS|2026-03-02",
      unitId: "xa-1",
      recordType: "KS",
      day: "2026-03-02",
      keyed: 0,
      imported: 1,
      corrected: 0,
      voided: 1,
      looks: 1,
      accepted: 2,
    },
  ]);
});
