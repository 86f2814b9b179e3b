import type { Finding } from "../finding.ts";

/** A finding that a person has let stand, for a reason kept beside it. */
export interface AnsweredFinding {
  readonly rule: string;
  readonly fields: readonly string[];
}

/** No reason lets an empty field stand: it is said to be blank in the book, or not to be read. */
const EMPTY = "required-missing";

const isAnswered = ({ rule, fields }: Finding, answers: readonly AnsweredFinding[]): boolean =>
  rule !== EMPTY &&
  answers.some((answer) => answer.rule === rule && fields.every((field) => answer.fields.includes(field)));

/**
 * The findings that still need a person: neither mere information nor let stand with a reason. An
 * answer is good for the same rule in the same fields.
 */
export const unansweredFindings = (
  findings: readonly Finding[],
  answers: readonly AnsweredFinding[],
): readonly Finding[] =>
  findings.filter((finding) => finding.severity !== "info" && !isAnswered(finding, answers));

/** The answers that count. */
export const countingAnswers = <Answer extends AnsweredFinding>(answers: readonly Answer[]): Answer[] =>
  answers.filter(({ rule }) => rule !== EMPTY);

const isSame = (one: Finding, other: Finding): boolean =>
  one.rule === other.rule && one.fields.join() === other.fields.join();

/**
 * What a change of `fields` has to answer for: findings in a field that it changes, and those that
 * were not there before it.
 */
export const findingsOfChange = (
  before: readonly Finding[],
  after: readonly Finding[],
  fields: readonly string[],
): readonly Finding[] =>
  after.filter(
    (finding) =>
      finding.severity !== "info" &&
      (finding.fields.some((field) => fields.includes(field)) ||
        !before.some((earlier) => isSame(earlier, finding))),
  );
