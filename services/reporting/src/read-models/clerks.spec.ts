import { project } from "@sogoc/core/testing";
import { expect, it } from "vitest";
import * as make from "../testing/events.ts";
import { stream } from "../testing/stories.ts";
import { clerks } from "./clerks.ts";

it("counts per person, unit and day what was keyed; corrections after acceptance are nobody's keying", () => {
  const rows = project(
    clerks,
    stream("record-record-a", [
      make.recordEntered(),
      make.recordCorrected({ correctedBy: "clerk-2" }),
      make.recordCorrected({ correctionId: "correction-a", correctedBy: "keeper-1" }),
      make.recordEntered({ source: "imported" }),
    ]),
  );
  const day = { unitId: "xa-1", day: "2026-03-01" };
  expect([...rows.values()]).toEqual([
    {
      id: "clerk-1|xa-1|2026-03-01",
      account: "clerk-1",
      ...day,
      keyed: 1,
      imported: 1,
      corrected: 0,
      fieldsKeyed: 4,
    },
    {
      id: "clerk-2|xa-1|2026-03-01",
      account: "clerk-2",
      ...day,
      keyed: 0,
      imported: 0,
      corrected: 1,
      fieldsKeyed: 0,
    },
  ]);
});
