import { noHands } from "@sogoc/core";
import { given } from "@sogoc/core/testing";
import { sampleEvent } from "@sogoc/events/testing";
import { describe, expect, it } from "vitest";
import { type BookCommand, type BookEvent, bookDecider } from "./book.ts";

const bookId = "b-1";
const registered = sampleEvent("BookRegistered", { bookId, office: "UBND xã Mai Lâm" }) as BookEvent;
const scan = {
  bookId,
  scanId: "s-1",
  kind: "case" as const,
  fileName: "KS.2008.01.2008-03-17.07.pdf",
  sha256: "aa".repeat(32),
  size: 10,
  pages: 1,
  number: "7",
};
const attached: BookEvent = { type: "ScanAttached", data: scan };
const wanted = {
  ...scan,
  exchangeId: "e-1",
  unitId: "u-1",
  scanId: "s-2",
  sha256: "bb".repeat(32),
  why: "unreadable" as const,
  requestedBy: "thu",
};
const requested: BookEvent = { type: "ScanExchangeRequested", data: { ...wanted, replaces: "s-1" } };
const approve = (by = "duyet", exchangeId = "e-1", handsInCases = noHands): BookCommand => ({
  type: "ApproveReplacement",
  exchangeId,
  by,
  handsInCases,
});
const { unitId: _unit, why: _why, requestedBy: _by, exchangeId: _id, ...content } = wanted;
const exchanged: BookEvent = {
  type: "ScanAttached",
  data: { ...content, replaces: "s-1", exchangeId: "e-1", requestedBy: "thu", approvedBy: "duyet" },
};

describe("another scan of what was accepted", () => {
  const before = [registered, attached, requested];

  it("is asked for of a case that has one, once at a time, with content that is new", () => {
    const ask: BookCommand = { type: "RequestScanReplacement", data: wanted };
    given(bookDecider, [registered, attached]).when(ask).then([requested]);
    given(bookDecider, [registered]).when(ask).thenRejected("exchange-needless");
    given(bookDecider, before).when(ask).thenRejected("exchange-waiting");
    const same: BookCommand = { type: "RequestScanReplacement", data: { ...wanted, sha256: scan.sha256 } };
    given(bookDecider, [registered, attached]).when(same).thenRejected("scan-refused");
    given(bookDecider, [...before, exchanged])
      .when({ ...ask, data: { ...wanted, sha256: "cc".repeat(32) } })
      .then([
        {
          type: "ScanExchangeRequested",
          data: { ...wanted, sha256: "cc".repeat(32), replaces: "s-2" },
        },
      ]);
  });

  it("is attached by the word of somebody else, once, in the place of the one that was there", () => {
    given(bookDecider, before).when(approve()).then([exchanged]);
    given(bookDecider, before).when(approve("thu")).thenRejected("exchange-of-yourself");
    given(bookDecider, before).when(approve("duyet", "e-9")).thenRejected("exchange-unknown");
    given(bookDecider, [...before, exchanged])
      .when(approve())
      .thenRejected("exchange-decided");
    const newer: BookEvent = {
      type: "ScanAttached",
      data: { ...scan, scanId: "s-5", sha256: "dd".repeat(32) },
    };
    given(bookDecider, [...before, newer])
      .when(approve())
      .thenRejected("exchange-outdated");
  });

  it("is decided by nobody who made the case that it shows, nor by whoever had a hand in that", () => {
    const handsInCases = { accounts: ["nam"], setters: ["chinh"], openers: undefined };
    given(bookDecider, before)
      .when(approve("nam", "e-1", handsInCases))
      .thenRejected("cases-made-by-yourself");
    given(bookDecider, before)
      .when(approve("chinh", "e-1", handsInCases))
      .thenRejected("reset-by-yourself");
    given(bookDecider, before)
      .when({ type: "DeclineReplacement", exchangeId: "e-1", by: "nam", handsInCases, reason: "không cần" })
      .thenRejected("cases-made-by-yourself");
    given(bookDecider, before)
      .when(approve("duyet", "e-1", handsInCases))
      .then([exchanged]);
  });

  it("is asked for of a case that only the scan of the whole book shows, which stays for the others", () => {
    const { number: _, ...page } = scan;
    const book: BookEvent = {
      type: "ScanAttached",
      data: { ...page, scanId: "s-0", kind: "whole-book", sha256: "ee".repeat(32) },
    };
    const ofBook: BookEvent = { type: "ScanExchangeRequested", data: { ...wanted, replaces: "s-0" } };
    given(bookDecider, [registered, book])
      .when({ type: "RequestScanReplacement", data: wanted })
      .then([ofBook]);
    const { replaces: _replaces, ...first } = exchanged.data as typeof wanted & { replaces: string };
    given(bookDecider, [registered, book, ofBook])
      .when(approve())
      .then([{ type: "ScanAttached", data: first } as BookEvent]);
    given(bookDecider, [registered, book, ofBook, attached])
      .when(approve())
      .thenRejected("exchange-outdated");
  });

  it("is declined with a reason, after which it may be asked for again", () => {
    const decline: BookCommand = {
      type: "DeclineReplacement",
      exchangeId: "e-1",
      by: "duyet",
      handsInCases: noHands,
      reason: "mờ hơn",
    };
    const declined: BookEvent = {
      type: "ExchangeDeclined",
      data: {
        exchangeId: "e-1",
        bookId,
        unitId: "u-1",
        requestedBy: "thu",
        declinedBy: "duyet",
        reason: "mờ hơn",
        kind: "case",
        number: "7",
      },
    };
    given(bookDecider, before).when(decline).then([declined]);
    given(bookDecider, [...before, declined])
      .when(approve())
      .thenRejected("exchange-decided");
    const again = { ...wanted, exchangeId: "e-2" };
    given(bookDecider, [...before, declined])
      .when({ type: "RequestScanReplacement", data: again })
      .then([{ type: "ScanExchangeRequested", data: { ...again, replaces: "s-1" } }]);
  });
});

describe("another office of an accepted book", () => {
  const asked = {
    exchangeId: "e-3",
    bookId,
    unitId: "u-1",
    office: "UBND xã Bình An",
    reason: "theo bìa sổ",
    requestedBy: "thu",
  };
  const request: BookEvent = {
    type: "OfficeExchangeRequested",
    data: { ...asked, before: "UBND xã Mai Lâm" },
  };

  it("is asked for where it differs, and written down as it was asked for", () => {
    given(bookDecider, [registered]).when({ type: "RequestOfficeReplacement", data: asked }).then([request]);
    given(bookDecider, [registered])
      .when({ type: "RequestOfficeReplacement", data: { ...asked, office: "UBND xã Mai Lâm" } })
      .thenRejected("exchange-needless");
    given(bookDecider, [registered, request])
      .when(approve("duyet", "e-3"))
      .then([
        {
          type: "BookDetailsChanged",
          data: {
            bookId,
            office: "UBND xã Bình An",
            reason: "theo bìa sổ",
            exchangeId: "e-3",
            requestedBy: "thu",
            approvedBy: "duyet",
          },
        },
      ]);
    const changed: BookEvent = {
      type: "BookDetailsChanged",
      data: { bookId, office: "UBND xã Khác", reason: "nhầm" },
    };
    given(bookDecider, [registered, request, changed])
      .when(approve("duyet", "e-3"))
      .thenRejected("exchange-outdated");
  });
});

describe("what one person changes beside an acceptance", () => {
  const office = "UBND xã Mai Lâm";
  const allotted: BookEvent = { type: "NumbersAllotted", data: { bookId, batchId: "x-1" } };
  const note = (accepted?: string): BookCommand => ({
    type: "NoteAcceptance",
    bookId,
    batchId: "x-1",
    reviewId: "r-1",
    office: accepted,
    exchangeId: "e-9",
  });
  const noted: BookEvent = {
    type: "AcceptanceNoted",
    data: { bookId, batchId: "x-1", reviewId: "r-1" },
  };
  const renamed: BookEvent = {
    type: "BookDetailsChanged",
    data: { bookId, office: "UBND xã Bình An", reason: "theo bìa" },
  };
  const before = [registered, allotted, attached];

  it("is refused once the acceptance is noted, office and scan alike", () => {
    const rename: BookCommand = { type: "ChangeBookDetails", data: renamed.data as never };
    const replace: BookCommand = {
      type: "AttachScan",
      replacesRevision: 2,
      data: { ...scan, scanId: "s-2", sha256: "bb".repeat(32) },
    };
    given(bookDecider, before).when(rename).then([renamed]);
    given(bookDecider, before)
      .when(replace)
      .then([
        { type: "ScanAttached", data: { ...scan, scanId: "s-2", sha256: "bb".repeat(32), replaces: "s-1" } },
      ]);
    const accepted = [...before, noted];
    given(bookDecider, accepted).when(rename).thenRejected("book-accepted");
    given(bookDecider, accepted).when(replace).thenRejected("scan-refused");
    const counted = { bookId, pages: 9, reason: "đếm lại" };
    given(bookDecider, accepted)
      .when({ type: "ChangeBookDetails", data: counted })
      .then([{ type: "BookDetailsChanged", data: counted }]);
  });

  it("waits for a second person where the acceptance is noted after it, and is as it was accepted", () => {
    const acting = { account: "thu", passwordSetBy: { account: "chinh", at: "2026-03-01T02:00:00.000Z" } };
    given(bookDecider, before).when(note(office)).then([noted]);
    given(bookDecider, [...before, renamed])
      .when(note("UBND xã Bình An"))
      .then([noted]);
    given(bookDecider, [...before, renamed, noted])
      .when(note(office))
      .then([]);
    const { decide, evolve, initialState } = bookDecider;
    const state = before.reduce((now, event) => evolve(now, event), initialState());
    const events = decide(note(office), evolve(state, renamed, acting));
    expect(events).toMatchObject([
      noted,
      { type: "BookDetailsChanged", data: { office } },
      {
        type: "OfficeExchangeRequested",
        data: {
          office: "UBND xã Bình An",
          before: office,
          requestedBy: "thu",
          requesterPasswordSetBy: acting.passwordSetBy,
        },
      },
    ]);
    // Whoever asked does not decide, nor whoever has a hand in it.
    const after = events.reduce((now, event) => evolve(now, event), evolve(state, renamed, acting));
    const decideIt = (by: string) => () => decide(approve(by, "e-9"), after);
    expect(decideIt("thu")).toThrow("exchange-of-yourself");
    expect(decideIt("chinh")).toThrow("reset-by-yourself");
    expect(decideIt("duyet")()).toMatchObject([{ data: { office: "UBND xã Bình An", exchangeId: "e-9" } }]);
  });

  it("keeps the scans that it was accepted by as well, and theirs waits for a second person", () => {
    const acting = { account: "thu", passwordSetBy: { account: "chinh", at: "2026-03-01T02:00:00.000Z" } };
    const { decide, evolve, initialState } = bookDecider;
    const start = [registered, allotted].reduce((now, event) => evolve(now, event), initialState());
    const looked = evolve(start, attached, { account: "khac" });
    const replaced = (scanId: string, replaces: string, other: object = {}): BookEvent => ({
      type: "ScanAttached",
      data: { ...scan, scanId, sha256: scanId.slice(-1).repeat(64), replaces, ...other },
    });
    const noting = (scansVersion?: number): BookCommand => ({ ...note(office), scansVersion }) as BookCommand;
    // Twice, so that the one before is not what was looked at either.
    const twice = evolve(evolve(looked, replaced("s-b", "s-1"), acting), replaced("s-c", "s-b"), acting);
    const events = decide(noting(3), twice);
    expect(events).toMatchObject([
      noted,
      { type: "ScanAttached", data: { ...scan, replaces: "s-c", requestedBy: "khac" } },
      {
        type: "ScanExchangeRequested",
        data: {
          scanId: "s-c",
          replaces: "s-1",
          why: "beside-acceptance",
          requestedBy: "thu",
          requesterPasswordSetBy: acting.passwordSetBy,
        },
      },
    ]);
    const after = events.reduce((now, event) => evolve(now, event, { account: "duyet" }), twice);
    const [, , asked] = events;
    const exchangeId = asked?.type === "ScanExchangeRequested" ? asked.data.exchangeId : "";
    const decideIt = (by: string) => () => decide(approve(by, exchangeId), after);
    expect(decideIt("thu")).toThrow("exchange-of-yourself");
    expect(decideIt("chinh")).toThrow("reset-by-yourself");
    expect(decideIt("nguoi-hai")()).toMatchObject([{ data: { scanId: "s-c", replaces: "s-1" } }]);
    // What was looked at, what two people decided, and what nobody kept stay.
    expect(decide(noting(5), twice)).toEqual([noted]);
    expect(decide(noting(), twice)).toEqual([noted]);
    const byTwo = evolve(looked, replaced("s-b", "s-1", { exchangeId: "e-1" }), acting);
    expect(decide(noting(3), byTwo)).toEqual([noted]);
  });

  it("is left where two people decided it, and where the acceptance has not kept the office", () => {
    const byTwo = { ...renamed, data: { ...renamed.data, exchangeId: "e-1" } } as BookEvent;
    given(bookDecider, [...before, byTwo])
      .when(note(office))
      .then([noted]);
    given(bookDecider, [...before, renamed])
      .when(note())
      .then([noted]);
  });
});

it("what is replaced keeps who had set the password of whoever asked, or opened their account", () => {
  const passwordSetBy = { account: "chinh", at: "2026-03-01T02:00:00.000Z", opened: true as const };
  const { decide, evolve, initialState } = bookDecider;
  const before = [registered, attached].reduce((now, event) => evolve(now, event), initialState());
  const asked = evolve(before, requested, { account: "thu", passwordSetBy });
  expect(() => decide(approve("chinh"), asked)).toThrow("reset-by-yourself");
  expect(decide(approve(), asked)).toMatchObject([{ data: { requesterPasswordSetBy: passwordSetBy } }]);
  const office: BookEvent = {
    type: "OfficeExchangeRequested",
    data: {
      exchangeId: "e-3",
      bookId,
      unitId: "u-1",
      office: "UBND xã Bình An",
      before: "UBND xã Mai Lâm",
      reason: "theo bìa sổ",
      requestedBy: "thu",
      // An acceptance wrote it for whoever had changed it.
      requesterPasswordSetBy: passwordSetBy,
    },
  };
  const written = evolve(before, office, { account: "duyet" });
  expect(() => decide(approve("chinh", "e-3"), written)).toThrow("reset-by-yourself");
  expect(decide(approve("duyet", "e-3"), written)).toMatchObject([
    { type: "BookDetailsChanged", data: { requesterPasswordSetBy: passwordSetBy } },
  ]);
});
