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
 * The findings for which a change was refused, each once; none where it was refused for something
 * that no reason lets stand, as an empty field that must be there.
 */
export const openWarnings = (error: unknown): readonly OpenWarning[] => {
  const { code, errors = [] } = problemOf(error);
  if (code !== "warning-not-accepted" || errors.some(({ rule }) => rule === "required-missing")) return [];
  const byFinding = Map.groupBy(errors, ({ rule, detail }) => `${rule} ${detail}`);
  return [...byFinding.values()].map((problems) => ({
    rule: problems[0]?.rule ?? "",
    fields: problems.map(({ pointer }) => pointer.replace("/changes/", "")),
    detail: problems[0]?.detail ?? "",
    detailEn: problems[0]?.detailEn ?? problems[0]?.detail ?? "",
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
