import { comparePartialDates, dayNumber, firstDay } from "../date-range.ts";
import { foldForSearch } from "../fold.ts";
import { formatDate, isComplete, type PartialDate } from "../partial-date.ts";
import type { PersonColumns } from "../record-type-schema.ts";
import { type BookFinding, type BookRecord, bookFinding } from "./book-record.ts";
import { type RecordView, viewRecord } from "./record-view.ts";

interface Someone {
  readonly record: BookRecord;
  readonly columns: PersonColumns;
  readonly name: string;
  readonly folded: string;
  readonly birth: PartialDate | undefined;
  /** name and whole birth date; undefined when that is too little to know a person by */
  readonly identity: string | undefined;
}

interface Marriage {
  readonly husband: Someone;
  readonly wife: Someone;
  readonly ended: boolean;
  readonly day: number;
}

const someone = (record: BookRecord, view: RecordView, role: string): Someone | undefined => {
  const columns = view.person(role);
  const name = view.text(columns?.name);
  if (columns === undefined || name === undefined) return undefined;
  const birth = view.date(columns.birth);
  const folded = foldForSearch(name);
  const identity = birth !== undefined && isComplete(birth) ? `${folded}|${formatDate(birth)}` : undefined;
  return { record, columns, name, folded, birth, identity };
};

const marriageIn = (record: BookRecord, view: RecordView): Marriage | undefined => {
  const { couple } = record.recordType.facts;
  const husband = someone(record, view, couple?.husband ?? "");
  const wife = someone(record, view, couple?.wife ?? "");
  if (couple === undefined || husband === undefined || wife === undefined) return undefined;
  const status = view.text(couple.ended);
  const ended = status !== undefined && couple.endedValues?.includes(status) === true;
  const registered = view.date(view.key.date);
  return { husband, wife, ended, day: registered === undefined ? 0 : dayNumber(firstDay(registered)) };
};

const checkMarriages = (
  marriages: readonly Marriage[],
  deaths: ReadonlyMap<string, unknown>,
): BookFinding[] => {
  const byPerson = new Map<string, { self: Someone; spouse: Someone; marriage: Marriage }[]>();
  for (const marriage of marriages) {
    const { husband, wife } = marriage;
    for (const [self, spouse] of [[husband, wife] as const, [wife, husband] as const]) {
      if (self.identity === undefined) continue;
      const known = byPerson.get(self.identity) ?? [];
      // The same couple again is a re-registration, not a second marriage.
      if (known.some((other) => other.spouse.folded === spouse.folded)) continue;
      byPerson.set(self.identity, [...known, { self, spouse, marriage }]);
    }
  }
  return [...byPerson.values()].flatMap((all) => {
    const ordered = [...all].sort((a, b) => a.marriage.day - b.marriage.day);
    const [first] = ordered;
    const open = ordered.slice(0, -1).filter(({ marriage, spouse }) => {
      return !marriage.ended && (spouse.identity === undefined || !deaths.has(spouse.identity));
    });
    if (first === undefined || open.length === 0) return [];
    const params = { name: first.self.name, count: String(all.length) };
    const fields = [first.self.columns.name];
    return bookFinding(
      "married-twice",
      ordered.map(({ self }) => self.record),
      { fields, params },
    );
  });
};

const checkParents = (parents: readonly Someone[], marriage: Marriage | undefined): BookFinding[] => {
  if (marriage === undefined) return [];
  return parents.flatMap((parent) => {
    const spouse = [marriage.husband, marriage.wife].find(({ folded }) => folded === parent.folded);
    if (spouse?.birth === undefined || parent.birth === undefined) return [];
    if (comparePartialDates(spouse.birth, parent.birth) === "overlaps") return [];
    const params = { name: parent.name, date: formatDate(parent.birth), other: formatDate(spouse.birth) };
    const fields = [parent.columns.birth ?? parent.columns.name];
    return bookFinding("parents-differ-from-marriage", [parent.record, spouse.record], { fields, params });
  });
};

/** Rules 14 and 32: what records of one place say about each other, across books and types. */
export const checkAcrossRecords = (records: Iterable<BookRecord>): BookFinding[] => {
  const marriages: Marriage[] = [];
  const deaths = new Map<string, { record: BookRecord; died: PartialDate | undefined }>();
  const families: { parents: Someone[]; child: Someone }[] = [];
  for (const record of records) {
    const view = viewRecord(record);
    const marriage = marriageIn(record, view);
    if (marriage !== undefined) marriages.push(marriage);
    for (const person of record.recordType.persons) {
      const identity = person.death === undefined ? undefined : someone(record, view, person.role)?.identity;
      if (identity !== undefined) deaths.set(identity, { record, died: view.date(person.death) });
    }
    const parentage = record.recordType.facts.parentage ?? [];
    const child = someone(record, view, parentage[0]?.child ?? "");
    const parents = parentage.map(({ parent }) => someone(record, view, parent));
    if (child !== undefined) families.push({ child, parents: parents.filter((one) => one !== undefined) });
  }
  const coupleKey = (names: readonly string[]) => [...names].sort().join("|");
  const byCouple = new Map(marriages.map((one) => [coupleKey([one.husband.folded, one.wife.folded]), one]));
  const findings = checkMarriages(marriages, deaths);
  for (const { child, parents } of families) {
    findings.push(...checkParents(parents, byCouple.get(coupleKey(parents.map(({ folded }) => folded)))));
    const death = child.identity === undefined ? undefined : deaths.get(child.identity);
    if (death === undefined) continue;
    const params = { name: child.name, date: death.died === undefined ? "…" : formatDate(death.died) };
    const fields = [child.columns.name];
    findings.push(bookFinding("subject-has-death-record", [child.record, death.record], { fields, params }));
  }
  return findings;
};
