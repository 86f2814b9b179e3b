import type { FieldProblem } from "../../api/problem.ts";
import { type KeyedFields, toKeyedValues } from "../../ui/keying/keyed-fields.ts";
import { fieldOf } from "../../ui/keying/problems.ts";

interface Column {
  readonly code: string;
  readonly required: boolean;
}

/** Columns that must not be empty and are: neither typed nor said to be blank or illegible. */
export const emptyColumns = (columns: readonly Column[], fields: KeyedFields): readonly string[] => {
  const keyed = toKeyedValues(fields);
  return columns
    .filter(({ code, required }) => required && keyed[code] === undefined)
    .map(({ code }) => code);
};

/** What the desk itself says of them, in the form in which the server would. */
export const problemsOfEmpty = (
  codes: readonly string[],
  words: { readonly vi: string; readonly en: string },
): FieldProblem[] =>
  codes.map((code) => ({
    pointer: `/fields/${code}`,
    detail: words.vi,
    detailEn: words.en,
    rule: "required-missing",
    severity: "error",
    fields: [code],
  }));

/** The problems that stand: a column that was empty and is keyed now is none. */
export const standingProblems = (
  problems: readonly FieldProblem[],
  fields: KeyedFields,
): readonly FieldProblem[] => {
  const keyed = toKeyedValues(fields);
  return problems.filter(
    (problem) => problem.rule !== "required-missing" || keyed[fieldOf(problem)] === undefined,
  );
};
