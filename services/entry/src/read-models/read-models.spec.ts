import { project, recorded } from "@sogoc/core/testing";
import type { DomainEvent } from "@sogoc/events";
import { sampleEvent } from "@sogoc/events/testing";
import { describe, expect, it } from "vitest";
import { batchData, batchEvents, policy } from "../testing/batch-events.ts";
import { batches } from "./batches.ts";
import { books } from "./books.ts";
import { records } from "./records.ts";
import { scans } from "./scans.ts";

const at = "2026-03-01T02:00:00.000Z";
const later = "2026-03-02T02:00:00.000Z";
const stream = (...events: readonly DomainEvent[]) =>
  events.map((event, revision) =>
    recorded(event, { revision, metadata: { at: revision === 0 ? at : later } }),
  );

const place = { recordId: "c-1", bookId: "b-1", batchId: "x-1", unitId: "u-1", recordType: "KS" };
const findings = { errors: 0, warnings: 1, infos: 0 };
const accepted = [{ rule: "r", fields: ["meHoTen"], reason: "sổ ghi vậy" }];
const entered: DomainEvent = {
  type: "RecordEntered",
  data: {
    ...place,
    bookNumber: "01/2008",
    openingYear: 2008,
    number: "7/2009",
    source: "keyed",
    keyedBy: "nam",
    fields: { so: { raw: "7" }, meHoTen: { raw: "Hoa" } },
    findings,
    accepted,
  },
};
const corrected: DomainEvent = {
  type: "RecordCorrected",
  data: {
    ...place,
    reason: "đối chiếu",
    correctedBy: "nam",
    changes: [{ field: "meHoTen", before: { raw: "Hoa" }, after: { raw: "Hoà" } }],
    findings: { errors: 0, warnings: 0, infos: 0 },
  },
};
const voided: DomainEvent = { type: "RecordVoided", data: { ...place, reason: "nhầm", voidedBy: "nam" } };

const bookData = {
  bookId: "b-1",
  unitId: "u-1",
  recordType: "KS",
  bookNumber: "01/2008",
  openingYear: 2008,
  office: "UBND xã Mai Lâm",
};
const registered: DomainEvent = { type: "BookRegistered", data: bookData };
const attached = (scanId: string, number: string, replaces?: string): DomainEvent => ({
  type: "ScanAttached",
  data: {
    bookId: "b-1",
    scanId,
    kind: "case",
    fileName: "a.pdf",
    sha256: "aa",
    size: 10,
    pages: 1,
    number,
    ...(replaces ? { replaces } : {}),
  },
});
const cover: DomainEvent = {
  type: "ScanAttached",
  data: { bookId: "b-1", scanId: "s-0", kind: "cover", fileName: "c.pdf", sha256: "cc", size: 10, pages: 1 },
};
const { opened, assigned, takenBack, submitted, reopened, locked } = batchEvents;

describe("entry-books", () => {
  const after = (...events: readonly DomainEvent[]) => project(books, stream(...events)).get("b-1");
  const { bookId: id, ...rest } = bookData;
  const empty = {
    id,
    ...rest,
    caseScans: 0,
    hasCover: false,
    refusedScans: 0,
    records: 0,
    secondCases: [],
    batches: [],
    submitted: [],
    accepted: [],
    revision: 0,
  };

  it("counts scans, batches and records", () => {
    expect(after(registered)).toEqual(empty);
    const refused: DomainEvent = {
      type: "ScanRefused",
      data: { bookId: "b-1", fileName: "x", reason: "not-a-pdf" },
    };
    const everything = [
      attached("s-1", "7"),
      attached("s-2", "8"),
      attached("s-3", "7", "s-1"),
      cover,
      refused,
    ];
    expect(after(registered, ...everything)).toEqual({
      ...empty,
      caseScans: 2,
      hasCover: true,
      refusedScans: 1,
      revision: 5,
    });
    expect(after(registered, opened, entered, entered, voided)).toEqual({
      ...empty,
      batches: ["x-1"],
      records: 1,
    });
  });

  it("tells second cases of a number from those that the inventory counts, while they stand", () => {
    if (entered.type !== "RecordEntered") throw new Error("another event");
    const second: DomainEvent = { type: "RecordEntered", data: { ...entered.data, number: "7b/2009" } };
    const { recordId } = entered.data;
    expect(after(registered, second)).toMatchObject({ records: 1, secondCases: [recordId] });
    expect(after(registered, second, voided)).toMatchObject({ records: 0, secondCases: [] });
  });

  it("knows which of its batches were accepted", () => {
    const accepted: DomainEvent = {
      type: "BatchAccepted",
      data: {
        reviewId: "r-1",
        batchId: "x-1",
        bookId: "b-1",
        unitId: "xa-1",
        recordType: "KS",
        round: 1,
        decidedBy: "duyet",
        figures: {
          records: 1,
          sampled: 1,
          checked: 1,
          wrongRecords: 0,
          fieldsChecked: 9,
          wrongFields: 0,
          ruleErrors: 0,
          ruleWarnings: 0,
        },
      },
    };
    expect(after(registered, opened, accepted)).toMatchObject({ batches: ["x-1"], accepted: ["x-1"] });
    expect(after(registered, accepted, opened)).toMatchObject({ batches: ["x-1"], accepted: ["x-1"] });
  });

  it("takes over changed details, not the reason for them", () => {
    const changed: DomainEvent = {
      type: "BookDetailsChanged",
      data: { bookId: "b-1", pages: 200, reason: "đếm lại" },
    };
    expect(after(registered, changed)).toEqual({ ...empty, pages: 200, revision: 1 });
  });

  it("belongs to nobody while only its records were heard of", () => {
    expect(after(cover)).toBeUndefined();
    expect(after(entered, entered, opened)).toMatchObject({ unitId: null, records: 2, batches: ["x-1"] });
  });
});

describe("entry-scans", () => {
  const after = (...events: readonly DomainEvent[]) => [...project(scans, stream(...events)).keys()];

  it("holds the scans in force", () => {
    expect(after(attached("s-1", "7"), attached("s-2", "8"), cover)).toEqual(["s-1", "s-2", "s-0"]);
    expect(after(attached("s-1", "7"), attached("s-3", "7", "s-1"))).toEqual(["s-3"]);
  });

  it("sorts by number; what shows no case comes first", () => {
    const found = project(scans, stream(attached("s-1", "12a"), cover));
    expect(found.get("s-1")).toMatchObject({ sortNumber: 12, number: "12a", bookId: "b-1", pages: 1 });
    expect(found.get("s-1")).toMatchObject({
      revision: 0,
      attachedAt: at,
      attachedByAccount: expect.any(String),
    });
    expect(found.get("s-0")?.sortNumber).toBe(0);
    const replacing = project(scans, stream(attached("s-1", "7"), attached("s-3", "7", "s-1")));
    expect(replacing.get("s-3")).not.toHaveProperty("replaces");
  });
});

const mark = { field: "meHoTen", severity: "major", reason: "Sổ ghi khác" } as const;
const returned: DomainEvent = {
  type: "BatchReturned",
  data: {
    reviewId: "r-1",
    batchId: "x-1",
    bookId: "b-1",
    unitId: "u-1",
    recordType: "KS",
    round: 1,
    marks: [
      { recordId: "c-1", ...mark },
      { recordId: "c-2", ...mark },
      { recordId: "c-1", ...mark, field: "chaHoTen" },
    ],
    reason: "sai",
    decidedBy: "binh",
    figures: {
      records: 2,
      sampled: 2,
      checked: 2,
      wrongRecords: 2,
      fieldsChecked: 20,
      wrongFields: 3,
      ruleErrors: 0,
      ruleWarnings: 0,
    },
  },
};

describe("entry-batches", () => {
  const after = (...events: readonly DomainEvent[]) => project(batches, stream(...events)).get("x-1");
  const { batchId: id, ...rest } = batchData;
  const empty = {
    id,
    ...rest,
    policy,
    status: "open",
    assignedTo: null,
    round: 0,
    records: 0,
    marks: 0,
    openedAt: at,
    openedBy: "acc-1",
    revision: 0,
    secondKeyers: [],
    differences: 0,
    resolved: 0,
  };

  it("keeps why it came back last, whichever of the two services is heard of first", () => {
    const lastReturn = { round: 1, reason: "sai" };
    expect(after(opened, assigned, submitted, reopened, returned)).toMatchObject({ round: 1, lastReturn });
    expect(after(returned, opened, assigned, submitted, reopened)).toMatchObject({ round: 1, lastReturn });
    const again = { ...returned, data: { ...returned.data, round: 2, reason: "vẫn sai" } } as DomainEvent;
    expect(after(opened, again, returned)).toMatchObject({ lastReturn: { round: 2, reason: "vẫn sai" } });
  });

  it("goes through a batch's life", () => {
    expect(after(opened)).toEqual(empty);
    const held = { assignedTo: "nam", assignedName: "Nam", leaseUntil: assigned.data.leaseUntil };
    expect(after(opened, assigned)).toEqual({ ...empty, ...held, revision: 1 });
    expect(after(opened, assigned, takenBack)).toEqual({ ...empty, revision: 2 });
    const sent = { ...empty, ...held, round: 1 };
    expect(after(opened, assigned, submitted)).toEqual({ ...sent, status: "submitted", revision: 2 });
    expect(after(opened, assigned, submitted, reopened)).toEqual({ ...sent, marks: 2, revision: 3 });
    expect(after(opened, assigned, submitted, reopened, { ...submitted })).toMatchObject({ marks: 0 });
    expect(after(opened, assigned, submitted, locked)).toMatchObject({
      ...sent,
      status: "locked",
      acceptedBy: { setters: [] },
      revision: 3,
    });
  });

  it("counts records that are there, without moving the batch's own revision", () => {
    expect(after(opened, entered, entered, voided)).toEqual({ ...empty, records: 1 });
    expect(after(assigned, takenBack)).toBeUndefined();
    expect(after(entered, voided, entered, opened)).toMatchObject({
      ...empty,
      records: 1,
      revision: 3,
      openedAt: expect.any(String),
    });
  });
});

describe("entry-records", () => {
  /** Keyed on the first day, all the rest on the next, whatever order it is heard of in. */
  const heard = (...events: readonly DomainEvent[]) =>
    events.map((event, revision) => {
      const first = event.type === "RecordEntered" && event.data.round === undefined;
      return recorded(event, { revision, metadata: { at: first ? at : later } });
    });
  const after = (...events: readonly DomainEvent[]) => project(records, heard(...events)).get("c-1");
  const mended = { ...corrected, data: { ...corrected.data, round: 1 } } as DomainEvent;
  const keyedAnew = { ...entered, data: { ...entered.data, round: 1 } } as DomainEvent;

  it("shows a record as it was entered and as it was corrected", () => {
    const { recordId: id, ...rest } = place;
    const first = {
      id,
      ...rest,
      bookNumber: "01/2008",
      openingYear: 2008,
      number: "7/2009",
      sortNumber: 7,
      fields: { so: { raw: "7" }, meHoTen: { raw: "Hoa" } },
      status: "entered",
      source: "keyed",
      keyedBy: "nam",
      duplicate: false,
      accepted,
      marks: [],
      marked: 0,
      differs: 0,
      returns: [],
      takenBack: {},
      entered: { at },
      corrected: {},
      hands: { accounts: ["nam"], setters: [] },
      enteredAt: at,
      firstEnteredAt: at,
      changedAt: at,
      revision: 0,
      contentRevision: 0,
    };
    expect(after(entered)).toEqual(first);
    expect(after(entered, corrected)).toEqual({
      ...first,
      fields: { so: { raw: "7" }, meHoTen: { raw: "Hoà" } },
      changedAt: later,
      revision: 1,
      corrected: { meHoTen: [{ at: later, before: { raw: "Hoa" } }] },
      contentRevision: 1,
      accepted: [],
    });
  });

  it("carries the marks of a return until each is corrected", () => {
    const other = { ...mark, field: "chaHoTen" };
    expect(after(entered, returned)).toMatchObject({ marks: [mark, other], marked: 1, revision: 0 });
    expect(after(entered, returned, mended)).toMatchObject({ marks: [other], marked: 1 });
    expect(after(entered, returned, voided)).toMatchObject({ marks: [], marked: 0, status: "voided" });
    expect(project(records, heard(entered, returned)).get("c-2")).toMatchObject({
      status: "unheard",
      batchId: "",
      marks: [],
      marked: 0,
    });
  });

  it("does not bring marks back that were mended, when the return is heard of later", () => {
    const other = { ...mark, field: "chaHoTen" };
    expect(after(entered, mended, returned)).toMatchObject({ marks: [other], marked: 1 });
    expect(after(returned, entered, mended)).toMatchObject({ marks: [other], marked: 1 });
    expect(after(returned, entered)).toMatchObject({ marks: [mark, other], marked: 1 });
    // Keyed anew after the return: nothing of what was marked is there any more.
    expect(after(entered, voided, keyedAnew, returned)).toMatchObject({ marks: [], marked: 0 });
  });

  it("says mended only of a field that reads otherwise than when it was marked, as the gate does", () => {
    const other = { ...mark, field: "chaHoTen" };
    const to = (raw: string, round = 1) =>
      ({
        ...corrected,
        data: { ...corrected.data, round, changes: [{ field: "meHoTen", after: { raw } }] },
      }) as DomainEvent;
    expect(after(entered, returned, to("Hoà"), to("Hoa"))).toMatchObject({ marks: [mark, other] });
    expect(after(entered, to("Hoà"), to("Hoa"), returned)).toMatchObject({ marks: [mark, other] });
    expect(after(entered, returned, to("HOA "))).toMatchObject({ marks: [mark, other] });
    // A value that was marked stays wrong after another one was marked too.
    const second = {
      ...returned,
      data: { ...returned.data, round: 2, marks: [{ recordId: "c-1", ...mark }] },
    };
    expect(after(entered, returned, to("Huê"), second, to("Hoa", 2))).toMatchObject({ marks: [mark] });
    expect(after(entered, returned, to("Huê"), second, to("Huệ", 2))).toMatchObject({ marks: [] });
  });

  it("lets go of a mark that a later check took back with a reason, until it is marked again", () => {
    const other = { ...mark, field: "chaHoTen" };
    const takenBack = sampleEvent("RecordChecked", {
      recordId: "c-1",
      takenBack: [{ ...mark, because: "Sổ ghi như vậy" }],
    });
    const days = (...events: readonly DomainEvent[]) =>
      events.map((event, revision) =>
        recorded(event, { revision, metadata: { at: `2026-04-0${revision + 1}T00:00:00.000Z` } }),
      );
    const [first, back, check, again] = days(entered, returned, takenBack, {
      ...returned,
      data: { ...returned.data, round: 3, marks: [{ recordId: "c-1", ...mark }] },
    });
    const uncorrected = (...events: readonly (typeof first)[]) =>
      project(
        records,
        events.flatMap((event) => event ?? []),
      ).get("c-1")?.marks;
    for (const order of [
      [first, back, check],
      [check, first, back],
      [back, check, first],
    ])
      expect(uncorrected(...order)).toEqual([other]);
    expect(uncorrected(first, back, check, again)).toEqual([mark]);
    expect(uncorrected(again, check, back, first)).toEqual([mark]);
  });

  it("has no marks of the batch in which its number was keyed before", () => {
    const there = { ...returned, data: { ...returned.data, batchId: "x-0" } } as DomainEvent;
    expect(after(there, entered, returned)).toMatchObject({ marked: 1 });
    expect(after(there, entered)).toMatchObject({ marks: [], marked: 0 });
  });

  it("lets the marks of a later return stand, whichever is heard of first", () => {
    const second = {
      ...returned,
      data: { ...returned.data, round: 2, marks: [{ recordId: "c-1", ...mark }] },
    };
    for (const events of [
      [entered, returned, mended, second],
      [entered, second, mended, returned],
      [second, returned, entered, mended],
    ] as const)
      expect(after(...(events as readonly DomainEvent[]))).toMatchObject({ marks: [mark], marked: 1 });
  });

  it("keeps the marks of a case that a check found wrongly voided, until its number is keyed again", () => {
    const before = voided;
    const after1 = { ...voided, data: { ...voided.data, round: 1 } } as DomainEvent;
    const second: DomainEvent = {
      ...returned,
      data: { ...returned.data, round: 2, marks: [{ recordId: "c-1", ...mark }] },
    };
    const keyedAfter = { ...entered, data: { ...entered.data, round: 2 } } as DomainEvent;
    const stands = { status: "voided", marks: [mark], marked: 1 };
    for (const events of [
      [entered, after1, second],
      [entered, second, after1],
      [second, entered, after1],
    ])
      expect(after(...events)).toMatchObject(stands);
    // Voided as the answer to a return, by the round that it tells or by the clock.
    for (const answered of [after1, before])
      expect(after(entered, returned, answered)).toMatchObject({ status: "voided", marks: [], marked: 0 });
    expect(after(entered, after1, second, keyedAfter)).toMatchObject({ status: "entered", marks: [] });
  });

  it("starts anew when a voided number is keyed again", () => {
    expect(after(entered, returned, mended, voided, keyedAnew)).toMatchObject({
      status: "entered",
      marks: [],
      revision: 4,
      fields: { meHoTen: { raw: "Hoa" } },
      enteredAt: later,
    });
  });

  it("follows the revision of notes and of corrections that did not fit", () => {
    const annotated: DomainEvent = {
      type: "RecordAnnotated",
      data: { ...place, text: "x", decision: { number: "1", day: "2026-01-01", issuedBy: "UBND" } },
    };
    const notApplied: DomainEvent = {
      type: "CorrectionNotApplied",
      data: { ...place, correctionId: "k-1", reason: "record-voided" },
    };
    expect(after(entered, annotated, notApplied)).toMatchObject({
      revision: 2,
      contentRevision: 0,
      changedAt: at,
    });
    expect(after(annotated, notApplied, corrected, voided)).toBeUndefined();
  });
});

it("a record keeps everybody who has a hand in an approved correction, by setting or by opening", () => {
  const opened = (account: string) => ({ account, at, opened: true as const });
  const approved = recorded(
    {
      type: "RecordCorrected",
      data: {
        ...corrected.data,
        requestedBy: "thu",
        requesterPasswordSetBy: { account: "chinh", at, opened: true, behind: [{ account: "so", at }] },
        approvedBy: "duyet",
      },
    } as DomainEvent,
    {
      revision: 1,
      metadata: {
        at: later,
        actor: { account: "duyet", name: "D", unit: "u-1", roles: [], passwordSetBy: opened("tinh") },
      },
    },
  );
  const shown = project(records, [...stream(entered), approved]).get("c-1");
  expect(shown?.hands).toMatchObject({ setters: ["so"], openers: ["chinh", "tinh"] });
});
