import { given } from "@sogoc/core/testing";
import { sampleEvent } from "@sogoc/events/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BookCommand, type BookEvent, bookDecider } from "./book.ts";

const bookId = "b-1";
const data = {
  bookId,
  unitId: "u-1",
  recordType: "KS",
  bookNumber: "01/2008",
  openingYear: 2008,
  office: "UBND xã Mai Lâm",
};
const registered: BookEvent = { type: "BookRegistered", data };

const scan = (scanId: string, sha256: string, number = "7") => ({
  bookId,
  scanId,
  fileName: `${scanId}.pdf`,
  sha256,
  size: 10,
  pages: 1,
  number,
  kind: "case" as const,
});
const attached = (...wish: Parameters<typeof scan>): BookEvent => ({
  type: "ScanAttached",
  data: scan(...wish),
});
const allotted = (batchId: string, from?: number, to?: number): BookEvent => ({
  type: "NumbersAllotted",
  data: { bookId, batchId, from, to },
});
const allot = (batchId: string, from?: number, to?: number): BookCommand => ({
  type: "AllotNumbers",
  bookId,
  batchId,
  from,
  to,
});

describe("a book", () => {
  const details = { bookId, pages: 200, reason: "đếm lại" };
  const refusal = { bookId, fileName: "a.exe", reason: "not-a-pdf" };
  const closing = { bookId, closed: [{ rule: "number-gap", subject: "8", reason: "sổ bỏ trống" }] };

  it("is registered once", () => {
    given(bookDecider).when({ type: "RegisterBook", data }).then([registered]);
    given(bookDecider, [registered]).when({ type: "RegisterBook", data }).thenRejected("book-exists");
  });

  it("takes notes of details, refused scans and reconciliation", () => {
    given(bookDecider, [registered])
      .when({ type: "ChangeBookDetails", data: details })
      .then([{ type: "BookDetailsChanged", data: details }]);
    given(bookDecider, [registered])
      .when({ type: "RefuseScan", data: refusal })
      .then([{ type: "ScanRefused", data: refusal }]);
    given(bookDecider, [registered])
      .when({ type: "CloseFindings", data: closing, timesFindingsClosedBefore: 0 })
      .then([{ type: "BookReconciled", data: closing }]);
  });

  it("folds its details and keeps the reason out of them", () => {
    const { state } = given(bookDecider, [
      registered,
      { type: "BookDetailsChanged", data: details },
      { type: "ScanRefused", data: refusal },
      { type: "BookReconciled", data: closing },
    ]);
    expect(state.registered).toEqual({ ...data, pages: 200 });
    expect(state.scans.size).toBe(0);
  });

  it("keeps what a change leaves out, also where that is said by an undefined member", () => {
    const { state } = given(bookDecider, [
      registered,
      { type: "BookDetailsChanged", data: { ...details, note: "bìa rách" } },
      { type: "BookDetailsChanged", data: { ...details, pages: undefined, note: undefined } },
    ]);
    expect(state.registered).toEqual({ ...data, pages: 200, note: "bìa rách" });
  });

  it("must be registered for anything else", () => {
    const commands: BookCommand[] = [
      { type: "ChangeBookDetails", data: details },
      { type: "AttachScan", data: scan("s-1", "aa") },
      { type: "RefuseScan", data: refusal },
      allot("x"),
      { type: "CloseFindings", data: closing, timesFindingsClosedBefore: 0 },
    ];
    for (const command of commands) given(bookDecider).when(command).thenRejected("book-unknown");
  });
});

describe("scans of a book", () => {
  const attach = (replaceSeen: number | undefined, ...wish: Parameters<typeof scan>): BookCommand => ({
    type: "AttachScan",
    data: scan(...wish),
    replacesRevision: replaceSeen,
  });

  it("are attached, one for each number", () => {
    given(bookDecider, [registered])
      .when(attach(undefined, "s-1", "aa"))
      .then([attached("s-1", "aa")]);
    given(bookDecider, [registered, attached("s-1", "aa")])
      .when(attach(undefined, "s-2", "bb", "8"))
      .then([attached("s-2", "bb", "8")]);
  });

  it("change nothing when the same content comes for the same number", () => {
    for (const replace of [1, undefined]) {
      given(bookDecider, [registered, attached("s-1", "aa")])
        .when(attach(replace, "s-2", "aa"))
        .then([]);
    }
  });

  it("are refused when the same content came for another number, and for a number that has one", () => {
    const before = [registered, attached("s-1", "aa")];
    given(bookDecider, before)
      .when(attach(1, "s-2", "aa", "8"))
      .thenRejected("scan-refused");
    given(bookDecider, before)
      .when(attach(undefined, "s-2", "bb"))
      .thenRejected("scan-refused");
  });

  it("take the place of another when asked to, and free the other's content", () => {
    const replacing: BookEvent = { type: "ScanAttached", data: { ...scan("s-2", "bb"), replaces: "s-1" } };
    given(bookDecider, [registered, attached("s-1", "aa")])
      .when(attach(1, "s-2", "bb"))
      .then([replacing]);
    given(bookDecider, [registered, attached("s-1", "aa"), replacing])
      .when(attach(undefined, "s-3", "aa", "9"))
      .then([attached("s-3", "aa", "9")]);
  });

  it("take the place of the one that was seen, and of no later one", () => {
    const replaced: BookEvent = { type: "ScanAttached", data: { ...scan("s-2", "bb"), replaces: "s-1" } };
    const before = [registered, attached("s-1", "aa"), replaced, attached("s-8", "ff", "8")];
    given(bookDecider, before)
      .when(attach(1, "s-3", "cc"))
      .thenRejected("revision-conflict");
    given(bookDecider, before)
      .when(attach(4, "s-3", "cc"))
      .thenRejected("revision-conflict");
    for (const seen of [2, 3])
      given(bookDecider, before)
        .when(attach(seen, "s-3", "cc"))
        .then([{ type: "ScanAttached", data: { ...scan("s-3", "cc"), replaces: "s-2" } }]);
    // That of another number came later, and is nothing to this one.
    given(bookDecider, before)
      .when(attach(3, "s-9", "ee", "8"))
      .then([{ type: "ScanAttached", data: { ...scan("s-9", "ee", "8"), replaces: "s-8" } }]);
    given(bookDecider, before)
      .when(attach(2, "s-9", "ee", "8"))
      .thenRejected("revision-conflict");
  });

  it("tell covers and whole books from cases", () => {
    const { number: _, ...rest } = scan("s-9", "cc");
    const cover = { ...rest, kind: "cover" as const };
    given(bookDecider, [registered, attached("s-1", "aa")])
      .when({ type: "AttachScan", data: cover })
      .then([{ type: "ScanAttached", data: cover }]);
    given(bookDecider, [registered, { type: "ScanAttached", data: cover }])
      .when({ type: "AttachScan", data: { ...cover, scanId: "s-10", sha256: "dd" } })
      .thenRejected("scan-refused");
  });
});

describe("allotting numbers", () => {
  it("gives a range, or the whole book", () => {
    given(bookDecider, [registered])
      .when(allot("x", 1, 50))
      .then([allotted("x", 1, 50)]);
    given(bookDecider, [registered])
      .when(allot("x"))
      .then([allotted("x")]);
    given(bookDecider, [registered, allotted("x", 1, 50)])
      .when(allot("y", 51))
      .then([allotted("y", 51)]);
  });

  it("refuses a range that runs backwards", () => {
    given(bookDecider, [registered])
      .when(allot("x", 9, 3))
      .thenRejected("invalid-request");
  });

  it("never gives a number to two batches", () => {
    const range = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 8 }), (wishes) => {
        const events: BookEvent[] = [registered];
        for (const [index, [from, to]] of wishes.entries()) {
          const { state } = given(bookDecider, events);
          try {
            events.push(...bookDecider.decide(allot(`x-${index}`, from, to), state));
          } catch {
            // Refused: backwards or taken. What matters is what was let through.
          }
        }
        const owners = new Map<number, string>();
        for (const { batchId, from, to } of given(bookDecider, events).state.allotments) {
          for (let number = from; number <= to; number++) {
            expect(owners.has(number)).toBe(false);
            owners.set(number, batchId);
          }
        }
        // And nothing is refused that was free.
        const free = [...Array(30).keys()].map((index) => index + 1).find((number) => !owners.has(number));
        if (free !== undefined)
          given(bookDecider, events)
            .when(allot("last", free, free))
            .then([allotted("last", free, free)]);
      }),
    );
    given(bookDecider, [registered, allotted("x")])
      .when(allot("y", 500, 600))
      .thenRejected("batch-overlaps");
    given(bookDecider, [registered, allotted("x", 1, 50)])
      .when(allot("y", 50, 60))
      .thenRejected("batch-overlaps");
  });

  it("have second cases allotted apart, where every batch that holds the first ones is locked", () => {
    const second = (from: number, to: number, ...givenUpBy: string[]) =>
      ({ ...allot("z", from, to), givenUpBy, secondCases: true }) as const;
    const ofSecond: BookEvent = {
      type: "NumbersAllotted",
      data: { bookId, batchId: "z", from: 3, to: 3, secondCases: true },
    };
    const events = [registered, allotted("x", 1, 50)];
    given(bookDecider, events)
      .when(second(3, 3, "x"))
      .then([ofSecond]);
    given(bookDecider, events).when(second(3, 3)).thenRejected("batch-overlaps");
    given(bookDecider, events).when(second(51, 51)).thenRejected("no-first-case");
    given(bookDecider, [...events, ofSecond])
      .when(second(3, 3, "x"))
      .thenRejected("batch-overlaps");
  });

  it("are allotted again where every batch that has them gives them up", () => {
    const events = [registered, allotted("x", 1, 50), allotted("y", 51, 60)];
    const again = (from: number, to: number, ...givenUpBy: string[]) =>
      ({ ...allot("z", from, to), givenUpBy }) as const;
    given(bookDecider, events)
      .when(again(50, 50, "x"))
      .then([allotted("z", 50, 50)]);
    given(bookDecider, events)
      .when(again(50, 51, "x"))
      .thenRejected("batch-overlaps");
    given(bookDecider, [...events, allotted("w", 50, 50)])
      .when(again(50, 50, "x"))
      .thenRejected("batch-overlaps");
  });
});

it("details that are sent once more are no change, but counts are: somebody has counted again", () => {
  const registered = sampleEvent("BookRegistered", { bookId: "b-1", office: "UBND xã Mai Lâm" }) as BookEvent;
  const noted: BookEvent = {
    type: "BookDetailsChanged",
    data: { bookId: "b-1", note: "Rách bìa", reason: "ghi thêm" },
  };
  const change = (details: object) =>
    ({
      type: "ChangeBookDetails",
      data: { bookId: "b-1", reason: "gửi lại", ...details },
    }) as Extract<BookCommand, { type: "ChangeBookDetails" }>;
  for (const details of [{ office: "UBND xã Mai Lâm" }, { note: "Rách bìa" }])
    given(bookDecider, [registered, noted]).when(change(details)).then([]);
  for (const details of [{ office: "UBND xã Khác" }, { note: "Khác" }, { pages: 100 }, { expectedCases: 99 }])
    given(bookDecider, [registered, noted])
      .when(change(details))
      .then([{ type: "BookDetailsChanged", data: change(details).data }]);
});
