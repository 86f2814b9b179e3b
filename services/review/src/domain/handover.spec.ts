import { fold, noHands } from "@sogoc/core";
import { given } from "@sogoc/core/testing";
import type { DataOf } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { type HandoverCommand, type HandoverEvent, handoverDecider, handoverFigures } from "./handover.ts";

const place = { bookId: "b-1", unitId: "u-1", recordType: "KS", bookNumber: "01/2008" };
const sha = "0".repeat(64);
const packed = (recordId: string, revision = 2) => ({ recordId, number: recordId, revision });
const toHandOver = (recordId: string, contentRevision = 2) => ({
  ...packed(recordId, contentRevision),
  contentRevision,
});
const all = ["1", "2", "3"].map((id) => toHandOver(id));
const sent = {
  ...place,
  exportId: "e-1",
  handedOverBy: "du-lieu",
  manifestSha256: sha,
  workbookSha256: sha,
  scansSha256: sha,
};
const handOver = (records = all, other: object = {}): HandoverCommand => ({
  type: "HandOver",
  data: sent,
  records,
  notAccepted: 0,
  openBatchCount: 0,
  inBook: 3,
  held: [],
  exchangeCount: 0,
  missingCases: 0,
  unconfirmed: { notes: [], scans: [] },
  outdatedCount: 0,
  openFindings: 0,
  supplement: [],
  containsNewCover: false,
  ...other,
});
const handedOver = (
  sequence: number,
  records: number,
  supplement?: DataOf<"BookHandedOver">["supplement"],
): HandoverEvent => ({
  type: "BookHandedOver",
  data: { ...sent, sequence, records, supplement },
});
const answerData = (
  other: Partial<DataOf<"NationalAnswerRecorded">> = {},
): Omit<DataOf<"NationalAnswerRecorded">, "sequence"> => ({
  ...place,
  fileName: "kq.xlsx",
  sha256: sha,
  loaded: 2,
  recordedBy: "du-lieu",
  refused: [{ ...packed("3"), reason: "Thiếu ngày sinh" }],
  missing: [],
  unknown: [],
  ...other,
});
const answered = (
  sequence: number,
  other: Partial<DataOf<"NationalAnswerRecorded">> = {},
): HandoverEvent => ({
  type: "NationalAnswerRecorded",
  data: { ...answerData(other), sequence },
});
const confirmation = { ...place, recordId: "3", number: "3", reason: "Sổ để trống", confirmedBy: "du-lieu" };
const confirmed: HandoverEvent = { type: "RefusalConfirmed", data: confirmation };
const first = [handedOver(1, 3), answered(1)] as const;
const nothingLeft = { loaded: 1, refused: [], packedRecordIds: ["3"] };

describe("handing a book over", () => {
  it("sends the whole book first, once all of it is accepted", () => {
    given(handoverDecider)
      .when(handOver())
      .then([handedOver(1, 3)]);
    given(handoverDecider)
      .when(handOver(all, { notAccepted: 1 }))
      .thenRejected("book-not-accepted");
    // No case of it is keyed yet: it belongs to the book all the same.
    given(handoverDecider)
      .when(handOver(all, { openBatchCount: 1 }))
      .thenRejected("batches-not-accepted");
    given(handoverDecider)
      .when(handOver(all.slice(1)))
      .thenRejected("package-incomplete");
    given(handoverDecider)
      .when(handOver([], { inBook: 0 }))
      .thenRejected("nothing-to-hand-over");
  });

  it("lets nothing go that somebody still works at", () => {
    const held = (...why: readonly string[]) => ({ held: [{ recordId: "2", number: "2", why }] });
    for (const why of ["correction-waits", "correction-under-way"])
      given(handoverDecider)
        .when(handOver(all, held(why)))
        .thenRejected("correction-under-way");
    given(handoverDecider)
      .when(handOver(all, { outdatedCount: 1 }))
      .thenRejected("package-outdated");
    given(handoverDecider)
      .when(handOver(all, { openFindings: 1 }))
      .thenRejected("reconciliation-open");
    const scans = [{ kind: "cover", sha256: "a", version: 3, attachedBy: undefined }];
    given(handoverDecider)
      .when(handOver(all, { unconfirmed: { notes: [], scans } }))
      .thenRejected("changes-not-confirmed");
  });

  it("lets what nobody has settled go with a word, and says how many", () => {
    const held = [{ recordId: "2", number: "2", why: ["mark-not-mended", "finding-open"] }];
    given(handoverDecider).when(handOver(all, { held })).thenRejected("cases-not-let-go");
    given(handoverDecider)
      .when(handOver(all, { held, because: "Sổ ghi như vậy" }))
      .then([
        {
          type: "BookHandedOver",
          data: {
            ...sent,
            sequence: 1,
            records: 3,
            letGo: { marks: 1, findings: 1, because: "Sổ ghi như vậy" },
          },
        },
      ]);
  });

  it("says of a package of corrections what it leaves out, and why", () => {
    const refused = ["1", "2", "3"].map((id) => ({ ...packed(id), reason: "Thiếu" }));
    const held = [{ recordId: "2", number: "2", why: ["correction-waits"] }];
    given(handoverDecider, [handedOver(1, 3), answered(1, { loaded: 0, refused })])
      .when(handOver([toHandOver("1", 3)], { held }))
      .then([
        {
          type: "BookHandedOver",
          data: {
            ...sent,
            sequence: 2,
            records: 1,
            leftOut: { correctionWaits: 1, refusalNotAnswered: 1, notChosen: 0 },
          },
        },
      ]);
  });

  it("waits with a new case until nothing of the book is open, and with what was sent before goes out with a reason", () => {
    const supplement = [{ recordId: "4", number: "4", kind: "addition" }];
    const fourth = { supplement, openFindings: 1 };
    given(handoverDecider, first)
      .when(handOver([toHandOver("4")], fourth))
      .thenRejected("reconciliation-open");
    given(handoverDecider, first)
      .when(handOver([toHandOver("3", 3)], { openFindings: 1 }))
      .thenRejected("cases-not-let-go");
    const because = "Đang đếm lại";
    const letGo = { marks: 0, findings: 0, bookFindings: 1, because };
    const withReason = { ...sent, sequence: 2, records: 1, letGo };
    given(handoverDecider, first)
      .when(handOver([toHandOver("3", 3)], { openFindings: 1, because }))
      .then([{ type: "BookHandedOver", data: withReason }]);
  });

  it("asks for a whole book of the first package alone: what is not accepted yet keeps only itself", () => {
    const uncounted = { notAccepted: 1, openBatchCount: 1 };
    const mended = [...first, confirmed];
    given(handoverDecider, mended)
      .when(handOver([toHandOver("3")], uncounted))
      .then([handedOver(2, 1)]);
    const held = [{ recordId: "3", number: "3", why: ["returned"] }];
    given(handoverDecider, mended)
      .when(handOver([toHandOver("3")], { ...uncounted, held }))
      .thenRejected("book-not-accepted");
  });

  it("waits for the answer before anything else goes out", () => {
    given(handoverDecider, [handedOver(1, 3)])
      .when(handOver())
      .thenRejected("answer-outstanding");
  });

  it("sends again only what was refused and has been corrected, or confirmed as written", () => {
    given(handoverDecider, first)
      .when(handOver([toHandOver("1", 9)]))
      .thenRejected("record-not-outstanding");
    given(handoverDecider, first)
      .when(handOver([toHandOver("3")]))
      .thenRejected("refusal-not-answered");
    given(handoverDecider, first)
      .when(handOver([toHandOver("3", 3)]))
      .then([handedOver(2, 1)]);
    given(handoverDecider, [...first, confirmed])
      .when(handOver([toHandOver("3")]))
      .then([handedOver(2, 1)]);
    const missing = answered(1, { refused: [], missing: [packed("3")] });
    given(handoverDecider, [handedOver(1, 3), missing])
      .when(handOver([toHandOver("3")]))
      .then([handedOver(2, 1)]);
  });
});

describe("the answer", () => {
  const answer: HandoverCommand = { type: "RecordAnswer", data: answerData() };

  it("belongs to the package that waits for it", () => {
    given(handoverDecider).when(answer).thenRejected("not-handed-over");
    given(handoverDecider, [handedOver(1, 3)])
      .when(answer)
      .then([answered(1)]);
    given(handoverDecider, first).when(answer).thenRejected("answer-not-awaited");
  });

  it("to a package of corrections leaves the others as they were", () => {
    const two = answered(1, {
      loaded: 1,
      refused: ["2", "3"].map((id) => ({ ...packed(id), reason: "Thiếu" })),
    });
    const { state } = given(handoverDecider, [
      handedOver(1, 3),
      two,
      handedOver(2, 1),
      answered(2, nothingLeft),
    ]);
    expect([...state.outstanding.keys()]).toEqual(["2"]);
    expect(handoverFigures(state)).toEqual({
      packages: 2,
      records: 3,
      loaded: 2,
      refused: 1,
      unanswered: 0,
      notLoaded: 1,
    });
  });

  it("is awaited for what was refused and sent again: it counts as refused no more", () => {
    const { state } = given(handoverDecider, [...first, confirmed, handedOver(2, 1)]);
    expect(handoverFigures(state)).toMatchObject({ loaded: 2, refused: 1, unanswered: 0 });
    expect(handoverFigures(state, undefined, new Set(["3"]))).toMatchObject({
      loaded: 2,
      refused: 0,
      unanswered: 1,
    });
  });

  it("is confirmed only where something was refused", () => {
    given(handoverDecider, first).when({ type: "UpholdRefusedRecord", data: confirmation }).then([confirmed]);
    given(handoverDecider, [handedOver(1, 3)])
      .when({ type: "UpholdRefusedRecord", data: confirmation })
      .thenRejected("record-not-outstanding");
  });
});

describe("what is accepted or corrected after the packages went out", () => {
  const addition = { recordId: "4", number: "4", kind: "addition" } as const;
  const change = { recordId: "1", number: "1", kind: "change" } as const;
  const supplement = [change, addition];
  const loaded = [handedOver(1, 3), answered(1, { loaded: 3, refused: [] })] as const;
  const sentAgain = handOver([toHandOver("1", 5), toHandOver("4")], { supplement, inBook: 4 });

  it("goes out as additions and changes, and nothing beside them", () => {
    given(handoverDecider, loaded)
      .when(sentAgain)
      .then([handedOver(2, 2, { additions: 1, changes: 1 })]);
    given(handoverDecider, loaded)
      .when(handOver([toHandOver("1", 5), toHandOver("2")], { supplement, inBook: 4 }))
      .thenRejected("record-not-outstanding");
    given(handoverDecider, loaded)
      .when(handOver([toHandOver("1", 5)], { supplement, inBook: 4 }))
      .then([
        {
          type: "BookHandedOver",
          data: {
            ...sent,
            sequence: 2,
            records: 1,
            supplement: { additions: 0, changes: 1 },
            leftOut: { correctionWaits: 0, refusalNotAnswered: 0, notChosen: 1 },
          },
        },
      ]);
    given(handoverDecider, loaded)
      .when(handOver([toHandOver("1")], { inBook: 4 }))
      .thenRejected("nothing-to-hand-over");
  });

  it("is counted as handed over, and as loaded once it is answered", () => {
    const figures = (...events: readonly HandoverEvent[]) =>
      handoverFigures(given(handoverDecider, events).state);
    const second = handedOver(2, 2, { additions: 1, changes: 1 });
    const four = { packages: 2, records: 4 };
    expect(figures(...loaded, second)).toMatchObject({ ...four, loaded: 2, refused: 0, unanswered: 2 });
    const all = answered(2, { loaded: 2, refused: [], packedRecordIds: ["1", "4"] });
    expect(figures(...loaded, second, all)).toMatchObject({ ...four, loaded: 4, refused: 0, unanswered: 0 });
    const part = answered(2, {
      loaded: 1,
      refused: [{ ...packed("4"), reason: "Trùng" }],
      packedRecordIds: ["1", "4"],
    });
    expect(figures(...loaded, second, part)).toMatchObject({ ...four, loaded: 3, refused: 1, unanswered: 0 });
    const { state } = given(handoverDecider, loaded);
    expect(handoverFigures(state, { changes: 1, additions: 0 })).toMatchObject({
      records: 3,
      loaded: 2,
      notLoaded: 1,
    });
  });

  it("opens a hand-over again that was accepted, and lets it be accepted once more", () => {
    const figures = { packages: 1, records: 3, loaded: 3, refused: 0, unanswered: 0 };
    const accepted: HandoverEvent = {
      type: "HandoverAccepted",
      data: { ...place, figures, decidedBy: "duyet" },
    };
    const second = handedOver(2, 2, { additions: 1, changes: 1 });
    given(handoverDecider, [...loaded, accepted])
      .when(sentAgain)
      .then([second]);
    const { state } = given(handoverDecider, [...loaded, accepted, second]);
    expect(state.status).toBe("in-work");
  });
});

describe("the second acceptance", () => {
  const accept = (accountId = "duyet", other: object = {}): HandoverCommand => ({
    type: "AcceptHandover",
    accountId,
    notAccepted: 0,
    openBatchCount: 0,
    held: [],
    exchangeCount: 0,
    supplement: [],
    openFindings: 0,
    closers: noHands,
    supplementers: noHands,
    statedValues: [],
    ...other,
  });
  const complete = [...first, confirmed, handedOver(2, 1), answered(2, nothingLeft)] as const;

  it("needs a book that owes no answer, and somebody who closed none of its findings", () => {
    const decide = (other: object) => given(handoverDecider, [...complete]).when(accept("duyet", other));
    decide({ openFindings: 2 }).thenRejected("reconciliation-open");
    decide({ closers: { accounts: ["thu", "duyet"], setters: [] } }).thenRejected("closed-by-yourself");
    decide({ openFindings: 0, closers: { accounts: ["thu"], setters: [] } });
  });

  it("is given by nobody who alone changed what the supplement holds", () => {
    const decide = (supplementers: object) =>
      given(handoverDecider, [...complete]).when(accept("duyet", { supplementers }));
    decide({ accounts: ["duyet"], setters: [] }).thenRejected("supplemented-by-yourself");
    decide({ accounts: ["ghi-chu"], setters: ["duyet"] }).thenRejected("reset-by-yourself");
  });

  it("needs everything loaded, and somebody who handed nothing over", () => {
    given(handoverDecider).when(accept()).thenRejected("not-handed-over");
    given(handoverDecider, [handedOver(1, 3)])
      .when(accept())
      .thenRejected("answer-outstanding");
    given(handoverDecider, first).when(accept()).thenRejected("handover-incomplete");
    const supplement = [{ recordId: "4", number: "4", kind: "addition" }];
    given(handoverDecider, complete).when(accept("duyet", { supplement })).thenRejected("handover-outdated");
    given(handoverDecider, complete)
      .when(accept("duyet", { notAccepted: 1 }))
      .thenRejected("book-not-accepted");
    given(handoverDecider, complete)
      .when(accept("duyet", { openBatchCount: 1 }))
      .thenRejected("batches-not-accepted");
    const held = [{ recordId: "1", number: "1", why: ["correction-under-way"] }];
    given(handoverDecider, complete).when(accept("duyet", { held })).thenRejected("correction-under-way");
    given(handoverDecider, complete).when(accept("du-lieu")).thenRejected("handed-over-by-yourself");
    const figures = { packages: 2, records: 3, loaded: 3, refused: 0, unanswered: 0 };
    const accepted: HandoverEvent = {
      type: "HandoverAccepted",
      data: { ...place, figures, decidedBy: "duyet" },
    };
    given(handoverDecider, complete).when(accept()).then([accepted]);
    given(handoverDecider, [...complete, accepted])
      .when(accept())
      .thenRejected("handover-accepted");
    given(handoverDecider, [...complete, accepted])
      .when(handOver())
      .thenRejected("handover-accepted");
  });
});

it("takes more results of an answered package for cases that no answer has named, and for no other", () => {
  const missing = [packed("2"), packed("3")];
  const partly = [handedOver(1, 3), answered(1, { loaded: 1, refused: [], missing })];
  const record = (data: object): HandoverCommand => ({
    type: "RecordAnswer",
    data: { ...answerData({ loaded: 1, refused: [], ...data }) },
  });
  given(handoverDecider, partly).when(record({})).thenRejected("answer-not-awaited");
  const nothing = record({ more: true, loaded: 0, packedRecordIds: ["2", "3"] });
  given(handoverDecider, partly).when(nothing).thenRejected("answer-not-awaited");
  const more = { more: true as const, missing: [packed("3")], packedRecordIds: ["2", "3"] };
  const second = answered(1, { loaded: 1, refused: [], ...more });
  given(handoverDecider, partly).when(record(more)).then([second]);
  given(handoverDecider, [handedOver(1, 3)])
    .when(record(more))
    .thenRejected("answer-not-awaited");
  const state = fold(handoverDecider, [...partly, second]);
  expect([...state.outstanding.keys()]).toEqual(["3"]);
  expect(handoverFigures(state)).toMatchObject({ loaded: 2, unanswered: 1, refused: 0 });
});
