import { expect, it } from "vitest";
import { changedParts } from "./person-changes.ts";

const grant = { role: "clerk" as const, unitId: "xa-1", from: "2026-01-01" };
const person = { unitId: "xa-1", suspended: false, grants: [grant] };

it("names what has changed, and nothing that has not", () => {
  expect(changedParts(person, { ...person, suspended: true })).toEqual(["suspended"]);
  expect(changedParts(person, { ...person, unitId: "xa-2", grants: [] })).toEqual(["unit", "roles"]);
  expect(changedParts(person, { ...person, grants: [{ ...grant, until: "2026-12-31" }] })).toEqual(["roles"]);
  expect(changedParts(person, { ...person, heldUntil: "2026-03-11T02:00:00Z" })).toEqual(["held"]);
  expect(changedParts({ ...person, until: "2026-12-31" }, person)).toEqual(["until"]);
  // A password that was set anew raises the revision alone.
  expect(changedParts(person, { ...person })).toEqual(["other"]);
});
