import { applyRules, checkBook, getRecordType, isBlank, isIllegible } from "@sogoc/registers";
import { describe, expect, it } from "vitest";
import { type Defect, defectKinds, recordTypeCodes, type SyntheticCase } from "./book-model.ts";
import { ruleOfDefect, usualRates } from "./defect-rates.ts";
import { createGenerator } from "./generator.ts";
import { keyedFaithfully } from "./keying-errors.ts";

const generator = createGenerator("defects");

const betweenCases = new Set<Defect>(["number-gap", "number-repeated", "number-out-of-order", "date-falls"]);

/** Books with this defect only, often enough to be met. */
const booksWith = (defect: Defect): SyntheticCase[][] => {
  const rate = betweenCases.has(defect) ? 0.05 : 0.3;
  return [...generator.books({ communes: 1, years: [2007, 2013] })].map((book) =>
    generator.cases(book, { rates: { [defect]: rate } }),
  );
};

const rulesFor = (page: SyntheticCase): string[] => {
  const recordType = getRecordType(page.recordType);
  const fields = keyedFaithfully(page);
  return applyRules({ recordType, fields, book: { quyenSo: page.bookNumber } }).map(({ rule }) => rule);
};

const bookRulesFor = (cases: readonly SyntheticCase[]): Map<string, string[]> => {
  const records = cases.map((page, index) => ({
    id: String(index),
    recordType: getRecordType(page.recordType),
    fields: keyedFaithfully(page),
  }));
  const rules = new Map<string, string[]>();
  for (const { rule, records: ids } of checkBook(records)) {
    for (const id of ids) rules.set(id, [...(rules.get(id) ?? []), rule]);
  }
  return rules;
};

describe("every defect", () => {
  it.each(defectKinds.filter((defect) => !betweenCases.has(defect)))(
    "%s is found by its rule, or rightly passed",
    (defect) => {
      const cases = booksWith(defect).flat();
      const spoiled = cases.filter(({ defects }) => defects.length > 0);
      expect(spoiled.length).toBeGreaterThan(4);
      const expected = ruleOfDefect[defect];
      for (const page of spoiled) {
        expect(page.defects).toEqual([defect]);
        const rules = rulesFor(page);
        if (defect === "illegible" || defect === "blank") {
          const marked = Object.values(page.paper).filter((value) => isBlank(value) || isIllegible(value));
          expect(marked).toHaveLength(1);
          // A parent whose name is gone may make the kind of registration doubtful.
          expect(rules.filter((rule) => rule !== "birth-kind-parents-differ")).toEqual([]);
        } else expect(rules).toEqual(expected === undefined ? [] : [expected]);
      }
      expect(cases.filter(({ defects }) => defects.length === 0).flatMap(rulesFor)).toEqual([]);
    },
  );

  it.each([...betweenCases])("%s is found between the cases of a book", (defect) => {
    let met = 0;
    for (const cases of booksWith(defect)) {
      const rules = bookRulesFor(cases);
      cases.forEach((page, index) => {
        if (page.defects.length === 0) return;
        met += 1;
        expect(page.defects).toEqual([defect]);
        expect(rules.get(String(index))).toContain(ruleOfDefect[defect]);
        expect(rulesFor(page)).toEqual([]);
      });
    }
    expect(met).toBeGreaterThan(8);
  });

  it("comes about as often as asked, and leaves the truth alone", () => {
    const book = { types: recordTypeCodes, years: [2009] };
    const clean = [...generator.books(book)].flatMap((one) => generator.cases(one));
    const cases = [...generator.books(book)].flatMap((one) => generator.cases(one, { rates: usualRates }));
    const share = cases.filter(({ defects }) => defects.length > 0).length / cases.length;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.25);
    const blanks = cases.filter(({ defects }) => defects.includes("year-only")).length / cases.length;
    expect(blanks).toBeCloseTo(usualRates["year-only"] ?? 0, 1);
    expect(cases.length).toBe(clean.length);
    for (const { truth, paper, defects } of cases) {
      if (defects.length > 0) continue;
      expect(Object.fromEntries(Object.entries(truth).map(([code, raw]) => [code, { raw }]))).toEqual(paper);
    }
  });
});
