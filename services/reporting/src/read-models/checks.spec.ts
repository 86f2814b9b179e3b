import { project } from "@sogoc/core/testing";
import { expect, it } from "vitest";
import * as make from "../testing/events.ts";
import { stream } from "../testing/stories.ts";
import { checks } from "./checks.ts";

it("keeps the last check of a record in each review, fields marked twice counted once", () => {
  const mark = { field: "nksHoTen", severity: "critical", reason: "sai" } as const;
  const marks = [mark, { ...mark, severity: "minor" as const }];
  const rows = project(checks, [
    ...stream("review-review-a", [make.recordChecked(), make.recordChecked({ marks })]),
    ...stream("review-review-b", [make.recordChecked({ reviewId: "review-b" })]),
  ]);
  expect(rows.get("review-a|record-a")).toMatchObject({
    fieldsChecked: 40,
    wrongFields: 1,
    critical: 1,
    revision: 1,
  });
  expect(rows.get("review-b|record-a")).toMatchObject({
    wrongFields: 0,
    checkedBy: "checker-1",
    unitId: "xa-1",
  });
});
