import type { Finding } from "../finding.ts";
import { fieldsByCode } from "../record-type.ts";
import type { RecordFacts, RecordType } from "../record-type-schema.ts";
import { checkDeathNotice, checkPlaces, checkPurpose, checkResidence } from "./check-attachments.ts";
import { checkDatesInWords, checkDeadlines, checkDeclarations, checkLifeDates } from "./check-chronology.ts";
import { checkEthnicGroups, checkTonePlacement } from "./check-consistency.ts";
import {
  checkAcknowledgement,
  checkBirthKind,
  checkCouple,
  checkMiddleNames,
  checkParents,
} from "./check-family.ts";
import { checkField } from "./check-field.ts";
import { checkPapers, checkPersonalIds } from "./check-identity.ts";
import { checkBookNumber, checkRegistrationDate, checkYears } from "./check-registration.ts";
import { checkRequired } from "./check-required.ts";
import { type RecordInput, type RecordRule, viewRecord } from "./record-view.ts";

const general: readonly RecordRule[] = [
  checkRequired,
  checkYears,
  checkBookNumber,
  checkRegistrationDate,
  checkLifeDates,
  checkMiddleNames,
  checkPapers,
  checkPersonalIds,
  checkEthnicGroups,
  checkTonePlacement,
  checkPlaces,
];

const byFact: readonly (readonly [keyof RecordFacts, RecordRule])[] = [
  ["deadlines", checkDeadlines],
  ["datesInWords", checkDatesInWords],
  ["declarations", checkDeclarations],
  ["parentage", checkParents],
  ["couple", checkCouple],
  ["parentsKind", checkBirthKind],
  ["acknowledgement", checkAcknowledgement],
  ["residencePeriod", checkResidence],
  ["purpose", checkPurpose],
  ["deathNotice", checkDeathNotice],
];

const plans = new WeakMap<RecordType, readonly RecordRule[]>();

/** The rules that can say something about records of this type. */
const rulesFor = (recordType: RecordType): readonly RecordRule[] => {
  const known = plans.get(recordType);
  if (known !== undefined) return known;
  const special = byFact.filter(([fact]) => recordType.facts[fact] !== undefined).map(([, rule]) => rule);
  const plan = [...general, ...special];
  plans.set(recordType, plan);
  return plan;
};

/**
 * All rules that one record can answer. Pure and without errors for whatever the fields hold;
 * values under codes that the record type does not have are not looked at.
 */
export const applyRules = (input: RecordInput): Finding[] => {
  const findings: Finding[] = [];
  const columns = fieldsByCode(input.recordType);
  for (const code in input.fields) {
    const field = columns.get(code);
    const value = input.fields[code];
    if (field === undefined || value === undefined) continue;
    for (const one of checkField(field, value)) findings.push(one);
  }
  const view = viewRecord(input);
  for (const rule of rulesFor(input.recordType)) for (const one of rule(view)) findings.push(one);
  return findings;
};
