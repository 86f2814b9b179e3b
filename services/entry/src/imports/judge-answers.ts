import { type Finding, qualityRules, sortAnswers } from "@sogoc/registers";
import type { ImportRow, SheetAnswer } from "./import-row.ts";
import type { AnswerTaken, RowTarget } from "./judged-row.ts";
import { type RowProblem, rowWarning } from "./row-problem.ts";

/**
 * The rule that speaks where a number occurs twice; its answer is a letter or year beside the
 * number, with a reason.
 */
export const DUPLICATE_RULE = "duplicate-registration";
const SHOWN_OF_REASON = 200;
/** Characters of a reason, as for one that is typed, and as an event holds them. */
const SHORTEST = 3;
const LONGEST = 2_000;
/** Characters of the name of a rule, as an event holds it. */
const LONGEST_RULE = 80;

const knownRules: ReadonlySet<string> = new Set(qualityRules.map(({ id }) => id));

const isUsable = ({ reason }: SheetAnswer): boolean =>
  reason.trim().length >= SHORTEST && reason.length <= LONGEST;

const whyNot = (answer: SheetAnswer): Pick<RowProblem, "messageVi" | "messageEn"> => {
  const rule = answer.rule.slice(0, LONGEST_RULE);
  if (!knownRules.has(rule))
    return {
      messageVi: `Trang “So goc” giữ lý do này cho quy tắc “${rule}”, là quy tắc không có. Lý do không được ghi.`,
      messageEn: `The sheet “So goc” keeps this reason for the rule “${rule}”, and there is no such rule. It is not stored.`,
    };
  if (!isUsable(answer))
    return {
      messageVi: `Lý do mà trang “So goc” giữ cho quy tắc ${rule} quá ngắn hoặc quá dài nên không được ghi.`,
      messageEn: `The reason that the sheet “So goc” keeps for the rule ${rule} is too short or too long. It is not stored.`,
    };
  return {
    messageVi: `Trang “So goc” giữ lý do này cho quy tắc ${rule}, nhưng dòng này không có chỗ nào như vậy. Lý do không được ghi.`,
    messageEn: `The sheet “So goc” keeps this reason for the rule ${rule}, which finds nothing of the kind in this row. It is not stored.`,
  };
};

const notTaken = (row: ImportRow, answer: SheetAnswer): RowProblem => {
  const { messageVi, messageEn } = whyNot(answer);
  const [field = ""] = answer.fields;
  const value = answer.reason.slice(0, SHOWN_OF_REASON);
  return rowWarning(row, field, { rule: "reason-not-taken", value, messageVi, messageEn });
};

/**
 * A reason why the number occurs twice is taken where the row has a letter or a year beside the
 * number (`7b`, `7/2009`). `7/2009` is no second case but a number of its own; its reason is taken
 * all the same, because beside a case 7 of the book it looks like a repetition.
 */
const judgeDuplicateReason = (
  { facts }: ImportRow,
  { number, plainNumber }: RowTarget,
): { readonly taken: readonly AnswerTaken[]; readonly unmatched: readonly SheetAnswer[] } => {
  const reason = facts?.duplicateReason;
  if (reason === undefined) return { taken: [], unmatched: [] };
  const answer = { rule: DUPLICATE_RULE, fields: ["so"], reason };
  if (!isUsable(answer) || number === String(plainNumber)) return { taken: [], unmatched: [answer] };
  const messageVi = `Số ${plainNumber} có hơn một lần trong sổ; trường hợp này là ${number}.`;
  const messageEn = `Number ${plainNumber} stands more than once in the book; this case is ${number}.`;
  return { taken: [{ messageVi, messageEn, ...answer }], unmatched: [] };
};

/**
 * Answers of the file to findings of a row, and its reason why the number occurs twice; a warning
 * for each other reason that the file gives. A reason is stored for a finding that is there, or for
 * a letter or year beside the number, or not at all.
 */
export const judgeAnswers = (
  row: ImportRow,
  target: RowTarget,
  findings: readonly Finding[],
): { readonly answers: readonly AnswerTaken[]; readonly problems: readonly RowProblem[] } => {
  const given = row.facts?.answers ?? [];
  const unusable = given.filter((answer) => !isUsable(answer));
  const { matched, unmatched } = sortAnswers(given.filter(isUsable), findings);
  const ofDuplicate = judgeDuplicateReason(row, target);
  const taken = matched.map(({ answer: { rule, reason }, finding: { fields, messageVi, messageEn } }) => ({
    rule,
    fields,
    reason,
    messageVi,
    messageEn,
  }));
  return {
    answers: [...taken, ...ofDuplicate.taken],
    problems: [...(row.outdated ?? []), ...unusable, ...unmatched, ...ofDuplicate.unmatched].map((answer) =>
      notTaken(row, answer),
    ),
  };
};
