import { fold } from "@sogoc/core";
import { given } from "@sogoc/core/testing";
import type { RecordEvent } from "@sogoc/events";
import { describe, expect, it } from "vitest";
import { batchEvents } from "../testing/batch-events.ts";
import { birthFields } from "../testing/birth.ts";
import { keyedTwice, recordKeys } from "../testing/keyed-twice.ts";
import { type BatchEvent, batchDecider } from "./batch.ts";
import { readKeyedFields } from "./keyed-fields.ts";
import { recordDecider } from "./record.ts";
import type { Keying, RecordCommand } from "./record-model.ts";

const { opened, assigned, firstFinished, assignedAgain, secondFinished } = keyedTwice;
const second = [opened, assigned, firstFinished, assignedAgain] as const;
const keying = (events: readonly BatchEvent[], accountId: string): Keying => ({
  batch: fold(batchDecider, events),
  accountId,
  now: "2026-03-01T00:00:00.000Z",
  knownUnits: {},
});

const fields = birthFields();
const entered: RecordEvent = {
  type: "RecordEntered",
  data: {
    ...recordKeys,
    bookNumber: "01/2008",
    openingYear: 2008,
    number: "7",
    fields,
    source: "keyed",
    keyedBy: "nam",
  },
};
const identity = {
  ngayDangKy: { raw: "17.03.2008" },
  nksHoTen: { raw: "NGUYỄN VĂN AN" },
  nksNgaySinh: { raw: "01.03.2008" },
  meHoTen: { raw: "Trần Thị Hòa" },
  meNgaySinh: { raw: "1985" },
  chaHoTen: { raw: "Nguyễn Văn Long" },
  chaNgaySinh: { raw: "1982" },
};
const again = (keyed = identity, who = keying(second, "hoa")): RecordCommand => ({
  type: "KeyAgain",
  fields: readKeyedFields("KS", keyed),
  keying: who,
});
const keyedAgain: RecordEvent = {
  type: "RecordKeyedAgain",
  data: {
    ...recordKeys,
    fields: readKeyedFields("KS", identity),
    compared: [
      ...["ngayDangKy", "nguoiKy", "nguoiThucHien", "nksHoTen", "nksNgaySinh"],
      ...["nksMatTichNgayGhiChuTuyenBo"],
    ],
    differing: ["meHoTen"],
    keyedBy: "hoa",
    firstKeyedBy: "nam",
  },
};

describe("keying a case again", () => {
  it("tells where the two readings differ, and leaves the record as it was", () => {
    const [event] = recordDecider.decide(again(), fold(recordDecider, [entered]));
    if (event?.type !== "RecordKeyedAgain") throw new Error("no second keying");
    given(recordDecider, [entered])
      .when(again())
      .then([{ ...keyedAgain, data: { ...keyedAgain.data, compared: event.data.compared } }]);
    const { state } = given(recordDecider, [entered, event]);
    given(recordDecider, [entered, event])
      .when(again({ ...identity, meHoTen: { raw: "Trần Thị Hoa" } }))
      .then([
        {
          ...event,
          data: {
            ...event.data,
            fields: { ...event.data.fields, meHoTen: { raw: "Trần Thị Hoa" } },
            differing: [],
          },
        },
      ]);
    if (state.fields !== fields) throw new Error("the first keying was touched");
  });

  it("is for the second keyer, while it is their turn, and not for who keyed it first", () => {
    const when = (events: readonly BatchEvent[], who: string) =>
      given(recordDecider, [entered]).when(again(identity, keying(events, who)));
    when([opened, assigned], "nam").thenRejected("first-keying-not-finished");
    when(second, "nam").thenRejected("batch-assigned-to-another");
    when([...second, secondFinished], "hoa").thenRejected("second-keying-finished");
    given(recordDecider, [{ ...entered, data: { ...entered.data, keyedBy: "hoa" } }])
      .when(again())
      .thenRejected("keyed-by-yourself");
    given(recordDecider).when(again()).thenRejected("record-unknown");
  });

  it("takes the columns that are keyed twice and no other", () => {
    given(recordDecider, [entered])
      .when({ ...again(), fields: birthFields() } as RecordCommand)
      .thenRejected("field-unknown");
  });

  it("refuses only what nobody could store: a warning would tell of the first keying", () => {
    given(recordDecider, [entered])
      .when(again({ ...identity, nksHoTen: { raw: "Nguyễn\u0007Văn An" } }))
      .thenRejected("value-not-storable");
    const odd = again({ ...identity, nksNgaySinh: { raw: "31.02.2010" } });
    const [event] = recordDecider.decide(odd, fold(recordDecider, [entered]));
    expect(event?.data).toMatchObject({ differing: ["nksNgaySinh", "meHoTen"] });
  });
});

describe("what a second keying leaves out", () => {
  const without = (...left: readonly string[]) =>
    Object.fromEntries(Object.entries(identity).filter(([code]) => !left.includes(code)));
  const key = (keyed: Parameters<typeof readKeyedFields>[1]): RecordCommand => ({
    type: "KeyAgain",
    fields: readKeyedFields("KS", keyed),
    keying: keying(second, "hoa"),
  });

  it("is refused where the field is required, by the field, and nothing else is told", () => {
    const attempt = () => recordDecider.decide(key(without("nksHoTen")), fold(recordDecider, [entered]));
    expect(attempt).toThrow(
      expect.objectContaining({
        code: "required-not-keyed",
        problems: [expect.objectContaining({ pointer: "/fields/nksHoTen", rule: "required-missing" })],
      }),
    );
    given(recordDecider, [entered])
      .when(key({ ...identity, nksHoTen: { raw: "  " } }))
      .thenRejected("required-not-keyed");
    given(recordDecider, [entered]).when(key({})).thenRejected("required-not-keyed");
  });

  it("is taken where it is said to be blank or illegible, and where it is optional", () => {
    for (const said of [{ blank: true }, { illegible: "torn" }] as const)
      expect(
        recordDecider.decide(key({ ...identity, nksHoTen: said }), fold(recordDecider, [entered])),
      ).toMatchObject([{ type: "RecordKeyedAgain", data: { differing: ["nksHoTen", "meHoTen"] } }]);
    expect(recordDecider.decide(key(without("chaNgaySinh")), fold(recordDecider, [entered]))).toMatchObject([
      { type: "RecordKeyedAgain" },
    ]);
  });
});

describe("arbitration", () => {
  const lan = keying([...second, secondFinished], "lan");
  const resolve = (choice: "first" | "second" | "neither", other: object = {}): RecordCommand => ({
    type: "ResolveDifference",
    field: "meHoTen",
    choice,
    keying: lan,
    ...other,
  });
  const before = { raw: "Trần Thị Hoa" };
  const resolved = (choice: "first" | "second" | "neither", raw: string): RecordEvent => ({
    type: "DiscrepancyResolved",
    data: {
      ...recordKeys,
      field: "meHoTen",
      choice,
      before,
      after: { raw },
      kind: "tones",
      firstKeyedBy: "nam",
      secondKeyedBy: "hoa",
      resolvedBy: "lan",
      findings: { errors: 0, warnings: 0, infos: 0 },
    },
  });
  const both = [entered, keyedAgain] as const;

  it("takes the first, the second, or what the paper says", () => {
    given(recordDecider, both)
      .when(resolve("first"))
      .then([resolved("first", "Trần Thị Hoa")]);
    given(recordDecider, both)
      .when(resolve("second"))
      .then([resolved("second", "Trần Thị Hòa")]);
    given(recordDecider, both)
      .when(resolve("neither", { value: { raw: "Trần Thị Họa" } }))
      .then([resolved("neither", "Trần Thị Họa")]);
    given(recordDecider, both).when(resolve("neither")).thenRejected("value-required");
  });

  it("is for the keying that has what the arbiter types, however it is typed", () => {
    const said = (raw: string) =>
      recordDecider.decide(resolve("neither", { value: { raw } }), fold(recordDecider, both));
    expect(said("Trần Thị Hoa")).toEqual([resolved("first", "Trần Thị Hoa")]);
    expect(said("Trần Thị Hòa")).toEqual([resolved("second", "Trần Thị Hòa")]);
    expect(said("TRẦN  THỊ HOÀ")).toMatchObject([
      { data: { choice: "second", before, after: { raw: "TRẦN  THỊ HOÀ" } } },
    ]);
  });

  it("chooses no keying that says nothing: that the paper has nothing is said as such", () => {
    const { meHoTen: _, ...left } = keyedAgain.data.fields;
    const leftOut: RecordEvent = { ...keyedAgain, data: { ...keyedAgain.data, fields: left } };
    // As older programs have taken it, too.
    given(recordDecider, [entered, leftOut]).when(resolve("second")).thenRejected("value-required");
    for (const value of [{ blank: true }, { illegible: "torn" }])
      expect(
        recordDecider.decide(resolve("neither", { value }), fold(recordDecider, [entered, leftOut])),
      ).toMatchObject([{ data: { choice: "neither", before, after: value, kind: "empty" } }]);
    const blank: RecordEvent = {
      ...keyedAgain,
      data: { ...keyedAgain.data, fields: { ...left, meHoTen: { blank: true } } },
    };
    expect(recordDecider.decide(resolve("second"), fold(recordDecider, [entered, blank]))).toMatchObject([
      { data: { choice: "second", after: { blank: true } } },
    ]);

    const { meHoTen: _first, ...keyedFirst } = fields;
    const enteredWithout: RecordEvent = { ...entered, data: { ...entered.data, fields: keyedFirst } };
    given(recordDecider, [enteredWithout, keyedAgain]).when(resolve("first")).thenRejected("value-required");
  });

  it("decides a difference once, and only where there is one", () => {
    given(recordDecider, [...both, resolved("second", "Trần Thị Hòa")])
      .when(resolve("first"))
      .thenRejected("no-difference");
    given(recordDecider, both)
      .when(resolve("first", { field: "chaHoTen" }))
      .thenRejected("no-difference");
    given(recordDecider, [entered]).when(resolve("first")).thenRejected("no-difference");
  });

  it("is for a third person, and only between the second keying and the submission", () => {
    const by = (events: readonly BatchEvent[], who: string) =>
      given(recordDecider, both).when(resolve("first", { keying: keying(events, who) }));
    by([...second, secondFinished], "nam").thenRejected("keyed-by-yourself");
    by([...second, secondFinished], "hoa").thenRejected("keyed-by-yourself");
    by(second, "lan").thenRejected("no-arbitration");
    by([...second, secondFinished, batchEvents.submitted], "lan").thenRejected("no-arbitration");
  });
});
