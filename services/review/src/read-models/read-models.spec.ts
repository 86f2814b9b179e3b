import { project, recorded } from "@sogoc/core/testing";
import type { DomainEvent, FieldChange, FieldValue } from "@sogoc/events";
import { sampleEvent } from "@sogoc/events/testing";
import { describe, expect, it } from "vitest";
import { checked, opened, reviewData, reviewPlace, wrongMother } from "../testing/review-events.ts";
import { corrections } from "./corrections.ts";
import { records } from "./records.ts";
import { reviews } from "./reviews.ts";

const at = "2026-03-01T02:00:00.000Z";
/** Events of one stream, told apart by their revisions. */
const stream = (...events: readonly DomainEvent[]) =>
  events.map((event, revision) => recorded(event, { revision, metadata: { at } }));

describe("reviews", () => {
  const figures = {
    records: 20,
    sampled: 2,
    checked: 1,
    wrongRecords: 1,
    fieldsChecked: 10,
    wrongFields: 1,
    ruleErrors: 0,
    ruleWarnings: 3,
  };
  const verdict = { ...reviewPlace, round: 1, figures, decidedBy: "binh" };

  it("keeps the last check of each record", () => {
    const review = project(
      reviews,
      stream(opened, checked("c-1", [wrongMother]), checked("c-2"), checked("c-1", [], "lan")),
    );
    const { reviewId: id, ...rest } = reviewData;
    const { "c-1": again, "c-2": once } = review.get("r-1")?.checks ?? {};
    const step = { recordId: "c-1", ...wrongMother, round: 1, at };
    // In the order of the log, wherever that began.
    expect(Number(again?.position) - Number(once?.position)).toBe(1);
    expect(review.get("r-1")).toEqual({
      id,
      ...rest,
      status: "open",
      openedAt: at,
      revision: 3,
      marks: [],
      checks: {
        "c-1": { marks: [], fieldsChecked: 10, recordRevision: 0, by: "lan", at, position: again?.position },
        "c-2": { marks: [], fieldsChecked: 10, recordRevision: 0, by: "hoa", at, position: once?.position },
      },
      // A check from before marks went only with a reason.
      steps: [
        { ...step, what: "marked", by: "hoa" },
        { ...step, what: "dropped", by: "lan" },
      ],
    });
  });

  it("shows the verdict with who, when and why", () => {
    const returned: DomainEvent = {
      type: "BatchReturned",
      data: { ...verdict, marks: [], reason: "sai nhiều" },
    };
    const accepted: DomainEvent = { type: "BatchAccepted", data: { ...verdict, note: "được" } };
    const silent: DomainEvent = { type: "BatchAccepted", data: verdict };
    const decided = { figures, decidedBy: "binh", decidedAt: at };
    expect(project(reviews, stream(opened, returned)).get("r-1")).toMatchObject({
      ...decided,
      status: "returned",
      reason: "sai nhiều",
    });
    expect(project(reviews, stream(opened, accepted)).get("r-1")).toMatchObject({
      ...decided,
      status: "accepted",
      reason: "được",
    });
    expect(project(reviews, stream(opened, silent)).get("r-1")?.reason).toBeUndefined();
  });

  it("knows nothing of reviews that were never opened", () => {
    expect(project(reviews, stream(checked("c-1"))).size).toBe(0);
  });
});

const place = { recordId: "c-1", bookId: "b-1", batchId: "x-1", unitId: "u-1", recordType: "KS" };
const entered = (keyedBy: string): DomainEvent => ({
  type: "RecordEntered",
  data: {
    ...place,
    bookNumber: "01/2008",
    openingYear: 2008,
    number: "12a",
    source: "keyed",
    keyedBy,
    fields: { so: { raw: "12" }, meHoTen: { raw: "Hoa" } },
    scanId: "s-1",
  },
});
const change: FieldChange = { field: "meHoTen", before: { raw: "Hoa" }, after: { raw: "Hoà" } };
const corrected = (correctedBy: string, correctionId?: string): DomainEvent => ({
  type: "RecordCorrected",
  data: {
    ...place,
    changes: [change],
    reason: "đối chiếu",
    correctedBy,
    ...(correctionId ? { correctionId } : {}),
  },
});
const voided: DomainEvent = { type: "RecordVoided", data: { ...place, reason: "nhầm", voidedBy: "nam" } };
const notApplied: DomainEvent = {
  type: "CorrectionNotApplied",
  data: { ...place, correctionId: "k-1", reason: "value-changed-meanwhile" },
};

describe("review-records", () => {
  const after = (...events: readonly DomainEvent[]) => project(records, stream(...events)).get("c-1");

  it("shows a record as it stands, with everybody who had a hand in it", () => {
    const { recordId: id, ...rest } = place;
    expect(after(entered("nam"), corrected("lan"))).toEqual({
      id,
      ...rest,
      bookNumber: "01/2008",
      openingYear: 2008,
      number: "12a",
      sortNumber: 12,
      fields: { so: { raw: "12" }, meHoTen: { raw: "Hoà" } },
      scanId: "s-1",
      status: "entered",
      keyers: ["nam", "lan"],
      keyerUnits: {},
      arbiters: [],
      resets: [],
      revision: 1,
      contentRevision: 1,
      contentAt: "2026-03-01T02:00:00.000Z",
      saidAt: "2026-03-01T02:00:00.000Z",
      writtenRevision: 1,
      notes: [],
      saidRevision: 1,
      earlierValues: { meHoTen: [{ until: 1, value: { raw: "Hoa" } }] },
      accepted: [],
      duplicate: false,
    });
    expect(after(entered("nam"), corrected("nam"))?.keyers).toEqual(["nam"]);
  });

  it("knows in which unit its keyers worked, each when they first had a hand in it", () => {
    const people = [
      ["nam", "u-1"],
      ["lan", "u-2"],
      ["nam", "u-9"],
      ["hoa", "u-3"],
      ["mai", "u-4"],
    ] as const;
    const answered = sampleEvent("WarningsAnswered", { recordId: "c-1", answeredBy: "hoa" });
    const gone = sampleEvent("RecordVoided", { recordId: "c-1", voidedBy: "mai" });
    const told = stream(entered("nam"), corrected("lan"), corrected("nam"), answered, gone);
    const events = told.map((event, place) => {
      const [account = "", unit = ""] = people[place] ?? [];
      return { ...event, metadata: { ...event.metadata, actor: { ...event.metadata.actor, account, unit } } };
    });
    const found = project(records, events).get("c-1");
    expect(found?.keyerUnits).toEqual({ nam: "u-1", lan: "u-2", hoa: "u-3", mai: "u-4" });
  });

  it("knows since when two people agree on each field that was keyed twice, and who mends alone changes nothing of it", () => {
    const compared = ["meHoTen", "chaHoTen"];
    const again = sampleEvent("RecordKeyedAgain", { recordId: "c-1", compared, differing: ["meHoTen"] });
    const settled = sampleEvent("DiscrepancyResolved", { recordId: "c-1", field: "meHoTen" });
    const agreed = (...events: readonly DomainEvent[]) => after(entered("nam"), ...events)?.agreedIn;
    expect(agreed(corrected("lan"))).toBeUndefined();
    expect(agreed(again, settled)).toEqual({ meHoTen: 2, chaHoTen: 1 });
    expect(agreed(again, settled, corrected("nam"))).toEqual({ meHoTen: 2, chaHoTen: 1 });
    const approved = sampleEvent("RecordCorrected", {
      recordId: "c-1",
      changes: [{ field: "chaHoTen", after: { raw: "Ba" } }],
      approvedBy: "duyet",
    });
    expect(agreed(again, settled, approved)).toEqual({ meHoTen: 2, chaHoTen: 3 });
    // Keyed anew by one person.
    expect(agreed(again, settled, voided, entered("nam"))).toBeUndefined();
  });

  it("knows what an arbiter wrote that neither keyer has, until two agree about it again", () => {
    const again = sampleEvent("RecordKeyedAgain", {
      recordId: "c-1",
      compared: ["meHoTen"],
      differing: ["meHoTen"],
      fields: { meHoTen: { raw: "Hòa" } },
    });
    const decided = (choice: "first" | "second" | "neither", after: FieldValue) =>
      sampleEvent("DiscrepancyResolved", { recordId: "c-1", field: "meHoTen", choice, after });
    const agreed = (...events: readonly DomainEvent[]) =>
      after(entered("nam"), again, ...events)?.agreedIn?.["meHoTen"];
    expect(agreed(decided("second", { raw: "Hòa" }))).toBe(2);
    expect(agreed(decided("neither", { raw: "Họa" }))).toBeNull();
    expect(agreed(decided("neither", { blank: true }))).toBeNull();
    // As older programs have called what one of them has.
    for (const raw of ["Hoa", "HÒA"]) expect(agreed(decided("neither", { raw }))).toBe(2);
    const approved = sampleEvent("RecordCorrected", {
      recordId: "c-1",
      changes: [{ field: "meHoTen", after: { raw: "Hoạ" } }],
      approvedBy: "duyet",
    });
    expect(agreed(decided("neither", { raw: "Họa" }), approved)).toBe(3);
    const found = after(entered("nam"), again, decided("first", { raw: "Hoa" }));
    expect(found?.undecided).toEqual({});
  });

  it("does not forget the first keyer when a voided number is keyed anew", () => {
    expect(after(entered("nam"), voided)).toMatchObject({ status: "voided", voided: { revision: 1 } });
    expect(after(entered("nam"), voided, entered("lan"))).toMatchObject({
      status: "entered",
      keyers: ["nam", "lan"],
      revision: 2,
      fields: { meHoTen: { raw: "Hoa" } },
    });
  });

  it("follows the revision of everything that happens to the record", () => {
    const annotated: DomainEvent = {
      type: "RecordAnnotated",
      data: { ...place, text: "x", decision: { number: "1", day: "2026-01-01", issuedBy: "UBND" } },
    };
    expect(after(entered("nam"), annotated)).toMatchObject({
      revision: 1,
      contentRevision: 0,
      notes: [{ revision: 1, setters: [] }],
    });
    expect(after(entered("nam"), notApplied)).toMatchObject({ revision: 1, contentRevision: 0 });
    expect(after(annotated, notApplied, voided, corrected("nam"))).toBeUndefined();
  });
});

describe("review-corrections", () => {
  const { recordId, unitId, bookId, batchId, recordType } = place;
  const data = {
    correctionId: "k-1",
    recordId,
    unitId,
    bookId,
    batchId,
    recordType,
    changes: [change],
    reason: "sót",
    requestedBy: "nam",
  };
  const requested: DomainEvent = { type: "CorrectionRequested", data };
  const approved: DomainEvent = { type: "CorrectionApproved", data: { ...data, decidedBy: "binh" } };
  const after = (...events: readonly DomainEvent[]) => project(corrections, stream(...events)).get("k-1");

  it("follows a request to the record", () => {
    const { correctionId: id, ...rest } = data;
    const asked = {
      id,
      ...rest,
      status: "requested",
      requestedAt: at,
      requestHands: { setters: [] },
      revision: 0,
    };
    expect(after(requested)).toEqual(asked);
    const decided = { ...asked, decidedBy: "binh", decidedAt: at, revision: 1 };
    expect(after(requested, approved)).toEqual({ ...decided, status: "approved" });
    expect(after(requested, approved, corrected("nam", "k-1"))).toEqual({ ...decided, status: "applied" });
    expect(after(requested, approved, notApplied)).toEqual({
      ...decided,
      status: "not-applied",
      notAppliedReason: "value-changed-meanwhile",
    });
  });

  it("shows why it was declined", () => {
    const declined: DomainEvent = {
      type: "CorrectionDeclined",
      data: { correctionId: "k-1", recordId, unitId, reason: "không đúng", decidedBy: "binh" },
    };
    expect(after(requested, declined)).toMatchObject({ status: "declined", declineReason: "không đúng" });
  });

  it("does not take back news that came before the approval did", () => {
    expect(after(requested, corrected("nam", "k-1"), approved)?.status).toBe("applied");
    expect(after(requested, notApplied, approved)?.status).toBe("not-applied");
  });

  it("is not concerned with corrections before acceptance", () => {
    expect(project(corrections, stream(corrected("nam"))).size).toBe(0);
  });
});
