import { type ErrorCode, fold } from "@sogoc/core";
import { given } from "@sogoc/core/testing";
import { applyChanges, type FieldChange, fieldChange, type RecordEvent } from "@sogoc/events";
import { withValues } from "@sogoc/registers";
import { describe, expect, it } from "vitest";
import { batchEvents } from "../testing/batch-events.ts";
import { birthFields } from "../testing/birth.ts";
import { type BatchEvent, batchDecider } from "./batch.ts";
import { findingsFor } from "./judgement.ts";
import { recordDecider } from "./record.ts";
import type { Keying, RecordCommand } from "./record-model.ts";

const { opened, assigned, submitted, reopened, locked, takenBack } = batchEvents;
const keying = (events: readonly BatchEvent[] = [opened, assigned], accountId = "nam"): Keying => ({
  batch: fold(batchDecider, events),
  accountId,
  now: "2026-03-01T00:00:00.000Z",
  knownUnits: {},
});

const place = { recordId: "c-1", bookId: "b-1", batchId: "x-1", unitId: "u-1", recordType: "KS" };
const fields = birthFields();
const data = {
  ...place,
  bookNumber: "01/2008",
  openingYear: 2008,
  number: "7",
  fields,
  source: "keyed" as const,
};
const none = { errors: 0, warnings: 0, infos: 0 };
const entered: RecordEvent = { type: "RecordEntered", data: { ...data, keyedBy: "nam", findings: none } };
const voided: RecordEvent = { type: "RecordVoided", data: { ...place, reason: "nhầm sổ", voidedBy: "nam" } };

type Enter = Extract<RecordCommand, { type: "EnterRecord" }>;
const enter = (other: Partial<Enter["data"]> = {}, keyed: Partial<Enter> = {}): Enter => ({
  type: "EnterRecord",
  data: { ...data, ...other },
  plainNumber: 7,
  keying: keying(),
  ...keyed,
});

/** Who may not key in a batch, and what they are told. */
const shutOut: readonly [Keying, ErrorCode][] = [
  [keying([]), "batch-unknown"],
  [keying([opened]), "batch-not-assigned"],
  [keying([opened, assigned], "hoa"), "batch-assigned-to-another"],
  [{ ...keying(), now: "2026-03-02T00:00:00.001Z" }, "batch-lease-expired"],
  [keying([opened, assigned, takenBack]), "batch-not-assigned"],
  [keying([opened, assigned, submitted]), "batch-already-submitted"],
  [keying([opened, assigned, submitted, locked]), "batch-locked"],
];

describe("answering what the rules find", () => {
  const holiday = { rule: "registered-before-birth", fields: [] as string[], reason: "Sổ ghi như vậy" };
  const early = { ...fields, ngayDangKy: { raw: "01.01.2005" } };
  const open: RecordEvent = {
    type: "RecordEntered",
    data: { ...data, fields: early, source: "imported", keyedBy: "nam", findings: none },
  };
  const said = findingsFor("KS", early, { bookNumber: "01/2008", openingYear: 2008, places: {} });
  const findings = said.filter(({ severity }) => severity !== "info");
  const answers = findings.map(({ rule, fields: named }) => ({ ...holiday, rule, fields: [...named] }));
  const answer = (reasonsGiven: typeof answers, other: Partial<Keying> = {}): RecordCommand => ({
    type: "AnswerFindings",
    answers: reasonsGiven,
    keying: { ...keying(), ...other },
  });

  it("takes each finding's own reason, and leaves the others open", () => {
    expect(answers.length).toBeGreaterThan(1);
    const [first = holiday] = answers;
    const errors = findings.filter(({ severity }) => severity === "error").length;
    const warnings = findings.length - errors;
    const infos = said.length - findings.length;
    given(recordDecider, [open])
      .when(answer([first]))
      .then([
        {
          type: "WarningsAnswered",
          data: {
            ...place,
            accepted: [first],
            answeredBy: "nam",
            findings: { errors, warnings, infos, open: findings.length - 1 },
          },
        },
      ]);
  });

  it("keeps no reason that answers nothing, of two the last, and names a field once", () => {
    const [first = holiday] = answers;
    const twice = { ...first, fields: [...first.fields, ...first.fields], reason: "Sổ ghi rõ như vậy" };
    const idle = [
      { ...first, rule: "no-such-rule" },
      { ...first, fields: Array.from({ length: 500 }, (_, at) => `x${at}`) },
    ];
    const others = answers.slice(1);
    const reasonsGiven = [first, ...idle, twice, ...others];
    const kept = [{ ...first, reason: twice.reason }, ...others];
    const [event] = recordDecider.decide(
      enter({ fields: early, accepted: reasonsGiven }),
      recordDecider.initialState(),
    );
    expect(event?.type === "RecordEntered" && event.data.accepted).toEqual(kept);
    const corrected = recordDecider.decide(
      {
        type: "CorrectRecord",
        changes: [{ field: "ngayDangKy", after: early.ngayDangKy }],
        reason: "đọc lại sổ",
        answers: reasonsGiven,
        keying: keying(),
      },
      fold(recordDecider, [entered]),
    );
    expect(corrected).toMatchObject([{ type: "RecordCorrected", data: { accepted: kept } }]);
  });

  it("answers nothing that the rules do not find, nothing twice, and not for who does not key there", () => {
    const [first = holiday] = answers;
    const answered: RecordEvent = {
      type: "WarningsAnswered",
      data: { ...place, accepted: [first], answeredBy: "nam", findings: none },
    };
    given(recordDecider, [open])
      .when(answer([holiday]))
      .thenRejected("nothing-changed");
    given(recordDecider, [open, answered])
      .when(answer([first]))
      .thenRejected("nothing-changed");
    given(recordDecider, [open])
      .when(answer([first], { accountId: "hoa" }))
      .thenRejected("batch-assigned-to-another");
  });
});

describe("entering a record", () => {
  it("tells who keyed it and what the rules say", () => {
    given(recordDecider).when(enter()).then([entered]);
  });

  it("tells after which submission it was, so that marks of a return are told from it", () => {
    const returned = [opened, assigned, submitted, reopened];
    given(recordDecider)
      .when(enter({}, { keying: keying(returned) }))
      .then([{ ...entered, data: { ...entered.data, round: 1 } }]);
  });

  it("counts whoever sent the workbook among its makers", () => {
    const { state } = given(recordDecider, [
      { ...entered, data: { ...entered.data, keyedBy: "thu", preparedBy: "nam" } },
    ]);
    expect(state.makers.accounts).toEqual(["nam", "thu"]);
  });

  it("happens once per number, and again after it was voided", () => {
    given(recordDecider, [entered]).when(enter()).thenRejected("record-exists");
    given(recordDecider, [entered, voided]).when(enter()).then([entered]);
    given(recordDecider, [entered, voided, entered]).when(enter()).thenRejected("record-exists");
  });

  it("needs a batch that is open, their own, and has the number", () => {
    for (const [who, code] of shutOut) {
      given(recordDecider)
        .when(enter({}, { keying: who }))
        .thenRejected(code);
    }
    for (const plainNumber of [0, 51]) {
      given(recordDecider).when(enter({}, { plainNumber })).thenRejected("record-not-in-batch");
    }
  });

  it("wants a reason for each warning when a person keys it", () => {
    const odd = birthFields({ nksNgaySinh: { raw: "01.03.2009" } });
    given(recordDecider)
      .when(enter({ fields: odd }))
      .thenRejected("warning-not-accepted");
  });

  it("keeps the findings in cases of a workbook for the check", () => {
    const odd = birthFields({ nksNgaySinh: { raw: "01.03.2009" } });
    const [event] = recordDecider.decide(
      enter({ fields: odd, source: "imported" }),
      recordDecider.initialState(),
    );
    expect(event?.type).toBe("RecordEntered");
    if (event?.type !== "RecordEntered") return;
    const { errors = 0, warnings = 0 } = event.data.findings ?? {};
    expect(errors + warnings).toBeGreaterThan(0);
  });

  it("refuses columns that the book type does not have and numbers that are none", () => {
    given(recordDecider)
      .when(enter({ fields: { ...fields, khongCo: { raw: "x" } } }))
      .thenRejected("field-unknown");
    for (const source of ["keyed", "imported"] as const) {
      given(recordDecider)
        .when(enter({ fields: birthFields({ so: { raw: "bảy" } }), source }))
        .thenRejected("value-not-storable");
    }
  });
});

const change = (field: string, raw: string) => ({ field, after: { raw } });
type Correct = Extract<RecordCommand, { type: "CorrectRecord" }>;
const correct = (other: Partial<Correct> = {}): Correct => ({
  type: "CorrectRecord",
  changes: [change("meHoTen", "Trần Thị Hoà")],
  reason: "đối chiếu",
  answers: [],
  keying: keying(),
  ...other,
});
const motherChanged: FieldChange = {
  field: "meHoTen",
  before: { raw: "Trần Thị Hoa" },
  after: { raw: "Trần Thị Hoà" },
};
const corrected: RecordEvent = {
  type: "RecordCorrected",
  data: { ...place, changes: [motherChanged], reason: "đối chiếu", correctedBy: "nam", findings: none },
};

describe("correcting before submission", () => {
  it("keeps what stood there before", () => {
    given(recordDecider, [entered]).when(correct()).then([corrected]);
    expect(given(recordDecider, [entered, corrected]).state.fields["meHoTen"]).toEqual({
      raw: "Trần Thị Hoà",
    });
  });

  it("leaves out what stays the same, and refuses when nothing changes", () => {
    const same = change("chaHoTen", "Nguyễn Văn Long");
    given(recordDecider, [entered])
      .when(correct({ changes: [same, change("meHoTen", "Trần Thị Hoà")] }))
      .then([corrected]);
    given(recordDecider, [entered])
      .when(correct({ changes: [same] }))
      .thenRejected("nothing-changed");
    given(recordDecider, [entered])
      .when(correct({ changes: [] }))
      .thenRejected("nothing-changed");
  });

  it("takes a value away", () => {
    const note: RecordEvent = {
      type: "RecordCorrected",
      data: {
        ...place,
        reason: "đối chiếu",
        correctedBy: "nam",
        findings: none,
        changes: [{ field: "trangSo", before: { raw: "1" } }],
      },
    };
    given(recordDecider, [entered])
      .when(correct({ changes: [{ field: "trangSo", after: undefined }] }))
      .then([note]);
    expect(given(recordDecider, [entered, note]).state.fields).not.toHaveProperty("trangSo");
  });

  it("puts the number of its book where another stood, and nothing else there", () => {
    const other = { raw: "99/2008" };
    const { fields } = entered.data;
    const wrong = { ...entered, data: { ...entered.data, fields: { ...fields, quyenSo: other } } };
    const to = (raw: string) => correct({ changes: [change("quyenSo", raw)] });
    given(recordDecider, [wrong]).when(to("98/2008")).thenRejected("field-not-correctable");
    const { state } = given(recordDecider, [wrong]);
    const [corrected] = recordDecider.decide(to("01/2008"), state);
    expect(corrected?.data).toMatchObject({ changes: [{ field: "quyenSo", before: other }] });
  });

  it("never touches what names the record", () => {
    for (const field of ["so", "quyenSo"]) {
      given(recordDecider, [entered])
        .when(correct({ changes: [change(field, "8")] }))
        .thenRejected("field-not-correctable");
    }
  });

  it("asks about findings, unknown columns and who is keying, as entering does", () => {
    given(recordDecider, [entered])
      .when(
        correct({ changes: [{ field: "nksNgaySinh", after: { raw: "01.03.2009", value: "2009-03-01" } }] }),
      )
      .thenRejected("warning-not-accepted");
    given(recordDecider, [entered])
      .when(correct({ changes: [change("khongCo", "x")] }))
      .thenRejected("field-unknown");
    for (const [who, code] of shutOut) {
      given(recordDecider, [entered])
        .when(correct({ keying: who }))
        .thenRejected(code);
    }
  });
});

describe("voiding and annotating", () => {
  const annotate: RecordCommand = {
    type: "AnnotateRecord",
    text: "Thay đổi họ",
    decision: { number: "12/QĐ", day: "2026-02-01", issuedBy: "UBND xã Mai Lâm" },
  };
  const voiding = (who = keying()): RecordCommand => ({ type: "VoidRecord", reason: "nhầm sổ", keying: who });

  it("is recorded with its reason or decision", () => {
    given(recordDecider, [entered]).when(voiding()).then([voided]);
    // After which return: what was voided before one can be marked by it.
    const back = keying([opened, assigned, submitted, reopened]);
    const again = { ...voided, data: { ...voided.data, round: 1 } } as RecordEvent;
    given(recordDecider, [entered]).when(voiding(back)).then([again]);
    const { type: _, ...said } = annotate;
    given(recordDecider, [entered])
      .when(annotate)
      .then([{ type: "RecordAnnotated", data: { ...place, ...said } }]);
  });

  it("voids only where one may key", () => {
    for (const [who, code] of shutOut) given(recordDecider, [entered]).when(voiding(who)).thenRejected(code);
  });

  it("is over once the record is voided, and needs one at all", () => {
    for (const command of [voiding(), annotate, correct()]) {
      given(recordDecider, [entered, voided]).when(command).thenRejected("record-voided");
      given(recordDecider).when(command).thenRejected("record-unknown");
    }
  });
});

describe("carrying out an approved correction", () => {
  const approved = {
    type: "ApplyCorrection",
    correctionId: "k-1",
    changes: [motherChanged],
    answers: [],
    reason: "sót",
    requestedBy: "nam",
    approvedBy: "binh",
    knownUnits: {},
  } as const satisfies RecordCommand;
  const notApplied = (reason: string): RecordEvent => ({
    type: "CorrectionNotApplied",
    data: { ...place, correctionId: "k-1", reason },
  });

  it("names both people", () => {
    given(recordDecider, [entered])
      .when(approved)
      .then([
        {
          type: "RecordCorrected",
          data: {
            ...place,
            changes: [motherChanged],
            reason: "sót",
            findings: none,
            correctedBy: "nam",
            correctionId: "k-1",
            requestedBy: "nam",
            approvedBy: "binh",
          },
        },
      ]);
  });

  it("says so when nobody could store the value, so that the approval comes to an end", () => {
    const unstorable = { ...motherChanged, after: { raw: "Trần Thị\u200bHoà" } };
    given(recordDecider, [entered])
      .when({ ...approved, changes: [unstorable] })
      .then([notApplied("value-not-storable")]);
    given(recordDecider, [entered])
      .when({ ...approved, changes: [{ field: "khongCo", after: { raw: "x" } }] })
      .then([notApplied("field-unknown")]);
  });

  it("says so, and changes nothing, when the value is another by now or the record voided", () => {
    given(recordDecider, [entered, corrected])
      .when(approved)
      .then([notApplied("value-changed-meanwhile")]);
    given(recordDecider, [entered, voided])
      .when(approved)
      .then([notApplied("record-voided")]);
    const { state } = given(recordDecider, [entered, notApplied("record-voided")]);
    expect(state).toEqual(given(recordDecider, [entered]).state);
  });

  it("asks nothing of findings that the request answers, and carries nothing out over those it does not", () => {
    const odd: FieldChange = {
      field: "nksNgaySinh",
      ...(fields["nksNgaySinh"] ? { before: fields["nksNgaySinh"] } : {}),
      after: { raw: "01.03.2009", value: "2009-03-01" },
    };
    const { state } = given(recordDecider, [entered]);
    const after = applyChanges(fields, [odd]);
    const found = findingsFor("KS", after, { ...state, places: {} }).filter(
      ({ severity }) => severity !== "info",
    );
    const reasonsGiven = found.map(({ rule, fields: named }) => ({
      rule,
      fields: [...named],
      reason: "đúng sổ",
    }));
    expect(reasonsGiven).not.toEqual([]);
    const [event] = recordDecider.decide({ ...approved, changes: [odd], answers: reasonsGiven }, state);
    expect(event?.type === "RecordCorrected" && event.data.findings).not.toEqual(none);
    expect(event?.type === "RecordCorrected" && event.data.accepted).toEqual(reasonsGiven);
    given(recordDecider, [entered])
      .when({ ...approved, changes: [odd] })
      .then([notApplied("warning-not-accepted")]);
  });

  it("takes no answer that was given while another field of the finding held something else", () => {
    const meNgaySinh = { raw: "2005" };
    const change: FieldChange = fieldChange("meNgaySinh", {
      before: fields["meNgaySinh"],
      after: meNgaySinh,
    });
    const held = applyChanges(fields, [change]);
    const context = { bookNumber: "01/2008", openingYear: 2008, places: {} };
    const found = findingsFor("KS", held, context).filter(({ severity }) => severity !== "info");
    // Each is about the child's birth as well.
    expect(found.every(({ fields: named }) => named.includes("nksNgaySinh"))).toBe(true);
    const answers = found.map(({ rule, fields: named }) => ({ rule, fields: [...named], reason: "đúng sổ" }));
    const command = { ...approved, changes: [change], answers: withValues(answers, held) };
    const { state } = given(recordDecider, [entered]);
    const [event] = recordDecider.decide(command, state);
    // The answers are kept, and what they were given for is not told twice.
    expect(event).toMatchObject({ type: "RecordCorrected", data: { accepted: answers } });
    expect(event?.type === "RecordCorrected" && event.data.accepted).toEqual(answers);
    const later = { raw: "02.03.2008", value: "2008-03-02" };
    const moved = fieldChange("nksNgaySinh", { before: fields["nksNgaySinh"], after: later });
    const meanwhile: RecordEvent = {
      type: "RecordCorrected",
      data: { ...place, changes: [moved], reason: "đối chiếu", correctedBy: "hoa" },
    };
    given(recordDecider, [entered, meanwhile])
      .when(command)
      .then([notApplied("warning-not-accepted")]);
  });

  it("counts a reason for a value no more once the value is another", () => {
    const early = { ...fields, meNgaySinh: { raw: "2005" } };
    const context = { bookNumber: "01/2008", openingYear: 2008, places: {} };
    const found = findingsFor("KS", early, context).filter(({ severity }) => severity !== "info");
    const reasonsGiven = found.map(({ rule, fields: named }) => ({
      rule,
      fields: [...named],
      reason: "đúng sổ",
    }));
    const reasoned: RecordEvent = {
      type: "RecordEntered",
      data: { ...data, fields: early, keyedBy: "nam", findings: none, accepted: reasonsGiven },
    };
    const to2006 = fieldChange("meNgaySinh", { before: { raw: "2005" }, after: { raw: "2006" } });
    const answers = withValues(reasonsGiven, applyChanges(early, [to2006]));
    const { state } = given(recordDecider, [reasoned]);
    const [event] = recordDecider.decide({ ...approved, changes: [to2006], answers: answers }, state);
    expect(event?.type === "RecordCorrected" && event.data.findings?.open).toBeUndefined();
    given(recordDecider, [reasoned])
      .when({ ...approved, changes: [to2006] })
      .then([notApplied("warning-not-accepted")]);
  });

  it("empties no field that must be there", () => {
    const { nksHoTen } = fields;
    const emptied: FieldChange = nksHoTen ? { field: "nksHoTen", before: nksHoTen } : motherChanged;
    given(recordDecider, [entered])
      .when({ ...approved, changes: [emptied] })
      .then([notApplied("warning-not-accepted")]);
  });

  it("needs a record", () => {
    given(recordDecider).when(approved).thenRejected("record-unknown");
  });
});

it("of an approved correction the openers are those of whoever asked, too, as the setters are", () => {
  const at = "2026-03-01T02:00:00.000Z";
  const correction: RecordEvent = {
    type: "RecordCorrected",
    data: {
      ...place,
      changes: [{ field: "meHoTen", before: { raw: "Hoa" }, after: { raw: "Hòa" } }],
      reason: "theo giấy tờ",
      correctedBy: "thu",
      correctionId: "k-1",
      requestedBy: "thu",
      requesterPasswordSetBy: { account: "chinh", at, opened: true, behind: [{ account: "so", at }] },
      approvedBy: "duyet",
      findings: none,
    },
  };
  const { evolve, initialState } = recordDecider;
  const acting = { account: "duyet", passwordSetBy: { account: "tinh", at, opened: true as const } };
  const state = evolve(evolve(initialState(), entered), correction, acting);
  expect(state.makers.openers).toEqual(["chinh", "tinh"]);
  expect(state.makers.setters).toEqual(["so"]);
});
