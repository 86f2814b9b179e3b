import { CommandRejected, type FieldProblem } from "@sogoc/core";
import type { FieldValues, FindingAnswer } from "@sogoc/events";
import {
  applyRules,
  blocksStorage,
  type Finding,
  findField,
  getRecordType,
  type PlaceResolvers,
  unansweredFindings,
} from "@sogoc/registers";
import { unknownFields } from "./field-values.ts";

export interface Judgement {
  readonly findings: readonly Finding[];
  /** `open`: how many of them nobody has answered. */
  readonly findingCounts: ReturnType<typeof countFindings> & { readonly open?: number | undefined };
}

/** What the rules compare a record with: its book, and the known places. */
export interface RuleContext {
  readonly bookNumber: string;
  readonly openingYear: number;
  readonly places: PlaceResolvers;
}

export interface JudgementContext extends RuleContext {
  readonly answers: readonly FindingAnswer[];
  readonly findingsNeedReason: boolean;
  /** Findings of these very values, where they are known already; otherwise they are looked for. */
  readonly findings?: readonly Finding[] | undefined;
}

/** Every finding of the single-record rules, with the values as normalised. */
export const findingsFor = (
  recordType: string,
  fields: FieldValues,
  { bookNumber: quyenSo, openingYear, places }: RuleContext,
): readonly Finding[] =>
  applyRules({
    recordType: getRecordType(recordType),
    fields,
    book: { quyenSo, openingYear },
    places,
  });

export const toProblem = (finding: Finding): FieldProblem => ({
  pointer: finding.fields[0] === undefined ? "/fields" : `/fields/${finding.fields[0]}`,
  detail: finding.messageVi,
  detailEn: finding.messageEn,
  rule: finding.rule,
  severity: finding.severity,
  fields: finding.fields,
});

const countOf = (findings: readonly Finding[], severity: Finding["severity"]) =>
  findings.filter((finding) => finding.severity === severity).length;

/** Findings by severity. */
export const countFindings = (findings: readonly Finding[]) => ({
  errors: countOf(findings, "error"),
  warnings: countOf(findings, "warning"),
  infos: countOf(findings, "info"),
});

/**
 * The refusal of values that cannot be stored, whatever reason is given; undefined where they can.
 */
export const findStorageFault = (
  recordType: string,
  fields: FieldValues,
  context: RuleContext,
  found?: readonly Finding[],
): CommandRejected | undefined => {
  const type = getRecordType(recordType);
  const unknown = Object.keys(fields).filter((code) => !findField(type, code));
  if (unknown.length > 0) return unknownFields(unknown);
  const blocking = (found ?? findingsFor(recordType, fields, context)).filter(blocksStorage);
  return blocking.length > 0
    ? new CommandRejected("value-not-storable", {}, blocking.map(toProblem))
    : undefined;
};

/**
 * Checks a record's values. Throws `field-unknown`, `value-not-storable`, or `warning-not-accepted`
 * with one problem per finding that nobody has answered.
 */
export const judgeFields = (
  recordType: string,
  fields: FieldValues,
  context: JudgementContext,
): Judgement => {
  const findings = context.findings ?? findingsFor(recordType, fields, context);
  const fault = findStorageFault(recordType, fields, context, findings);
  if (fault) throw fault;
  const unanswered = unansweredFindings(findings, context.answers);
  if (context.findingsNeedReason && unanswered.length > 0) {
    throw new CommandRejected("warning-not-accepted", {}, unanswered.map(toProblem));
  }
  const findingCounts = countFindings(findings);
  // Mostly a person has answered every finding of a keyed record: `open` is stored only above 0.
  return {
    findings,
    findingCounts: unanswered.length > 0 ? { ...findingCounts, open: unanswered.length } : findingCounts,
  };
};
