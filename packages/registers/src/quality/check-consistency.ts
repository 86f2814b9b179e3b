import type { Finding } from "../finding.ts";
import { fieldsByCode } from "../record-type.ts";
import { found, type RecordView } from "./record-view.ts";

const home = "Việt Nam";
const foreigner = "Người nước ngoài";
const unknown = "Không có thông tin";

/**
 * Rule 16, the part on plausibility: a foreign nationality and a group of Viet Nam seldom go
 * together.
 */
export function* checkEthnicGroups(record: RecordView): Iterable<Finding> {
  for (const person of record.recordType.persons) {
    const nationality = record.text(person.nationality);
    const ethnicGroup = record.text(person.ethnicGroup);
    if (nationality === undefined || ethnicGroup === undefined || nationality === unknown) continue;
    if ((nationality === home) !== (ethnicGroup === foreigner)) continue;
    const params = { nationality, ethnicGroup };
    yield found(record, "foreigner-ethnic-group", [person.ethnicGroup, person.nationality], { params });
  }
}

const older = /(?:[òóỏõọÒÓỎÕỌ][aeAE]|(?<![qQ])[ùúủũụÙÚỦŨỤ][yY])(?![\p{L}\p{M}])/u;
const newer = /(?:[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|(?<![qQ])[uU][ỳýỷỹỵỲÝỶỸỴ])(?![\p{L}\p{M}])/u;
/** Every match of either begins so: one look that settles it for most texts. */
const doubtful = /[òóỏõọÒÓỎÕỌ][aeAE]|[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[ùúủũụÙÚỦŨỤ][yY]|[uU][ỳýỷỹỵỲÝỶỸỴ]/;
const letters = /[\p{L}\p{M}]*$/u;

/** The whole word that ends in the match. */
const wordEnding = (pattern: RegExp, text: string): string | undefined => {
  const match = pattern.exec(text);
  return match === null ? undefined : `${letters.exec(text.slice(0, match.index))?.[0] ?? ""}${match[0]}`;
};

/**
 * Rule 23: both customs of placing tone marks in one record. Stored text is never changed for it.
 */
export function* checkTonePlacement(record: RecordView): Iterable<Finding> {
  let first: { code: string; word: string } | undefined;
  let second: { code: string; word: string } | undefined;
  const columns = fieldsByCode(record.recordType);
  for (const code in record.input.fields) {
    const field = columns.get(code);
    if (field === undefined) continue;
    if (field.type !== "personName" && field.type !== "place" && field.type !== "orgName") continue;
    const text = record.text(field.code);
    if (text === undefined || !doubtful.test(text)) continue;
    const oldWord = first === undefined ? wordEnding(older, text) : undefined;
    if (oldWord !== undefined) first = { code: field.code, word: oldWord };
    const newWord = second === undefined ? wordEnding(newer, text) : undefined;
    if (newWord !== undefined) second = { code: field.code, word: newWord };
    if (first === undefined || second === undefined) continue;
    const params = { first: first.word, second: second.word };
    yield found(record, "tone-placement-mixed", [first.code, second.code], { params });
    return;
  }
}
