import { expiresAt, hasEnded } from "@sogoc/access";
import { given } from "@sogoc/core/testing";
import type { ExportEvent } from "@sogoc/events";
import { expect, it } from "vitest";
import { exportDecider } from "./export.ts";

const place = { exportId: "x-1", bookId: "b-1", unitId: "u-1" };
const approval = { ...place, requestedBy: "mai", approvedBy: "binh" };
const refusal = { ...place, requestedBy: "mai", declinedBy: "binh", reason: "chưa rõ gửi cho ai" };
const approved: ExportEvent = { type: "ExportApproved", data: approval };
const declined: ExportEvent = { type: "ExportDeclined", data: refusal };
const expired: ExportEvent = { type: "ExportExpired", data: place };

it("is let go by somebody else than who asked, once", () => {
  given(exportDecider, []).when({ type: "ApproveExport", data: approval }).then([approved]);
  given(exportDecider, []).when({ type: "DeclineExport", data: refusal }).then([declined]);
  const own = { type: "ApproveExport", data: { ...approval, approvedBy: "mai" } } as const;
  given(exportDecider, []).when(own).thenRejected("export-of-yourself");
  const ownRefusal = { type: "DeclineExport", data: { ...refusal, declinedBy: "mai" } } as const;
  given(exportDecider, []).when(ownRefusal).thenRejected("export-of-yourself");
  for (const before of [approved, declined]) {
    given(exportDecider, [before])
      .when({ type: "ApproveExport", data: approval })
      .thenRejected("export-decided");
    given(exportDecider, [before])
      .when({ type: "DeclineExport", data: refusal })
      .thenRejected("export-decided");
  }
});

it("ends once, and is not let go afterwards", () => {
  given(exportDecider, [approved]).when({ type: "ExpireExport", data: place }).then([expired]);
  given(exportDecider, [expired]).when({ type: "ExpireExport", data: place }).then([]);
  given(exportDecider, [expired])
    .when({ type: "ApproveExport", data: approval })
    .thenRejected("export-expired");
});

it("ends seven days after it was asked for", () => {
  const at = "2026-03-02T03:00:00.000Z";
  expect(expiresAt({ at })).toBe("2026-03-09T03:00:00.000Z");
  expect(hasEnded({ at }, new Date("2026-03-09T02:59:59.999Z"))).toBe(false);
  expect(hasEnded({ at }, new Date("2026-03-09T03:00:00.000Z"))).toBe(true);
});
