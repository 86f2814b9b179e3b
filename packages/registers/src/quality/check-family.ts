import { getCodeTable } from "../code-tables.ts";
import { type Range, yearsBetween } from "../date-range.ts";
import { isBlank } from "../field-value.ts";
import type { Finding } from "../finding.ts";
import { toIso } from "../partial-date.ts";
import { findField } from "../record-type.ts";
import type { PersonColumns } from "../record-type-schema.ts";
import { limitOn } from "./limits.ts";
import { found, type RecordView } from "./record-view.ts";
import { middleNameHint, numberedSex, sexNames, toldSex } from "./sex.ts";

const ageText = ({ min, max }: Range): string => (min === max ? String(min) : `${min}–${max}`);

/** What the facts say of a code; a code may be any text, so that inherited names must not count. */
const ofKind = <T>(
  byKind: Readonly<Record<string, T>> | undefined,
  kind: string | undefined,
): T | undefined =>
  byKind !== undefined && kind !== undefined && Object.hasOwn(byKind, kind) ? byKind[kind] : undefined;

/** Rule 12: parents of an age at which people have children. */
export function* checkParents(record: RecordView): Iterable<Finding> {
  for (const { parent: parentRole, child: childRole, limit } of record.recordType.facts.parentage ?? []) {
    const [parent, child] = [record.person(parentRole), record.person(childRole)];
    const [older, younger] = [record.date(parent?.birth), record.date(child?.birth)];
    if (parent === undefined || older === undefined || younger === undefined) continue;
    const age = yearsBetween(older, younger);
    const { min, max } = limitOn(limit, toIso(younger));
    if (age.max >= min && age.min <= max) continue;
    yield found(record, "parent-age-implausible", [parent.birth, child?.birth], {
      params: {
        parentVi: parent.label_vi,
        parentEn: parent.label_en,
        age: ageText(age),
        min: String(min),
        max: String(max),
      },
    });
  }
}

/**
 * Rules 13 and 14 as far as one record tells: age at the marriage, two persons, husband and wife.
 */
export function* checkCouple(record: RecordView): Iterable<Finding> {
  const { couple } = record.recordType.facts;
  if (couple === undefined) return;
  const husband = record.person(couple.husband);
  const wife = record.person(couple.wife);
  const numbers = [record.text(husband?.paper?.number), record.text(wife?.paper?.number)];
  if (numbers[0] !== undefined && numbers[0] === numbers[1]) {
    yield found(record, "couple-same-identity", [husband?.paper?.number, wife?.paper?.number]);
  }
  const married = record.registered;
  for (const [person, limit] of [
    [husband, "husband-marriage-age"],
    [wife, "wife-marriage-age"],
  ] as const) {
    if (person === undefined) continue;
    const names = { personVi: person.label_vi, personEn: person.label_en };
    const birth = record.date(person.birth);
    if (birth !== undefined && married !== undefined) {
      const age = yearsBetween(birth, married);
      const { min } = limitOn(limit, toIso(married));
      if (age.max < min) {
        const params = { ...names, age: ageText(age), limit: String(min) };
        yield found(record, "marriage-too-young", [person.birth, record.key.date], { params });
      }
    }
    const numbered = numberedSex(record, person);
    if (numbered !== undefined && person.sexIs !== undefined && numbered.sex !== person.sexIs) {
      const params = { ...names, text: record.text(numbered.code) ?? "" };
      yield found(record, "couple-sex-mismatch", [numbered.code, ...numbered.before], { params });
    }
  }
}

const rolesByRule = new WeakMap<object, ReadonlySet<string>>();

/** Every role that some kind leaves out. */
const rolesIn = (absent: Readonly<Record<string, readonly string[]>>): ReadonlySet<string> => {
  const known = rolesByRule.get(absent);
  if (known !== undefined) return known;
  const roles = new Set(Object.values(absent).flat());
  rolesByRule.set(absent, roles);
  return roles;
};

/** Rule 15: the kind of birth registration agrees with the parents that are named. */
export function* checkBirthKind(record: RecordView): Iterable<Finding> {
  const rule = record.recordType.facts.parentsKind;
  const kind = record.text(rule?.field);
  const absent = ofKind(rule?.absent, kind);
  if (rule === undefined || kind === undefined || absent === undefined) return;
  for (const role of rolesIn(rule.absent)) {
    const person = record.person(role);
    const value = record.value(person?.name);
    if (person === undefined) continue;
    const named = value !== undefined && !isBlank(value);
    if (named !== absent.includes(role)) continue;
    const params = {
      kind,
      personVi: person.label_vi,
      personEn: person.label_en,
      stateVi: named ? "có tên" : "để trống",
      stateEn: named ? "named" : "left out",
    };
    yield found(record, "birth-kind-parents-differ", [rule.field, person.name], { params });
  }
}

/**
 * The sex of a parent by the column that tells it first, with every column that was looked at for
 * it: the sex, a personal number, a middle name.
 */
const parentSex = (record: RecordView, parent: PersonColumns) => {
  const told = toldSex(record, parent);
  if (told !== undefined) return { sex: told, read: [parent.name, parent.sex] };
  const numbered = numberedSex(record, parent);
  if (numbered !== undefined)
    return { sex: numbered.sex, read: [parent.name, parent.sex, ...numbered.before, numbered.code] };
  const hint = middleNameHint(record.text(parent.name) ?? "")?.sex;
  return { sex: hint, read: [parent.name, parent.sex, parent.personalId, parent.paper?.number] };
};

/** Rule 28: the parent is the one the kind of acknowledgement says, and is old enough. */
export function* checkAcknowledgement(record: RecordView): Iterable<Finding> {
  const facts = record.recordType.facts.acknowledgement;
  const parent = record.person(facts?.parent ?? "");
  const child = record.person(facts?.child ?? "");
  if (facts === undefined || parent === undefined || child === undefined) return;
  const kind = record.text(facts.kind);
  const expected = ofKind(facts.parentSex, kind);
  const { sex, read } = parentSex(record, parent);
  if (kind !== undefined && expected !== undefined && sex !== undefined && sex !== expected) {
    const table = findField(record.recordType, facts.kind)?.codeTable;
    const entry = table && getCodeTable(table).entries.find(({ code }) => code === kind);
    const [expectedVi, expectedEn] = expected === "1" ? ["cha", "father"] : ["mẹ", "mother"];
    const params = { kind: entry ? entry.label_vi : kind, expectedVi, expectedEn };
    yield found(record, "acknowledgement-parent-differs", [facts.kind, ...read], { params });
  }
  const [older, younger] = [record.date(parent.birth), record.date(child.birth)];
  if (older === undefined || younger === undefined) return;
  const gap = yearsBetween(older, younger);
  const { min } = limitOn(facts.limit, toIso(younger));
  if (gap.max < min) {
    const params = { age: ageText(gap), min: String(min) };
    yield found(record, "acknowledgement-age-gap", [parent.birth, child.birth], { params });
  }
}

/** Rule 20: Văn and Thị against the sex. A hint, since there are exceptions. */
export function* checkMiddleNames(record: RecordView): Iterable<Finding> {
  for (const person of record.recordType.persons) {
    const sex = toldSex(record, person);
    const name = record.text(person.name);
    const hint = name === undefined ? undefined : middleNameHint(name);
    if (sex === undefined || name === undefined || hint === undefined || hint.sex === sex) continue;
    const { vi: sexVi, en: sexEn } = sexNames[sex];
    const params = { text: name, middle: hint.middle, sexVi, sexEn };
    yield found(record, "middle-name-sex-hint", [person.name, person.sex], { params });
  }
}
