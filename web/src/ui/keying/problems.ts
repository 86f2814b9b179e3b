import type { FieldProblem } from "../../api/problem.ts";
import type { GivenAnswer } from "./drafts.ts";
import type { Finding } from "./use-live-findings.ts";

export const fieldOf = ({ pointer }: FieldProblem): string => pointer.replace(/^\/(fields|changes)\/?/, "");

/** A finding as a problem of the first column that it names. */
export const toProblem = (finding: Finding): FieldProblem => ({
  pointer: `/fields/${finding.fields[0] ?? ""}`,
  detail: finding.messageVi,
  detailEn: finding.messageEn,
  rule: finding.rule,
  severity: finding.severity,
  fields: finding.fields,
});

const fieldsOf = (problem: FieldProblem): string => (problem.fields ?? [fieldOf(problem)]).join();

const problemKey = (problem: FieldProblem): string => `${problem.rule ?? ""} ${fieldsOf(problem)}`;

/**
 * What is shown: everything that the server refused, and live findings of columns that the clerk
 * has left.
 */
export const shownProblems = (
  findings: readonly Finding[],
  refused: readonly FieldProblem[],
  left: ReadonlySet<string>,
): readonly FieldProblem[] => {
  const known = new Set(refused.map(problemKey));
  const live = findings
    .filter(({ fields }) => left.has(fields[0] ?? ""))
    .map(toProblem)
    .filter((one) => !known.has(problemKey(one)));
  const current = new Set(findings.map((finding) => problemKey(toProblem(finding))));
  // A refusal that the rules no longer find was mended meanwhile.
  const standing =
    findings.length === 0 ? refused : refused.filter((one) => !one.rule || current.has(problemKey(one)));
  return [...standing, ...live];
};

/**
 * Problems with the reasons for which they were let stand, as long as the rules still find them:
 * those are no longer an error, and are seen by whoever opens the case.
 */
export const withReasons = (
  problems: readonly FieldProblem[],
  accepted: readonly GivenAnswer[],
): readonly FieldProblem[] =>
  problems.map((problem) => {
    const standing = accepted.find(
      ({ rule, fields }) => rule === problem.rule && fields.join() === fieldsOf(problem),
    );
    if (!standing) return problem;
    const { pointer, detail, detailEn, rule } = problem;
    const because = (text: string) => `${text} – “${standing.reason}”`;
    return {
      pointer,
      detail: because(detail),
      detailEn: detailEn === undefined ? undefined : because(detailEn),
      rule,
      severity: "info",
    };
  });

/** A finding that a person lets stand, and why. */
export interface Stands {
  readonly finding: Finding;
  readonly reason: string;
}

export const answersOf = (standing: readonly Stands[]): GivenAnswer[] =>
  standing.map(({ finding: { rule, fields }, reason }) => ({ rule, fields: [...fields], reason }));

/**
 * A field that must not stay empty: no reason lets that stand, only the key that says that it is
 * blank in the book, or the one that says that it cannot be read.
 */
export const isToBeKeyed = ({ rule, severity }: Pick<FieldProblem, "rule" | "severity">): boolean =>
  rule === "required-missing" && severity !== "info";

/**
 * Whether a reason lets them stand: not while a field is empty that must be keyed, where whoever
 * asks to let them stand is led to that field.
 */
export const canBeLetStand = (problems: readonly Pick<FieldProblem, "rule" | "severity">[]): boolean =>
  problems.some(({ severity }) => severity !== "info") && !problems.some(isToBeKeyed);
