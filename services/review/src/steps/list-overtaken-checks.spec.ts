import { noHands } from "@sogoc/core";
import { expect, it } from "vitest";
import type { ScanView } from "../read-models/scans.ts";
import { createReviewWorld, put, reviewView, submittedRecord } from "../testing/review-world.ts";
import { listOvertakenChecks } from "./list-overtaken-checks.ts";

const place = { reviewId: "r-1", bookId: "b-1" };

const scanOf = (number: string | undefined, other: Partial<ScanView> = {}): ScanView => ({
  id: `s-${number ?? "whole"}`,
  bookId: "b-1",
  kind: number === undefined ? "whole-book" : "case",
  number,
  fileName: "KS.2008.01.2008-03-17.01.pdf",
  sha256: "0".repeat(64),
  pages: 1,
  version: 3,
  position: 30,
  attachedBy: noHands,
  isByTwo: false,
  attachedAt: "2026-03-01T02:00:00.000Z",
  ...other,
});

/** A check of the case with that number, made at that place of the log. */
const checked = (position: number) => ({
  marks: [],
  fieldsChecked: 10,
  recordRevision: 0,
  by: "hoa",
  at: "2026-03-01T00:00:00.000Z",
  position,
});

it("of checks that did not keep their scan, those that were made before the scan that is there now", async () => {
  const world = await createReviewWorld();
  await put(world.records, submittedRecord("1"), submittedRecord("2"), submittedRecord("3"));
  // The third has no scan of its own and is shown by no other.
  await put(world.scans, scanOf("1", { position: 30 }), scanOf("2", { position: 10 }));
  await put(world.reviews, reviewView({ checks: { "1": checked(20), "2": checked(20), "3": checked(20) } }));
  const old = ["1", "2", "3"].map((id) => [id, {}] as const);
  expect(await listOvertakenChecks(world, place, old)).toEqual(new Set(["1"]));
  // A whole book that was attached afterwards shows those that have no scan of their own.
  await put(world.scans, scanOf(undefined, { position: 40 }));
  expect(await listOvertakenChecks(world, place, old)).toEqual(new Set(["1", "3"]));
  // Looked at again, they are not any more.
  await put(world.reviews, reviewView({ checks: { "1": checked(50), "2": checked(20), "3": checked(50) } }));
  expect(await listOvertakenChecks(world, place, old)).toEqual(new Set());
});

it("of checks that kept it, those of another version than the one that is there now", async () => {
  const world = await createReviewWorld();
  await put(world.records, submittedRecord("1"), submittedRecord("2"));
  await put(world.scans, scanOf("1"), scanOf("2"));
  const made = [
    ["1", { scanVersion: 3 }],
    ["2", { scanVersion: 0 }],
  ] as const;
  expect(await listOvertakenChecks(world, place, made)).toEqual(new Set(["2"]));
});
