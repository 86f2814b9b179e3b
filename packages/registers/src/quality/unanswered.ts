import type { FieldValue, FieldValues } from "../field-value.ts";
import type { Finding } from "../finding.ts";

/** An answer to a finding; the reason is kept beside it. */
export interface AnyAnswer {
  readonly rule: string;
  readonly fields: readonly string[];
  /** What its fields held when it was answered, null where that was nothing. */
  readonly values?: Readonly<Record<string, FieldValue | null>> | undefined;
}

/** No reason answers an empty field: it is said to be blank in the book, or not to be read. */
const EMPTY = "required-missing";

const areSame = (fields: readonly string[], others: readonly string[]): boolean =>
  new Set(fields).size === new Set(others).size && fields.every((field) => others.includes(field));

const isAnswered = ({ rule, fields }: Finding, answers: readonly AnyAnswer[]): boolean =>
  rule !== EMPTY && answers.some((answer) => answer.rule === rule && areSame(fields, answer.fields));

/**
 * The findings that still need a person: neither mere information nor answered. An answer is good
 * for the same rule in the very same fields: what names more of them, or fewer, is another finding.
 * That the fields still hold what was answered is for the caller to know: `answersFor` says it
 * where answers bring their values.
 */
export const unansweredFindings = (
  findings: readonly Finding[],
  answers: readonly AnyAnswer[],
): readonly Finding[] =>
  findings.filter((finding) => finding.severity !== "info" && !isAnswered(finding, answers));

/**
 * Answers to findings that are there now, and those that answer nothing: of a rule that did not
 * speak, or that nobody knows.
 */
export const sortAnswers = <Answer extends AnyAnswer>(
  answers: readonly Answer[],
  findings: readonly Finding[],
): {
  readonly matched: readonly { readonly answer: Answer; readonly finding: Finding }[];
  readonly unmatched: readonly Answer[];
} => {
  const asking = findings.filter(({ severity }) => severity !== "info");
  const matched: { answer: Answer; finding: Finding }[] = [];
  const unmatched: Answer[] = [];
  for (const answer of answers) {
    const found = asking.find((one) => isAnswered(one, [answer]));
    if (found) matched.push({ answer, finding: found });
    else unmatched.push(answer);
  }
  return { matched, unmatched };
};

/**
 * What is kept of answers: of each finding that they answer the last one, for the very fields of
 * the finding. What answers nothing is no answer.
 */
export const keptAnswers = <Answer extends AnyAnswer & { readonly reason: string }>(
  answers: readonly Answer[],
  findings: readonly Finding[],
): { rule: string; fields: string[]; reason: string }[] => {
  const last = new Map(
    sortAnswers(answers, findings).matched.map(({ answer, finding: found }) => [found, answer]),
  );
  return [...last].map(([{ rule, fields }, { reason }]) => ({ rule, fields: [...fields], reason }));
};

/** The answers that may be given: without those that say why a field is empty. */
export const usableAnswers = <Answer extends AnyAnswer>(answers: readonly Answer[]): Answer[] =>
  answers.filter(({ rule }) => rule !== EMPTY);

const textOf = (value: FieldValue | null): string =>
  JSON.stringify(value && Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));

/**
 * Answers with what their fields hold, for where they are read again after the fields may have
 * changed: in a workbook, or in a request that waits.
 */
export const withValues = <Answer extends AnyAnswer>(
  answers: readonly Answer[],
  held: FieldValues,
): (Answer & { values: Record<string, FieldValue | null> })[] =>
  answers.map((answer) => ({
    ...answer,
    values: Object.fromEntries(answer.fields.map((field) => [field, held[field] ?? null])),
  }));

/**
 * The answers that were given for the values that their fields hold now, without those values. One
 * that brings none is taken as it is: it was kept before values were.
 */
export const answersFor = <Answer extends AnyAnswer>(
  answers: readonly Answer[],
  held: FieldValues,
): Omit<Answer, "values">[] =>
  answers.flatMap(({ values, ...answer }) => {
    const isGood = Object.entries(values ?? {}).every(
      ([field, value]) => textOf(value) === textOf(held[field] ?? null),
    );
    return isGood ? [answer] : [];
  });

const isSame = (one: Finding, other: Finding): boolean =>
  one.rule === other.rule && areSame(one.fields, other.fields);

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

/** Findings of a record, each with its answer, the last one of several. */
export const withAnswers = <Answer extends AnyAnswer>(
  findings: readonly Finding[],
  answers: readonly Answer[],
): readonly { readonly finding: Finding; readonly answer: Answer | undefined }[] =>
  findings.map((one) => ({ finding: one, answer: answers.findLast((answer) => isAnswered(one, [answer])) }));
