import { expiresAt, hasEnded } from "@sogoc/access";
import { given } from "@sogoc/core/testing";
import type { ExportEvent } from "@sogoc/events";
import { expect, it } from "vitest";
import { exportDecider } from "./export.ts";

const place = { exportId: "x-1", bookId: "b-1", unitId: "u-1" };
const approval = { ...place, requestedBy: "mai", approvedBy: "binh" };
const refusal = { ...place, requestedBy: "mai", declinedBy: "binh", reason: "chưa rõ gửi cho ai" };
const asked = { accounts: ["mai"], setters: ["chinh"], openers: undefined };
const approved: ExportEvent = { type: "ExportApproved", data: approval };
const declined: ExportEvent = { type: "ExportDeclined", data: refusal };
const expired: ExportEvent = { type: "ExportExpired", data: place };

it("is released by somebody else than who asked, once", () => {
  given(exportDecider, []).when({ type: "ApproveExport", data: approval, asked }).then([approved]);
  given(exportDecider, []).when({ type: "DeclineExport", data: refusal, asked }).then([declined]);
  const own = { type: "ApproveExport", data: { ...approval, approvedBy: "mai" }, asked } as const;
  given(exportDecider, []).when(own).thenRejected("export-of-yourself");
  const ownRefusal = { type: "DeclineExport", data: { ...refusal, declinedBy: "mai" }, asked } as const;
  given(exportDecider, []).when(ownRefusal).thenRejected("export-of-yourself");
  const ofSetter = { type: "ApproveExport", data: { ...approval, approvedBy: "chinh" }, asked } as const;
  given(exportDecider, []).when(ofSetter).thenRejected("reset-by-yourself");
  for (const before of [approved, declined]) {
    given(exportDecider, [before])
      .when({ type: "ApproveExport", data: approval, asked })
      .thenRejected("export-decided");
    given(exportDecider, [before])
      .when({ type: "DeclineExport", data: refusal, asked })
      .thenRejected("export-decided");
  }
});

it("ends once, and is not released afterwards", () => {
  given(exportDecider, [approved]).when({ type: "ExpireExport", data: place }).then([expired]);
  given(exportDecider, [expired]).when({ type: "ExpireExport", data: place }).then([]);
  given(exportDecider, [expired])
    .when({ type: "ApproveExport", data: approval, asked })
    .thenRejected("export-expired");
});

it("ends seven days after it was asked for", () => {
  const at = "2026-03-02T03:00:00.000Z";
  expect(expiresAt({ at })).toBe("2026-03-09T03:00:00.000Z");
  expect(hasEnded({ at }, new Date("2026-03-09T02:59:59.999Z"))).toBe(false);
  expect(hasEnded({ at }, new Date("2026-03-09T03:00:00.000Z"))).toBe(true);
});
