import { contentParts, type SentContent } from "@sogoc/registers";
import { describe, expect, it } from "vitest";
import type { Outstanding, RecordedAnswer } from "../domain/handover.ts";
import { casesSentAgain, type Sending, type SentPackage, sendingInDoubt } from "./sendings.ts";

const contentOf = (revision: number, differing: Partial<SentContent> = {}): SentContent => ({
  revision,
  office: "UBND xã Mai Lâm",
  scan: "a",
  cover: "c",
  ...differing,
});

type Outcome = Sending["outcome"] | "-";
const sending = (sequence: number, outcome: Outcome, content: SentContent): Sending => ({
  package: sequence,
  content,
  outcome: outcome === "-" ? undefined : outcome,
});

describe("a line of a case that went out twice", () => {
  // What is known of the first sending and of the last one ("-": nothing, or still to come), what
  // the line says, and whether it is in doubt: where the file names this package's cases alone, and
  // where it names cases of packages before as well.
  const table: readonly (readonly [Outcome, Outcome, "loaded" | "refused", boolean, boolean])[] = [
    ["-", "-", "loaded", true, true],
    ["-", "-", "refused", true, true],
    ["-", "loaded", "loaded", false, false],
    ["-", "loaded", "refused", true, true],
    ["-", "refused", "loaded", true, true],
    ["-", "refused", "refused", false, false],
    ["loaded", "-", "loaded", false, true],
    ["loaded", "-", "refused", false, false],
    ["loaded", "loaded", "loaded", false, false],
    ["loaded", "loaded", "refused", false, false],
    ["loaded", "refused", "loaded", false, true],
    ["loaded", "refused", "refused", false, false],
    ["refused", "-", "loaded", false, false],
    ["refused", "-", "refused", false, true],
    ["refused", "loaded", "loaded", false, false],
    ["refused", "loaded", "refused", false, true],
    ["refused", "refused", "loaded", false, false],
    ["refused", "refused", "refused", false, false],
  ];
  const parts: readonly SentContent[] = [
    contentOf(1),
    contentOf(0, { scan: "b" }),
    contentOf(0, { scan: undefined }),
    contentOf(0, { office: "UBND phường Mai Lâm" }),
    contentOf(0, { cover: "d" }),
  ];

  it("names every state once", () => {
    expect(new Set(table.map((row) => row.slice(0, 3).join(" "))).size).toBe(3 * 3 * 2);
    expect(contentParts).toEqual(["values", "scan", "office", "cover"]);
  });

  it.each(table)("first %s, last %s: “%s” is in doubt: %s, beside earlier cases: %s", (...row) => {
    const [first, last, says, alone, beside] = row;
    for (const content of parts) {
      const sendings = [sending(1, first, contentOf(0)), sending(2, last, content)];
      expect(sendingInDoubt(sendings, says, false)?.package).toBe(alone ? 1 : undefined);
      expect(sendingInDoubt(sendings, says, true)?.package).toBe(beside ? 1 : undefined);
      for (const nothing of ["pending", undefined] as const)
        expect(sendingInDoubt(sendings, nothing, true)).toBeUndefined();
    }
    // What is sent again as it was is answered by either answer.
    const same = [sending(1, first, contentOf(0)), sending(2, last, contentOf(0))];
    for (const names of [false, true]) expect(sendingInDoubt(same, says, names)).toBeUndefined();
  });

  it("once more, is in doubt where it would be beside any of the sendings before, and is of the latest of these", () => {
    const outcomes: readonly Outcome[] = ["-", "loaded", "refused"];
    let states = 0;
    for (const [first, last, says, alone, beside] of table)
      for (const second of outcomes)
        for (const firstIsSame of [false, true])
          for (const secondIsSame of [false, true]) {
            const isAsked = (outcome: Outcome, isSame: boolean, index: 3 | 4): boolean =>
              !isSame &&
              table.some((row) => row[0] === outcome && row[1] === last && row[2] === says && row[index]);
            const sendings = [
              sending(1, first, contentOf(firstIsSame ? 5 : 0)),
              sending(2, second, contentOf(secondIsSame ? 5 : 3)),
              sending(3, last, contentOf(5)),
            ];
            for (const [names, index, ofFirst] of [
              [false, 3, alone],
              [true, 4, beside],
            ] as const) {
              const ofSecond = isAsked(second, secondIsSame, index);
              const expected = ofSecond ? 2 : ofFirst && !firstIsSame ? 1 : undefined;
              expect(sendingInDoubt(sendings, says, names)?.package).toBe(expected);
              states++;
            }
          }
    expect(states).toBe(18 * 3 * 4 * 2);
  });
});

describe("what is known of each sending", () => {
  const record = (revision: number) => ({ recordId: "r-3", number: "3", revision });
  const other = { recordId: "r-2", number: "2", revision: 0 };
  const packed = (sequence: number, revision: number | undefined): SentPackage => ({
    sequence,
    office: "",
    records: revision === undefined ? [other] : [other, record(revision)],
    contents: new Map([
      ["r-2", contentOf(0)],
      ...(revision === undefined ? [] : [["r-3", contentOf(revision)] as const]),
    ]),
  });
  const left = (reason?: string): Outstanding => ({ ...record(0), reason });
  const told = (
    sequence: number,
    outstanding: readonly Outstanding[],
    packedRecordIds?: readonly string[],
  ): Pick<RecordedAnswer, "sequence" | "packedRecordIds" | "outstanding"> => ({
    sequence,
    packedRecordIds,
    outstanding: new Map(outstanding.map((one) => [one.recordId, one])),
  });
  const outcomes = (...[packages, answers]: Parameters<typeof casesSentAgain>) =>
    casesSentAgain(packages, answers)
      .find(({ record: { recordId } }) => recordId === "r-3")
      ?.sendings.map(({ package: sequence, outcome = "-" }) => `${sequence} ${outcome}`);

  it("is what the answers to its package say in the end, and nothing while they say that it is to come", () => {
    const packages = [packed(1, 0), packed(2, 4)];
    expect(outcomes(packages, [])).toEqual(["1 -", "2 -"]);
    expect(outcomes(packages, [told(1, [left()])])).toEqual(["1 -", "2 -"]);
    expect(outcomes(packages, [told(1, [])])).toEqual(["1 loaded", "2 -"]);
    expect(outcomes(packages, [told(1, [left("Thiếu")])])).toEqual(["1 refused", "2 -"]);
    // A later file: more of the first package, before the second went out.
    expect(outcomes(packages, [told(1, [left()]), told(1, [], ["r-3"])])).toEqual(["1 loaded", "2 -"]);
    expect(outcomes(packages, [told(1, [left()]), told(2, [], ["r-2", "r-3"])])).toEqual(["1 -", "2 loaded"]);
    // What is of the second is not of the first, also where it was refused there.
    const refusedFirst = told(1, [left("Thiếu")]);
    expect(outcomes(packages, [refusedFirst, told(2, [left()], ["r-2", "r-3"])])).toEqual([
      "1 refused",
      "2 -",
    ]);
    // An answer that asks of other cases says nothing of it.
    expect(outcomes(packages, [told(1, [left()]), told(2, [], ["r-2"])])).toEqual(["1 -", "2 -"]);
  });

  it("is of the last package that it was in when the answer came", () => {
    const packages = [packed(1, 0), packed(2, 4), packed(3, undefined), packed(4, 4)];
    const late = told(3, [], ["r-3"]);
    expect(outcomes(packages, [told(1, [left()]), told(2, [left()], ["r-3"]), late])).toEqual([
      "1 -",
      "2 loaded",
      "4 -",
    ]);
  });

  it("is asked of cases alone that went out more than once", () => {
    expect(outcomes([packed(1, 0), packed(2, undefined)], [])).toBeUndefined();
  });
});
