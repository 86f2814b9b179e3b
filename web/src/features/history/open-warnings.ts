import { problemOf } from "../../api/problem.ts";
import { textIn } from "../../ui/form-texts.ts";

/** A finding that the server wants a reason for, with every field that it names. */
export interface OpenWarning {
  readonly rule: string;
  readonly fields: readonly string[];
  readonly detail: string;
  readonly detailEn: string;
}

/**
 * The findings for which a change was refused, each once; empty where no reason could help, as for
 * a required field that is empty.
 */
export const openWarnings = (error: unknown): readonly OpenWarning[] => {
  const { code, errors = [] } = problemOf(error);
  if (code !== "warning-not-accepted" || errors.some(({ rule }) => rule === "required-missing")) return [];
  const byFinding = new Map(
    errors.map((problem) => [`${problem.rule} ${problem.fields?.join(" ")} ${problem.detail}`, problem]),
  );
  return [...byFinding.values()].map(({ rule = "", fields = [], detail, detailEn = detail }) => ({
    rule,
    fields,
    detail,
    detailEn,
  }));
};

export const reasonField = (index: number): string => `warning-${index}`;

/** The warnings with the reasons that the form holds; undefined where there are none. */
export const reasonedIn = (form: FormData, warnings: readonly OpenWarning[]) =>
  warnings.length === 0
    ? undefined
    : warnings.map(({ rule, fields }, index) => ({
        rule,
        fields: [...fields],
        reason: textIn(form, reasonField(index)),
      }));
