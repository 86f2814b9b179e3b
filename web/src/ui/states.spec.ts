import { describe, expect, it } from "vitest";
import en from "../i18n/en.json" with { type: "json" };
import vi from "../i18n/vi.json" with { type: "json" };
import {
  batchState,
  batchTones,
  handoverState,
  handoverTones,
  isWholeLine,
  ledgerState,
  lotState,
  reviewState,
  reviewTones,
} from "./states.ts";

const batch = (status: Parameters<typeof batchState>[0]["status"], other: object = {}) =>
  batchState({ status, assignedTo: "nam", round: 0, ...other });

describe("where a batch stands", () => {
  it("is named as figures name it, on the page of its book and in the queue as well", () => {
    expect(batch("open", { assignedTo: null })).toBe("open");
    expect(batch("open")).toBe("assigned");
    expect(batch("submitted", { round: 1 })).toBe("submitted");
    expect(batch("locked", { round: 1 })).toBe("accepted");
    expect(batch("withdrawn", { assignedTo: null })).toBe("withdrawn");
  });

  it("is not returned where all but its marks was accepted", () => {
    expect(batch("open", { round: 1 })).toBe("returned");
    expect(batch("open", { round: 1, fixesOnly: true })).toBe("to-mend");
  });
});

describe("where its check stands", () => {
  const review = (other: object) => reviewState({ status: "open", sample: [], ...other });
  const looked = (checked: boolean) => ({ sample: [{ recordId: "c-1", checked, marks: [] }] });

  it("waits for a verdict once all of it is looked at", () => {
    expect(review(looked(false))).toBe("open");
    expect(review(looked(true))).toBe("toDecide");
  });

  it("is accepted after fixes, not returned, where what was marked alone goes back", () => {
    expect(review({ status: "returned" })).toBe("returned");
    expect(review({ status: "returned", fixesOnly: true })).toBe("withFixes");
    expect(review({ status: "returned", fixesOnly: true, mending: true })).toBe("mendFurther");
    expect(review({ status: "accepted", fixesOnly: true })).toBe("accepted");
  });
});

it("says of a lot of which all is looked at what is said of such a batch", () => {
  expect(lotState("open", { checked: 11, sampled: 12 })).toBe("open");
  expect(lotState("open", { checked: 12, sampled: 12 })).toBe("toDecide");
  expect(lotState("returned", { checked: 12, sampled: 12 })).toBe("returned");
  expect(lotState("open", undefined)).toBe("open");
  for (const { lots, review } of [vi, en]) expect(lots.status.toDecide).toBe(review.state.toDecide);
});

describe("where a hand-over stands", () => {
  const handover = { awaitsAnswer: false, outstanding: 0, toSupplement: 0, accepted: false };
  const ledger = (other: object): Parameters<typeof ledgerState>[0] => ({
    bookId: "b-1",
    status: "in-work",
    answered: 1,
    figures: null,
    acceptances: [],
    packages: [{ sequence: 1, exportId: "e-1", records: 3, manifestSha256: "aa", handedOverBy: "mai" }],
    answers: [],
    setAside: [],
    doubtedLines: 0,
    toConfirm: { notes: [], scans: [] },
    outstanding: [],
    supplement: [],
    coverChanged: false,
    notes: [],
    ready: {
      closedFindings: [],
      inBook: 3,
      ownNumbers: 3,
      expected: 3,
      notAccepted: 0,
      openBatches: [],
      openFindings: 0,
      findings: [],
      held: [],
      exchanges: [],
    },
    revision: 1,
    ...other,
  });
  const outstanding = [{ recordId: "1", number: "1", reason: "Thiếu", confirmed: null, corrected: false }];
  const supplement = [{ recordId: "1", number: "1", kind: "change" }];

  it.each([
    ["ready", null, { packages: [], answered: 0, status: "none" }],
    ["awaitsAnswer", { awaitsAnswer: true, outstanding: 1 }, { answered: 0, outstanding }],
    ["outstanding", { outstanding: 1, toSupplement: 1 }, { outstanding, supplement }],
    ["toSupplement", { toSupplement: 1, accepted: true }, { status: "accepted", supplement }],
    ["loaded", {}, {}],
    ["accepted", { accepted: true }, { status: "accepted" }],
  ])("says %s in the list and on the page of the book", (word, line, page) => {
    expect(handoverState(line && { ...handover, ...line })).toBe(word);
    expect(ledgerState(ledger(page))).toBe(word);
  });

  it("says of a book that is not all accepted that it is not, and of what cannot be read that it is not known", () => {
    const ready = { inBook: 3, notAccepted: 0, openBatches: [], openFindings: 0, held: [] };
    const notAccepted = { ...ready, notAccepted: 1 };
    expect(ledgerState(ledger({ packages: [], answered: 0, ready: notAccepted }))).toBe("notWhole");
    expect(handoverState({ ...handover, toSupplement: null })).toBe("unknown");
  });

  it("says of a book with an empty batch in the list what its page says", () => {
    const ready = { inBook: 3, notAccepted: 0, openBatches: [{ from: 4, to: 4 }], openFindings: 0, held: [] };
    expect(ledgerState(ledger({ packages: [], answered: 0, ready }))).toBe("notWhole");
    expect(isWholeLine({ records: 3, batches: { accepted: 1, assigned: 1 } })).toBe(false);
    const withdrawn = { ...ready, openBatches: [] };
    expect(ledgerState(ledger({ packages: [], answered: 0, ready: withdrawn }))).toBe("ready");
    expect(isWholeLine({ records: 3, batches: { accepted: 1, withdrawn: 1, open: 0 } })).toBe(true);
  });
});

it("has a word for each state in both languages, and each state one word", () => {
  for (const texts of [vi, en]) {
    expect(Object.keys(texts.dashboard.state).sort()).toEqual(Object.keys(batchTones).sort());
    expect(Object.keys(texts.review.state).sort()).toEqual(Object.keys(reviewTones).sort());
    expect(Object.keys(texts.handover.state).sort()).toEqual(Object.keys(handoverTones).sort());
    // What is said of the same thing on two pages is said with the same word.
    expect(texts.review.state.withFixes).toBe(texts.dashboard.state["to-mend"]);
    expect(texts.review.state.returned).toBe(texts.dashboard.state.returned);
    expect(texts.review.state.accepted).toBe(texts.dashboard.state.accepted);
    expect(texts.lots.status.returned).toBe(texts.dashboard.state.returned);
  }
});
