import type { RecordFacts } from "./record-type-schema.ts";

/** Columns, roles of persons, limits and values of coded columns that facts name. */
interface Named {
  readonly columns?: readonly (string | undefined)[];
  readonly roles?: readonly string[];
  readonly limits?: readonly string[];
  readonly values?: readonly NamedValues[];
}

/** Values that a coded column is compared with. */
export interface NamedValues {
  readonly column: string;
  readonly values: readonly string[];
}

type Parts = { readonly [Part in keyof RecordFacts]-?: NonNullable<RecordFacts[Part]> };

/** A part of the facts without an entry here does not compile. */
const namedBy: { readonly [Part in keyof Parts]: (part: Parts[Part]) => Named } = {
  signatory: ({ name, position }) => ({ columns: [name, position] }),
  parentage: (parents) => ({
    roles: parents.flatMap(({ parent, child }) => [parent, child]),
    limits: parents.map(({ limit }) => limit),
  }),
  deadlines: (deadlines) => ({
    columns: deadlines.flatMap(({ event, kind }) => [event, kind]),
    limits: deadlines.map(({ limit }) => limit),
    values: deadlines.map(({ kind, onTime, late }) => ({ column: kind, values: [onTime, late] })),
  }),
  datesInWords: (dates) => ({ columns: dates.flatMap(({ date, words }) => [date, words]) }),
  parentsKind: ({ field, absent }) => ({
    columns: [field],
    roles: Object.values(absent).flat(),
    values: [{ column: field, values: Object.keys(absent) }],
  }),
  declarations: (declarations) => ({
    columns: declarations.flatMap(({ kind, declared, cancelled }) => [kind, declared, cancelled]),
  }),
  couple: ({ husband, wife, ended, endedValues = [] }) => ({
    roles: [husband, wife],
    columns: [ended],
    values: ended === undefined ? [] : [{ column: ended, values: endedValues }],
  }),
  deathNotice: ({ kind, none, number, date, death }) => ({
    columns: [kind, number, date, death],
    values: [{ column: kind, values: [none] }],
  }),
  acknowledgement: ({ kind, parent, child, parentSex, limit }) => ({
    columns: [kind],
    roles: [parent, child],
    limits: [limit],
    values: [{ column: kind, values: Object.keys(parentSex) }],
  }),
  residencePeriod: ({ from, to }) => ({ columns: [from, to] }),
  purpose: ({ kind, other, text }) => ({
    columns: [kind, text],
    values: [{ column: kind, values: [other] }],
  }),
};

/** The same facts, each part as the one of its name. */
type Given = { readonly [Part in keyof Parts]?: Parts[Part] | undefined };

const namedByPart = <Part extends keyof Parts>(facts: Given, part: Part): Named => {
  const given: Given[Part] = facts[part];
  return given === undefined ? {} : namedBy[part](given);
};

/** Everything that the facts of a book type name, each as often as it stands there. */
export const namedInFacts = (facts: RecordFacts) => {
  // The keys of an object that names every part and no other.
  const parts = (Object.keys(namedBy) as (keyof RecordFacts)[]).map((part) => namedByPart(facts, part));
  return {
    columns: parts.flatMap(({ columns = [] }) => columns).filter((column) => column !== undefined),
    roles: parts.flatMap(({ roles = [] }) => roles),
    limits: parts.flatMap(({ limits = [] }) => limits),
    values: parts.flatMap(({ values = [] }) => values),
  };
};
