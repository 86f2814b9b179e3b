import { given } from "@sogoc/core/testing";
import { describe, it } from "vitest";
import { type CorrectionCommand, type CorrectionEvent, correctionDecider } from "./correction.ts";

const data = {
  correctionId: "k-1",
  recordId: "c-1",
  unitId: "u-1",
  bookId: "b-1",
  batchId: "x-1",
  recordType: "KS",
  changes: [{ field: "ghiChu", after: { raw: "Cấp lại" } }],
  reason: "sót",
  requestedBy: "nam",
};
const requested: CorrectionEvent = { type: "CorrectionRequested", data };
const approved: CorrectionEvent = { type: "CorrectionApproved", data: { ...data, decidedBy: "binh" } };
const declined: CorrectionEvent = {
  type: "CorrectionDeclined",
  data: { correctionId: "k-1", recordId: "c-1", unitId: "u-1", reason: "không đúng", decidedBy: "binh" },
};
/** `lan` keyed the record, and `chi` decided between two keyings of it. */
const makers = { keyers: ["lan"], arbiters: ["chi"] };
const approve = (accountId = "binh"): CorrectionCommand => ({
  type: "ApproveCorrection",
  accountId,
  makers,
  outdated: [],
  broughtBack: [],
});
const decline = (accountId = "binh"): CorrectionCommand => ({
  type: "DeclineCorrection",
  accountId,
  makers,
  reason: "không đúng",
});

describe("a request to correct", () => {
  it("says what shall change", () => {
    given(correctionDecider).when({ type: "RequestCorrection", data }).then([requested]);
    given(correctionDecider)
      .when({ type: "RequestCorrection", data: { ...data, changes: [] } })
      .thenRejected("nothing-changed");
  });

  it("puts the number of its book where another stood", () => {
    const to = (before: string, after: string) => {
      const changes = [{ field: "quyenSo", before: { raw: before }, after: { raw: after } }];
      const command = {
        type: "RequestCorrection",
        data: { ...data, changes },
        bookNumber: "01/2008",
      } as const;
      return given(correctionDecider).when(command);
    };
    to("99/2008", "01/2008").then([
      {
        type: "CorrectionRequested",
        data: {
          ...data,
          changes: [{ field: "quyenSo", before: { raw: "99/2008" }, after: { raw: "01/2008" } }],
        },
      },
    ]);
    to("99/2008", "98/2008").thenRejected("field-not-correctable");
    to("01/2008", "01/2008").thenRejected("field-not-correctable");
  });

  it("never changes what names the record", () => {
    for (const field of ["so", "quyenSo"]) {
      const changes = [...data.changes, { field, after: { raw: "8" } }];
      given(correctionDecider)
        .when({ type: "RequestCorrection", data: { ...data, changes } })
        .thenRejected("field-not-correctable");
    }
  });

  it("is not approved where the field holds something else by now, and can be declined", () => {
    const outdated: CorrectionCommand = {
      type: "ApproveCorrection",
      accountId: "binh",
      makers,
      outdated: ["ghiChu"],
      broughtBack: [],
    };
    given(correctionDecider, [requested]).when(outdated).thenRejected("correction-outdated");
    given(correctionDecider, [requested]).when(decline()).then([declined]);
  });

  it("brings back what a round had marked wrong only with a reason of who approves it", () => {
    const back: CorrectionCommand = {
      type: "ApproveCorrection",
      accountId: "binh",
      makers,
      outdated: [],
      broughtBack: ["ghiChu"],
    };
    given(correctionDecider, [requested]).when(back).thenRejected("marked-value-returns");
    const because = "Đã xem sổ gốc: đúng là như vậy";
    given(correctionDecider, [requested])
      .when({ ...back, because })
      .then([{ type: "CorrectionApproved", data: { ...data, decidedBy: "binh", because } }]);
  });

  it("is decided once, by somebody else", () => {
    given(correctionDecider, [requested]).when(approve()).then([approved]);
    given(correctionDecider, [requested]).when(decline()).then([declined]);
    for (const decide of [approve, decline]) {
      given(correctionDecider, [requested]).when(decide("nam")).thenRejected("requested-by-yourself");
      for (const maker of ["lan", "chi"])
        given(correctionDecider, [requested]).when(decide(maker)).thenRejected("value-made-by-yourself");
      given(correctionDecider).when(decide()).thenRejected("correction-unknown");
      for (const verdict of [approved, declined]) {
        given(correctionDecider, [requested, verdict]).when(decide()).thenRejected("correction-decided");
      }
    }
  });
});
