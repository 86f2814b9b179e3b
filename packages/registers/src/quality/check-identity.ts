import type { Finding } from "../finding.ts";
import type { PersonColumns } from "../record-type-schema.ts";
import { limitOn } from "./limits.ts";
import { identityRules, readPersonalId } from "./personal-id.ts";
import { found, type RecordView } from "./record-view.ts";
import { toldSex } from "./sex.ts";

const { citizenCard, otherPaper, noPaper } = identityRules;
const shapes = new Map(
  identityRules.identityNumberShapes.map((shape) => [
    shape.paper,
    { pattern: new RegExp(shape.pattern, "iu"), onlyNationality: shape.onlyNationality },
  ]),
);

function* checkPaper(
  record: RecordView,
  person: PersonColumns,
  paper: NonNullable<PersonColumns["paper"]>,
): Iterable<Finding> {
  const type = record.text(paper.type);
  const number = record.text(paper.number);
  const hasType = type !== undefined && type !== noPaper;
  const typeKept = type !== noPaper && record.value(paper.type) !== undefined;
  const numberKept = record.value(paper.number) !== undefined;
  if ((hasType && !numberKept) || (number !== undefined && !typeKept)) {
    yield found(record, "identity-paper-incomplete", [paper.number, paper.type]);
  }
  if (paper.other !== undefined) {
    const kept = record.value(paper.other) !== undefined;
    const told = record.text(paper.other) !== undefined;
    if (type === otherPaper ? !kept : told) {
      yield found(record, "other-paper-missing", [paper.other, paper.type]);
    }
  }
  const shape = type === undefined ? undefined : shapes.get(type);
  if (number !== undefined && shape !== undefined && !shape.pattern.test(number)) {
    const nationality = record.text(person.nationality) ?? shape.onlyNationality;
    if (shape.onlyNationality === undefined || nationality === shape.onlyNationality) {
      const read = shape.onlyNationality === undefined ? undefined : person.nationality;
      const params = { text: number };
      yield found(record, "identity-number-shape", [paper.number, paper.type, read], { params });
    }
  }
  const day = record.date(paper.issued) === undefined ? record.key.date : undefined;
  const issued = record.date(day ?? paper.issued);
  const first = limitOn("citizen-card-first-year").min;
  if (type === citizenCard && issued !== undefined && issued.year < first) {
    const params = { year: String(first) };
    yield found(record, "citizen-card-too-early", [paper.type, paper.issued, day], { params });
  }
}

/** Rule 17: kind, number and date of an identity paper fit together. */
export function* checkPapers(record: RecordView): Iterable<Finding> {
  for (const person of record.recordType.persons) {
    if (person.paper !== undefined) yield* checkPaper(record, person, person.paper);
  }
}

/** Rule 18: the personal number agrees with what the record says about the person. */
export function* checkPersonalIds(record: RecordView): Iterable<Finding> {
  const { couple } = record.recordType.facts;
  for (const person of record.recordType.persons) {
    const card = person.paper !== undefined && record.text(person.paper.type) === citizenCard;
    for (const code of [person.personalId, card ? person.paper?.number : undefined]) {
      const text = record.text(code);
      // A number of a paper is a personal number where the paper is a citizen card.
      const ofCard = code === person.personalId ? undefined : person.paper?.type;
      if (code === undefined || text === undefined) continue;
      const id = readPersonalId(text);
      if (id === undefined) {
        // A citizen card of a wrong shape is reported by rule 17 already.
        if (code === person.personalId)
          yield found(record, "personal-id-shape", [code], { params: { text } });
        continue;
      }
      const differs = (partVi: string, partEn: string, other: string | undefined) =>
        found(record, "personal-id-differs", [code, other, ofCard], {
          params: { partVi, partEn },
        });
      if (!id.placeKnown) yield differs("mã tỉnh", "province code", undefined);
      const birth = record.date(person.birth);
      if (birth !== undefined && birth.year !== id.birthYear) {
        yield differs(`năm sinh (${id.birthYear})`, `year of birth (${id.birthYear})`, person.birth);
      }
      const sex = toldSex(record, person);
      const inCouple = person.role === couple?.husband || person.role === couple?.wife;
      if (sex !== undefined && sex !== id.sex && !inCouple) yield differs("giới tính", "sex", person.sex);
    }
  }
}
