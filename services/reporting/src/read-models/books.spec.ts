import { project } from "@sogoc/core/testing";
import type { DomainEvent } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import * as make from "../testing/events.ts";
import { stream } from "../testing/stories.ts";
import { books } from "./books.ts";

const told = (...streams: readonly (readonly DomainEvent[])[]) =>
  project(
    books,
    streams.flatMap((events, index) => stream(`stream-${index}`, events)),
  ).get("book-a");

const change = (data: object): DomainEvent => ({
  type: "BookDetailsChanged",
  data: { bookId: "book-a", reason: "đếm lại", ...data },
});

describe("reporting-books", () => {
  it("knows the book as registered, with what was changed later", () => {
    expect(told([make.bookRegistered()])).toMatchObject({
      unitId: "xa-1",
      recordType: "KS",
      bookNumber: "01/2008",
      openingYear: 2008,
      expected: 10,
      pages: 100,
      records: 0,
    });
    expect(told([make.bookRegistered(), change({ expectedCases: 12 })])).toMatchObject({
      expected: 12,
      pages: 100,
    });
    const closed = [{ rule: "number-gap", subject: "9", reason: "trang bị xé" }];
    const reconciled: DomainEvent = { type: "BookReconciled", data: { bookId: "book-a", closed } };
    expect(told([make.bookRegistered(), reconciled])?.book?.closed).toMatchObject(closed);
  });

  it("counts cases that were checked beside the sample, before and after the verdict", () => {
    const checks = [make.recordChecked(), make.recordChecked({ recordId: "record-b", fieldsChecked: 38 })];
    const figures = { ...make.figures, checked: 1, fieldsChecked: 40, wrongFields: 0 };
    const before = told([make.bookRegistered()], [make.reviewOpened(), ...checks]);
    const after = told(
      [make.bookRegistered()],
      [make.reviewOpened(), ...checks, make.batchAccepted({ figures })],
    );
    for (const row of [before, after]) expect(row).toMatchObject({ fieldsChecked: 78, wrongFields: 0 });
  });

  it("tells second cases of a number from those that the inventory counts, while they stand", () => {
    const second = make.recordEntered({ number: "7b" });
    expect(told([make.bookRegistered()], [second])).toMatchObject({ records: 1, ownNumbers: 0 });
    expect(told([make.bookRegistered()], [second, make.recordVoided()])).toMatchObject({
      records: 0,
      ownNumbers: 0,
    });
  });

  it("counts what was keyed, imported, corrected and voided", () => {
    const row = told(
      [make.bookRegistered()],
      [make.recordEntered(), make.recordCorrected()],
      [make.recordEntered({ recordId: "record-b", source: "imported" })],
      [make.recordEntered({ recordId: "record-c" }), make.recordVoided({ recordId: "record-c" })],
    );
    expect(row).toMatchObject({ keyed: 2, imported: 1, corrected: 1, voided: 1, records: 2 });
  });

  it("is as far as its batches are, those opened beside or after accepted ones too", () => {
    const accepted = [make.reviewOpened(), make.batchAccepted()];
    const first = [make.batchOpened(), make.batchSubmitted()];
    const keyed = Array.from({ length: 10 }, (_, index) => make.recordEntered({ recordId: `r-${index}` }));
    const withdrawn: DomainEvent = {
      type: "BatchWithdrawn",
      data: { batchId: "batch-3b", bookId: "book-a", unitId: "xa-1", reason: "mở nhầm", withdrawnBy: "k" },
    };
    const supplement = make.batchOpened({ batchId: "batch-3b" });
    const standing = (...streams: readonly (readonly DomainEvent[])[]) =>
      told([make.bookRegistered()], ...streams)?.standing;
    expect(standing()).toBe("untouched");
    expect(standing([make.batchOpened()])).toBe("inWork");
    expect(standing(first, keyed)).toBe("keyed");
    expect(standing(first, keyed, accepted)).toBe("accepted");
    expect(standing(first, keyed, accepted, [supplement])).toBe("inWork");
    expect(standing(first, keyed, accepted, [supplement, withdrawn])).toBe("accepted");
  });

  it("counts as returned what went back as a whole, and not what went back for its marks alone", () => {
    const round = (reviewId: string, number: number, fixesOnly?: true) => [
      make.reviewOpened({ reviewId, round: number }),
      make.batchReturned({ reviewId, round: number, fixesOnly }),
    ];
    const row = told([make.bookRegistered()], round("r-1", 1), round("r-2", 2, true), round("r-3", 3, true));
    expect(row?.returnedRounds).toBe(1);
  });

  it("takes submissions and findings of the last round, verdicts of all", () => {
    const again = { reviewId: "review-b", round: 2 };
    const row = told(
      [make.bookRegistered()],
      [make.batchSubmitted({ recordCount: 9 }), make.batchSubmitted({ round: 2, recordCount: 8 })],
      [make.reviewOpened({ rules: { errors: 5, warnings: 5, infos: 0 } }), make.batchReturned()],
      [make.reviewOpened(again), make.batchAccepted({ ...again, figures: { ...make.figures, records: 8 } })],
    );
    expect(row).toMatchObject({
      submitted: 8,
      accepted: 8,
      returnedRounds: 1,
      ruleErrors: 0,
      ruleWarnings: 1,
      fieldsChecked: 80,
      wrongFields: 1,
    });
  });

  it("stays out of every sum until its registration is known", () => {
    expect(told([make.recordEntered()])).toMatchObject({ unitId: null, phase: null, records: 1 });
  });
});
